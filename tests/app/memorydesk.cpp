#include "tests/app/memorydesk.h"

#include "ui/token/tokenfield.h"

#include <QLineEdit>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

SilentCluster::SilentCluster(const QStringList &options)
{
    m_process.setStandardOutputFile(m_folder.filePath(u"ready"_s));
    m_process.start(QStringLiteral(DESK_DEMOCLUSTER),
                    QStringList{u"--stop-with-parent"_s, u"--stop-after"_s, u"300"_s} + options);
    static_cast<void>(QTest::qWaitFor([this] { return isReady(); }, 15'000));
}

SilentCluster::~SilentCluster()
{
    if (!m_isEnding)
        m_process.kill();
    m_process.closeWriteChannel();
    m_process.waitForFinished(5'000);
}

// What stands behind the key. Byte by byte: a buffer would keep what is beside it.
QString SilentCluster::field(QByteArrayView key) const
{
    const int file = open(qPrintable(m_folder.filePath(u"ready"_s)), O_RDONLY);
    qsizetype matched = 0;
    QString value;
    bool isWhole = false;
    for (char byte = 0; !isWhole && read(file, &byte, 1) == 1;) {
        if (matched < key.size())
            matched = byte == key[matched] ? matched + 1 : qsizetype(byte == key[0]);
        else if (byte == ',' || byte == '}' || (byte == '"' && !value.isEmpty()))
            isWhole = true;
        else if (byte != '"')
            value += QChar::fromLatin1(byte);
    }
    close(file);
    return isWhole ? value : QString();
}

QString memorydesk::traces(const MaskedSecret &secret)
{
    return memoryscan::find(secret).join(u'\n');
}

// QTRY_COMPARE counts its own pauses only, not the time that a look takes.
template<typename Look> static QStringList lookInTime(const Look &look, qsizetype most)
{
    constexpr int limitMs = 10'000;
    QStringList left;
    const auto isGone = [&] {
        left = look();
        return left.size() <= most;
    };
    static_cast<void>(QTest::qWaitFor(isGone, limitMs));
    return left;
}

QStringList memorydesk::leftInTime(const MaskedSecret &secret, qsizetype most)
{
    return lookInTime([&] { return memoryscan::find(secret); }, most);
}

QStringList memorydesk::leftUnguardedInTime(const MaskedSecret &secret)
{
    const auto look = [&] {
        QStringList places = memoryscan::find(secret);
        const qsizetype inGuarded = places.removeIf(
            [](const QString &place) { return place.contains(memoryscan::guarded); });
        return inGuarded > 0 ? places : QStringList{u"not in guarded memory"_s} + places;
    };
    return lookInTime(look, 0);
}

bool memorydesk::typeSecret(const WindowDriver &window, const QString &name,
                            const MaskedSecret &secret)
{
    const auto field = [&] { return qobject_cast<QLineEdit *>(window.find(name)); };
    if (!window.waitFor([&] { return field() && field()->isEnabled(); }, u"to type into "_s + name))
        return false;
    field()->setFocus();
    for (qsizetype i = 0; i < secret.size(); ++i)
        QTest::keyClick(field(), secret.at(i));
    return true;
}

std::optional<MaskedSecret> memorydesk::revealedToken(const WindowDriver &window)
{
    auto *field = qobject_cast<TokenField *>(window.find(u"Token"_s));
    if (!field)
        return std::nullopt;
    field->setRevealed(true);
    std::optional<MaskedSecret> token;
    token.emplace(QStringView(field->text()));
    field->setRevealed(false);
    return token;
}
