#include "core/storage/profilestore.h"
#include "core/storage/storedtoken.h"
#include "core/storage/vault.h"
#include "tests/bench/childprogram.h"
#include "tests/bench/sections.h"
#include "tests/keychain/keychainlab.h"
#include "tests/support/democluster.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTemporaryFile>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static const QByteArray passphrase = "four words and more";
static constexpr int patienceMs = 60'000;

//! One run of \a program with \a input; its wall time in milliseconds, none if it fails.
static std::optional<double> runOnce(QProcessEnvironment environment, const QString &program,
                                     const QStringList &arguments, const QByteArray &input = {})
{
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0 ||
        ::write(ends[1], passphrase.constData(), std::size_t(passphrase.size())) < 0)
        return {};
    ::close(ends[1]);
    QProcess process;
    environment.insert(u"SDESK_PASSPHRASE_FD"_s, u"7"_s);
    process.setProcessEnvironment(environment);
    process.setChildProcessModifier([end = ends[0]] {
        // A copy onto itself would leave the mark that closes it.
        if (end == 7)
            ::fcntl(end, F_SETFD, 0);
        else
            ::dup2(end, 7);
    });
    QElapsedTimer clock;
    clock.start();
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool hasEnded = process.waitForFinished(patienceMs);
    const double ms = double(clock.nsecsElapsed()) / 1e6;
    ::close(ends[0]);
    const bool isGood =
        hasEnded && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!isGood)
        fprintf(stderr, "%s: %s\n", qPrintable(program),
                process.readAllStandardError().constData());
    return isGood ? std::optional(ms) : std::nullopt;
}

static std::optional<double> runOnce(const Bench &bench, const QString &program,
                                     const QStringList &arguments, const QByteArray &input = {})
{
    return runOnce(bench.display.environment(), program, arguments, input);
}

//! A profile "work" at \a cluster with a kept token behind a passphrase whose
//! derivation costs \a cost.
static void keepEverything(const Bench &bench, const DemoCluster &cluster, bool isCheap)
{
    bench.display.emptyHome();
    const QString home = bench.display.environment().value(u"HOME"_s);
    ProfileStore store(home + u"/.config/session-desk/profiles.conf"_s);
    PassphraseCost cost;
    if (isCheap)
        cost = {.passes = 1, .memoryBytes = 8 * 1024}; // the least there is
    Vault vault(store, {.cost = cost});
    store.load();
    Profile profile;
    profile.name = u"work"_s;
    profile.origin = cluster.origin().toString();
    profile.userName = u"maria.lopez"_s;
    profile.form = Api::Form::V2;
    profile.keepsToken = true;
    const QUuid id = store.save(profile);
    vault.choose(KeyPlace::Passphrase, SecretBuffer::fromBytes(passphrase));
    constexpr int openMs = 10'000;
    const auto isOpen = [&] { return vault.status().state == VaultStatus::State::Open; };
    for (int waited = 0; !isOpen() && waited < openMs; waited += 20)
        letPass(20);
    Token token;
    token.value = SecretBuffer::fromBytes(QByteArray("bWFyaWEubG9wZXo6").repeated(12));
    token.expiresMs = QDateTime::currentMSecsSinceEpoch() + 3'600'000;
    if (!vault.remember(id, SecretField::Token, StoredToken::toSecret(token)))
        fprintf(stderr, "The token could not be kept.\n");
    while (!store.isSaved())
        letPass(20);
}

//! Signs gh in as far as it can tell without asking anybody.
static void keepForGh(const Bench &bench)
{
    const QDir home(bench.display.environment().value(u"HOME"_s));
    QFile hosts(home.filePath(u".config/gh/hosts.yml"_s));
    const QByteArray text = "github.com:\n    oauth_token: gho_inventedForTheMeasurement\n"
                            "    user: nobody\n    git_protocol: https\n";
    const bool isWritten = home.mkpath(u".config/gh"_s) && hosts.open(QIODevice::WriteOnly) &&
                           hosts.write(text) == text.size();
    if (!isWritten)
        fprintf(stderr, "gh could not be signed in.\n");
}

//! The same in turns, so that a busy moment of the machine falls on all of them.
static QList<QList<double>> inTurns(int rounds,
                                    const QList<std::function<std::optional<double>()>> &runs)
{
    QList<QList<double>> all(runs.size());
    for (int round = 0; round <= rounds; ++round) {
        for (qsizetype i = 0; i < runs.size(); ++i) {
            const auto ms = runs[i]();
            if (ms && round > 0) // the first warms up
                all[i] += *ms;
        }
    }
    return all;
}

static double medianOf(const QList<double> &values)
{
    return values.isEmpty() ? -1 : figures::median(values);
}

