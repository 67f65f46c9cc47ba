#include "app/cli/jsontext.h"

using namespace Qt::StringLiterals;

QString jsontext::of(const QJsonDocument &json, QJsonDocument::JsonFormat format)
{
    const QString text = QString::fromUtf8(json.toJson(format));
    QString result;
    result.reserve(text.size());
    for (const QChar c : text) {
        const QChar::Category category = c.category();
        const bool isUnseen = category == QChar::Other_Control || category == QChar::Other_Format ||
                              category == QChar::Separator_Line ||
                              category == QChar::Separator_Paragraph;
        // Line ends are the layout's own; within a text they are escaped already.
        if (isUnseen && c != u'\n')
            result += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else
            result += c;
    }
    return result;
}
