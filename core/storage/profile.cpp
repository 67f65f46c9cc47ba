#include "core/storage/profile.h"

#include <QUrl>

using namespace Qt::StringLiterals;

ConnectionSettings Profile::connection() const
{
    ConnectionSettings settings;
    settings.origin = origin;
    settings.authorityFile = authorityFile;
    settings.pinnedKeySha256 = pinnedKeySha256;
    settings.proxy = proxy;
    return settings;
}

// Joiners are invisible but part of words in several scripts and of emoji.
static bool isJoiner(char32_t character)
{
    return character == U'\u200C' || character == U'\u200D';
}

static bool mayShow(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Other_PrivateUse:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    case QChar::Other_Format:
        return isJoiner(character);
    default:
        return true;
    }
}

static QString cleaned(const QString &text)
{
    // Normalizing a text of megabytes to keep 64 characters of it would be work for nothing.
    const QString head = text.left(Profile::longestName * 16);
    QString spaced;
    for (const QChar character : head)
        spaced.append(character == u'\n' || character == u'\r' || character == u'\t' ? u' '
                                                                                     : character);
    QString shown;
    bool isVisible = false;
    for (const char32_t character : spaced.normalized(QString::NormalizationForm_C).toUcs4()) {
        if (!mayShow(character))
            continue;
        isVisible = isVisible || !(isJoiner(character) || QChar::isSpace(character));
        shown += QChar::fromUcs4(character);
    }
    if (!isVisible)
        return {};
    const QList<uint> points = shown.simplified().toUcs4();
    const qsizetype count = qMin(points.size(), qsizetype(Profile::longestName));
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(points.constData()), count)
        .normalized(QString::NormalizationForm_C)
        .trimmed();
}

QString Profile::cleanName(const QString &wanted, const QString &origin)
{
    for (const QString &candidate : {wanted, QUrl(origin, QUrl::StrictMode).host()}) {
        if (const QString name = cleaned(candidate); !name.isEmpty())
            return name;
    }
    return u"ThoughtSpot"_s;
}
