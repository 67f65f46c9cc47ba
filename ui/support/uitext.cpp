#include "ui/support/uitext.h"

using namespace Qt::StringLiterals;

QString shown(const QString &text, qsizetype limit)
{
    QString clean;
    clean.reserve(qMin(text.size(), limit + 1));
    int marks = 0;
    for (const QChar c : text) {
        if (clean.size() >= limit) {
            clean += QChar(0x2026);
            break;
        }
        const QChar::Category category = c.category();
        if (category == QChar::Other_Control || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator) {
            clean += u' ';
            continue;
        }
        if (category == QChar::Other_Format)
            continue;
        // A tower of combining marks costs seconds to lay out: a few are language, more are an
        // attack.
        marks = c.isMark() ? marks + 1 : 0;
        if (marks <= 4)
            clean += c;
    }
    return clean;
}

QString toolTipText(const QString &text)
{
    if (text.isEmpty())
        return {};
    return u"<p style='white-space:pre-wrap'>"_s + text.toHtmlEscaped() + u"</p>"_s;
}
