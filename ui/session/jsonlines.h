#pragma once

#include "ui/session/jsonindex.h"
#include "ui/session/jsontext.h"

#include <QMetaType>
#include <QString>

#include <vector>

//! One line of JSON in pieces, for painting: cleaned and cut.
struct JsonLine
{
    enum class Kind
    {
        Bracket,
        Text,
        Number,
        Literal,
        Secret
    };

    int indent = 0; //!< in levels
    QString key;    //!< quoted; empty in lists
    QString value;  //!< a scalar, or the bracket that opens or closes
    QString remark; //!< how much is inside, when folded
    QString tail;   //!< closing bracket of a folded container, comma
    Kind kind = Kind::Bracket;
    bool canFold = false;
    bool isFolded = false;

    [[nodiscard]] QString text() const;
};

Q_DECLARE_METATYPE(JsonLine)

//! A JsonIndex as lines of JSON text that fold. A line is one number until it is looked at, so that
//! half a million of them cost two megabytes. A value: safe to read on a worker.
class JsonLines final
{
public:
    JsonLines();
    //! All unfolded. On a worker.
    [[nodiscard]] static JsonLines of(const JsonIndex &json);

    [[nodiscard]] const JsonIndex &json() const { return m_json; }
    [[nodiscard]] int size() const { return int(m_codes.size()); }
    //! Characters of the longest line as it is shown.
    [[nodiscard]] int widest() const { return m_widest; }

    [[nodiscard]] int node(int line) const { return code(line) / 2; }
    [[nodiscard]] bool isClosing(int line) const { return code(line) % 2 == 1; }
    //! Where \a node begins, or would begin inside something folded.
    [[nodiscard]] int lineOf(int node) const;
    [[nodiscard]] JsonLine line(int number) const;
    //! The lines \a first to \a last as JSON text, whole, with what is folded in them.
    [[nodiscard]] QString text(int first, int last, Secrets secrets) const;

    [[nodiscard]] bool canFold(int line) const;
    [[nodiscard]] bool isFolded(int line) const;
    //! How many lines folding \a line hides.
    [[nodiscard]] int foldedAway(int line) const;
    void fold(int line);
    //! The lines that unfolding \a line brings back, for unfold().
    [[nodiscard]] std::vector<int> hidden(int line) const;
    void unfold(int line, const std::vector<int> &hidden);
    //! Folds everything below the first level, or unfolds all.
    void foldAll(bool folded);

private:
    [[nodiscard]] int code(int line) const { return m_codes[std::size_t(line)]; }
    [[nodiscard]] bool isFoldedNode(int node) const;
    [[nodiscard]] std::vector<int> codes(int from, int end) const;

    JsonIndex m_json;
    // Twice the number of the field, plus one on the line that closes it.
    std::vector<int> m_codes;
    std::vector<bool> m_folded; // per field; empty: none
    int m_widest = 0;
};