//! How a kept token is printed where a running gnome-keyring has the key, and the empty program
//! beside it; empty where there is no keyring.
static QList<QList<double>> behindAKeychain(int rounds, const DemoCluster &cluster)
{
    KeychainLab lab;
    if (!lab.startBus() || !lab.startKeyring(true))
        return {};
    QProcessEnvironment environment;
    for (const QString &pair : lab.environment())
        environment.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    const QString sdesk = ChildProgram::path(u"sdesk"_s);
    const QByteArray typed = cluster.password(u"maria.lopez"_s).toUtf8() + '\n';
    const bool isKept =
        runOnce(environment, sdesk,
                {u"add"_s, u"work"_s, u"--server"_s, cluster.origin().toString(), u"--user"_s,
                 u"maria.lopez"_s}) &&
        runOnce(environment, sdesk, {u"login"_s, u"work"_s, u"--keep"_s, u"keychain"_s}, typed);
    if (!isKept)
        return {};
    return inTurns(
        rounds,
        {[&] {
             return runOnce(environment, sdesk, {u"token"_s, u"work"_s});
         },
         [&] { return runOnce(environment, ChildProgram::path(u"desk-bench-empty"_s), {}); }});
}

QList<Figure> measureSdesk(const Bench &bench)
{
    const QString sdesk = ChildProgram::path(u"sdesk"_s);
    const QString empty = ChildProgram::path(u"desk-bench-empty"_s);
    const QString curl = QStandardPaths::findExecutable(u"curl"_s);
    const QString gh = QStandardPaths::findExecutable(u"gh"_s);
    const DemoCluster cluster;
    const QString section = u"sdesk, start to end"_s;
    QList<Figure> result;
    const auto add = [&](const QString &what, const QList<double> &own, const QString &against,
                         const QList<double> &base, std::optional<double> limit) {
        result += {.section = section,
                   .what = what,
                   .value = medianOf(own),
                   .unit = u"ms"_s,
                   .against = against,
                   .baseline = base.isEmpty() ? std::nullopt : std::optional(medianOf(base)),
                   .ratioLimit = limit};
    };
    const auto token = [&] { return runOnce(bench, sdesk, {u"token"_s, u"work"_s}); };
    const auto nothing = [&] { return runOnce(bench, empty, {}); };
    constexpr double tokenLimit = 3;
    const QString emptyName = u"empty QCoreApplication"_s;
    for (const bool isCheap : {true, false}) {
        keepEverything(bench, cluster, isCheap);
        const auto times = inTurns(bench.rounds, {token, nothing});
        // A passphrase costs what it is meant to cost, so the limit is for the rest.
        add(isCheap ? u"token, kept, behind a cheap passphrase"_s
                    : u"token, kept, behind a passphrase"_s,
            times[0], emptyName, times[1], isCheap ? std::optional(tokenLimit) : std::nullopt);
    }
    // Most of it is the keychain's own: its library, and a session that is agreed on with it.
    if (const auto times = behindAKeychain(bench.rounds, cluster); !times.isEmpty())
        add(u"token, kept, behind gnome-keyring"_s, times[0], emptyName, times[1], tokenLimit);
    keepEverything(bench, cluster, true);
    keepForGh(bench);
    const auto byGh = [&] { return runOnce(bench, gh, {u"auth"_s, u"token"_s}); };
    const auto against = inTurns(bench.rounds, {token, byGh});
    add(u"token, against gh"_s, against[0], u"gh auth token"_s, against[1], 1.0 / 3);

    const QByteArray body = "{\"username\":\"maria.lopez\",\"password\":\"" +
                            cluster.password(u"maria.lopez"_s).toUtf8() +
                            "\",\"validity_time_in_sec\":3600,\"auto_create\":false}";
    const QByteArray typed = cluster.password(u"maria.lopez"_s).toUtf8() + '\n';
    const auto byCurl = [&] {
        return runOnce(bench, curl,
                       {u"-sf"_s, u"-H"_s, u"Content-Type: application/json"_s, u"-d"_s, u"@-"_s,
                        cluster.origin().toString() + u"/api/rest/2.0/auth/token/full"_s},
                       body);
    };
    const auto times =
        inTurns(bench.rounds,
                {[&] {
                     return runOnce(bench, sdesk, {u"token"_s, u"work"_s, u"--fresh"_s}, typed);
                 },
                 [&] {
                     return runOnce(bench, sdesk, {u"login"_s, u"work"_s}, typed);
                 },
                 byCurl});
    constexpr double callLimit = 1.5;
    add(u"token --fresh"_s, times[0], u"curl, the same call"_s, times[2], callLimit);
    add(u"login, kept behind a cheap passphrase"_s, times[1], u"curl, the same call"_s, times[2],
        callLimit);
    return result;
}
