#include "tests/cli/sdeskhome.h"

#include "core/storage/kepttokens.h"
#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "tests/support/democluster.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static constexpr int endMs = 20'000;

SdeskHome::SdeskHome()
{
    QDir(m_home.path()).mkpath(u"tmp"_s);
}

SdeskHome::~SdeskHome() = default;

QString SdeskHome::settingsFile() const
{
    return m_home.filePath(u"config/session-desk/profiles.conf"_s);
}

QProcessEnvironment SdeskHome::environment() const
{
    QProcessEnvironment environment;
    environment.insert(u"HOME"_s, m_home.path());
    environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
    environment.insert(u"XDG_CONFIG_HOME"_s, m_home.filePath(u"config"_s));
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_home.path());
    environment.insert(u"TMPDIR"_s, m_home.filePath(u"tmp"_s));
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"TZ"_s, u"UTC"_s);
    for (const char *name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"}) {
        if (qEnvironmentVariableIsSet(name))
            environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
    }
    if (m_logsEverything)
        environment.insert(u"QT_LOGGING_RULES"_s, u"*=true"_s);
    return environment;
}

void SdeskHome::start(QProcess &process, const QStringList &arguments, Passphrase passphrase) const
{
    constexpr int descriptor = 7;
    QProcessEnvironment whole = environment();
    int ends[2] = {-1, -1};
    if (passphrase != Passphrase::None) {
        whole.insert(u"SDESK_PASSPHRASE_FD"_s, QString::number(descriptor));
        QVERIFY(::pipe2(ends, O_CLOEXEC) == 0);
        const QByteArray line = (passphrase == Passphrase::Right   ? SdeskHome::passphrase()
                                 : passphrase == Passphrase::Short ? "a word"
                                                                   : "something else") +
                                '\n';
        QCOMPARE(::write(ends[1], line.constData(), static_cast<std::size_t>(line.size())),
                 line.size());
    }
    process.setChildProcessModifier([end = ends[0]] {
        ::setsid(); // no terminal, whoever runs the test
        // A copy onto itself would leave the mark that closes it.
        if (end == descriptor)
            ::fcntl(end, F_SETFD, 0);
        else if (end >= 0)
            ::dup2(end, descriptor);
    });
    process.setProcessEnvironment(whole);
    process.start(QStringLiteral(DESK_SDESK), arguments);
    QVERIFY(process.waitForStarted(endMs));
    for (const int end : ends) {
        if (end >= 0)
            ::close(end);
    }
}

void SdeskHome::startOnTerminal(QProcess &process, const QStringList &arguments,
                                const QByteArray &terminal) const
{
    process.setChildProcessModifier([terminal] {
        ::setsid();
        const int end = ::open(terminal.constData(), O_RDWR);
        ::ioctl(end, TIOCSCTTY, 0);
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
            ::dup2(end, stream);
        ::close(end);
    });
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(DESK_SDESK), arguments);
    QVERIFY(process.waitForStarted(endMs));
}

void SdeskHome::startOther(QProcess &process, const QString &program,
                           const QStringList &arguments) const
{
    QProcessEnvironment whole = environment();
    const QString folder = QFileInfo(QStringLiteral(DESK_SDESK)).path();
    whole.insert(u"PATH"_s, folder + u':' + whole.value(u"PATH"_s));
    process.setProcessEnvironment(whole);
    process.start(program, arguments);
    QVERIFY(process.waitForStarted(endMs));
}

SdeskRun SdeskHome::run(const QStringList &arguments, const QByteArray &input,
                        Passphrase passphrase) const
{
    QProcess process;
    start(process, arguments, passphrase);
    process.write(input);
    process.closeWriteChannel();
    const bool hasEnded =
        process.waitForFinished(endMs) && process.exitStatus() == QProcess::NormalExit;
    return {hasEnded ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

void SdeskHome::addProfile(const DemoCluster &cluster, const QString &user,
                           const QStringList &options) const
{
    const SdeskRun added = run(QStringList{u"add"_s, u"work"_s, u"--server"_s,
                                           cluster.origin().toString(), u"--user"_s, user} +
                               options);
    QVERIFY2(added.code == 0, added.errors.constData());
}

void SdeskHome::chooseCheapPassphrase() const
{
    ProfileStore store(settingsFile());
    Vault vault(store, {.cost = {.passes = 1, .memoryBytes = 8 * 1024 * 1024}});
    store.load();
    vault.choose(KeyPlace::Passphrase, SecretBuffer::fromBytes(passphrase()));
    QTRY_COMPARE(vault.status().state, VaultStatus::State::Open);
    QTRY_VERIFY(store.isSaved());
}

void SdeskHome::asTheWindow(const std::function<void(ProfileStore &, Vault &)> &work) const
{
    ProfileStore store(settingsFile());
    Vault vault(store);
    store.load();
    vault.unlock(SecretBuffer::fromBytes(passphrase()));
    QTRY_COMPARE(vault.status().state, VaultStatus::State::Open);
    work(store, vault);
    QTRY_VERIFY(store.isSaved());
}

void SdeskHome::keepToken(const QByteArray &value) const
{
    asTheWindow([&value](ProfileStore &store, Vault &vault) {
        Token token;
        token.value = SecretBuffer::fromBytes(value);
        token.expiresMs = QDateTime::currentMSecsSinceEpoch() + 3'600'000;
        QVERIFY(KeptTokens::keep(vault, store.profiles().value(0).id, token,
                                 QDateTime::currentMSecsSinceEpoch()));
    });
}

Token SdeskHome::keptToken() const
{
    std::optional<Token> token;
    asTheWindow([&token](ProfileStore &store, Vault &vault) {
        const Profile profile = store.profiles().value(0);
        if (const auto tokens = KeptTokens::all(vault, profile.id))
            token = KeptTokens::findOwn(*tokens, profile);
    });
    return token.value_or(Token());
}
