#pragma once

#include "ui/session/jsonindex.h"

#include <QString>

#include <vector>

//! What a search found. Names count (not the numbers of list entries) and values do, secrets never:
//! looking for the text of one finds nothing.
struct JsonSearch
{
    QString text;           //!< what was looked for; empty: no search, all is shown
    std::vector<int> hits;  //!< fields whose name or value holds the text, in reading order
    std::vector<bool> kept; //!< per field: a hit, around one, or inside one found by name

    [[nodiscard]] bool isActive() const { return !text.isEmpty(); }
    [[nodiscard]] bool keeps(int node) const { return kept.empty() || kept[std::size_t(node)]; }

    //! Looks through all of \a index, upper and lower case alike. On a worker.
    [[nodiscard]] static JsonSearch in(const JsonIndex &index, const QString &text);
};
