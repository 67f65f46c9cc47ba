#include "tests/support/canarysearch.h"

#include "tests/support/fakeserver.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

using namespace Qt::StringLiterals;

static QByteArray asUtf16(const QString &text)
{
    return QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
}

//! The characters that stand for nothing but \a secret, \a offset bytes behind a multiple of three.
static QByteArray asBase64(const QByteArray &secret, qsizetype offset)
{
    const qsizetype first = (3 - offset) % 3;
    const qsizetype whole = (secret.size() - first) / 3 * 3;
    return secret.mid(first, whole).toBase64();
}

static QByteArray everyByteEscaped(const QByteArray &secret)
{
    QByteArray text;
    for (const char byte : secret)
        text += '%' + QByteArray(1, byte).toHex();
    return text;
}

static QByteArray asJson(const QString &text, bool isAscii)
{
    QByteArray json;
    for (const QChar character : text) {
        const char16_t code = character.unicode();
        if (code == u'"' || code == u'\\')
            json += QByteArray("\\") + static_cast<char>(code);
        else if (code < 0x20 || (isAscii && code > 0x7E))
            json += "\\u" + QByteArray::number(code, 16).rightJustified(4, '0');
        else
            json += QString(character).toUtf8();
    }
    return json;
}

QList<std::pair<QString, QByteArray>> CanarySearch::formsOf(const QByteArray &secret)
{
    const QString text = QString::fromUtf8(secret);
    return {{u"raw"_s, secret},
            {u"UTF-16"_s, asUtf16(text)},
            {u"base64"_s, asBase64(secret, 0)},
            {u"base64 behind one byte"_s, asBase64(secret, 1)},
            {u"base64 behind two bytes"_s, asBase64(secret, 2)},
            {u"percent-escaped"_s, secret.toPercentEncoding()},
            {u"percent-escaped as a form field"_s, secret.toPercentEncoding(" ").replace(' ', '+')},
            {u"every byte percent-escaped"_s, everyByteEscaped(secret)},
            {u"JSON-escaped"_s, asJson(text, false)},
            {u"JSON-escaped, ASCII only"_s, asJson(text, true)}};
}

CanarySearch::CanarySearch(const QMap<QString, QByteArray> &secrets)
{
    for (auto secret = secrets.begin(); secret != secrets.end(); ++secret) {
        Q_ASSERT(secret.value().size() >= 8);
        QByteArrayList known;
        for (const auto &[form, bytes] : formsOf(secret.value())) {
            if (!known.contains(bytes))
                m_needles.append({secret.key() + u", "_s + form, bytes});
            known += bytes;
        }
    }
}

void CanarySearch::inBytes(const QString &place, const QByteArray &bytes)
{
    m_searchedBytes += bytes.size();
    const QByteArray lower = bytes.toLower(); // hexadecimal digits come in both cases
    for (const Needle &needle : m_needles) {
        const bool isEscaped = needle.bytes.contains('%') || needle.bytes.contains('\\');
        if (bytes.contains(needle.bytes) || (isEscaped && lower.contains(needle.bytes.toLower())))
            m_found += needle.name + u" in "_s + place;
    }
}

void CanarySearch::inText(const QString &place, const QString &text)
{
    inBytes(place, text.toUtf8());
}

void CanarySearch::inRequests(const QString &place, const QList<FakeRequest> &requests)
{
    for (const FakeRequest &request : requests) {
        QByteArray text = request.line() + '\n';
        for (const auto &[name, value] : request.headers)
            text += name + ": " + value + '\n';
        inBytes(place, text + request.body);
    }
}

void CanarySearch::inFolder(const QString &folder)
{
    QDirIterator all(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                     QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString path = all.next();
        inText(u"the name of "_s + path, all.fileName());
        QFile file(path);
        if (all.fileInfo().isFile() && file.open(QIODevice::ReadOnly))
            inBytes(path, file.readAll());
    }
}

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void CanarySearch::inProcess(qint64 id)
{
    const QString folder = u"/proc/%1/"_s.arg(id);
    for (const QString &name : {u"cmdline"_s, u"environ"_s})
        inBytes(folder + name, contentOf(folder + name));
    QDirIterator threads(folder + u"task"_s, QDir::Dirs | QDir::NoDotAndDotDot);
    while (threads.hasNext()) {
        const QList<QByteArray> children = contentOf(threads.next() + u"/children"_s).split(' ');
        for (const QByteArray &child : children) {
            if (const qint64 number = child.toLongLong(); number > 0)
                inProcess(number);
        }
    }
}
