#include "ui/session/jsonsearch.h"

#include "ui/session/jsontext.h"

static bool holds(const QString &text, const QString &part)
{
    return text.contains(part, Qt::CaseInsensitive);
}

JsonSearch JsonSearch::in(const JsonIndex &index, const QString &text)
{
    JsonSearch search;
    search.text = text;
    if (text.isEmpty())
        return search;

    search.kept.resize(std::size_t(index.size()));
    search.kept[0] = true;
    int insideEnd = 0;
    for (int node = 1; node < index.size(); ++node) {
        const bool byName = !index.isListEntry(node) && holds(index.name(node), text);
        const bool byValue = !byName && !index.isContainer(node) && !index.isSecret(node) &&
                             holds(scalarText(index.value(node)), text);
        if (byName)
            insideEnd = std::max(insideEnd, index.end(node));
        if (byName || byValue)
            search.hits.push_back(node);
        if (byName || byValue || node < insideEnd)
            search.kept[std::size_t(node)] = true;
        for (int above = index.parent(node);
             (byName || byValue) && !search.kept[std::size_t(above)]; above = index.parent(above))
            search.kept[std::size_t(above)] = true;
    }
    return search;
}
