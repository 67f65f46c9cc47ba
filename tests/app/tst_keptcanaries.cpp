#include "tests/app/actorprocess.h"
#include "tests/support/fakeserver.h"
#include "tests/support/sessionprobe.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;

// Each looks different percent-escaped, JSON-escaped and in UTF-16.
static const QByteArray password = "pa\"ss\\w\u00f6rd/+of=the mine"_ba;
static const QByteArray secretKey = "de\"300\\000-\u00f65ec2/+4e=70 8000"_ba;
static const QByteArray passphrase = "fo\"ur\\w\u00f6rds/+and & more"_ba;
static const QByteArray wrongPassphrase = "th\"ree\\w\u00f6rds/+and & less"_ba;

static QByteArray madeToken()
{
    QByteArray bytes("\xFB\xEF\xFF"); // "++//" in front
    for (int i = 0; i < 46; ++i)
        bytes += static_cast<char>(QRandomGenerator::global()->generate());
    return bytes.toBase64();
}

//! A cluster whose every secret is known: it lets one password in, each session and each token is
//! another one, and it can point elsewhere instead of answering.
class OpenBook final
{
public:
    OpenBook()
    {
        server.setHandler([this](const FakeRequest &request) { return answer(request); });
    }

    FakeServer server;
    FakeServer elsewhere;
    QByteArray nextRedirectedPath;
    QMap<QString, QByteArray> made; //!< tokens and session cookies, by what found() calls them

    const fakecluster::Paths paths = fakecluster::paths(Api::Form::V2);

    QByteArray makeToken()
    {
        const QByteArray token = madeToken();
        made.insert(u"token %1"_s.arg(made.size()), token);
        return token;
    }
    [[nodiscard]] int calls(const QByteArray &wanted) const
    {
        int count = 0;
        for (const FakeRequest &request : server.requests())
            count += request.path() == wanted ? 1 : 0;
        return count;
    }

private:
    FakeReply answer(const FakeRequest &request)
    {
        constexpr auto form = Api::Form::V2;
        const QByteArray path = request.path();
        if (path == nextRedirectedPath) {
            nextRedirectedPath.clear();
            // Whoever follows it repeats method and body.
            return FakeReply::empty(
                307, {{"Location", elsewhere.origin().toUtf8() + request.target},
                      {"Set-Cookie", "JSESSIONID=" + makeCookie() + "; Path=/; HttpOnly"}});
        }
        if (path == paths.login) {
            if (!tells("password"_L1, password, request))
                return fakecluster::refusal(form, 401);
            return FakeReply::empty(
                204, {{"Set-Cookie", "JSESSIONID=" + makeCookie() + "; Path=/; HttpOnly"}});
        }
        if (path == paths.token && (tells("password"_L1, password, request) ||
                                    tells("secret_key"_L1, secretKey, request) || isKnown(request)))
            return fakecluster::token(form, makeToken());
        if (path == paths.info && isKnown(request))
            return fakecluster::info(form);
        if (path == paths.check)
            return fakecluster::refusal(form, 400, u"[\"Token is not valid\",\"\"]"_s);
        if (path == paths.revoke || path == paths.logout)
            return fakecluster::done(form);
        return path == paths.orgs ? FakeReply::json("{}", 404) : fakecluster::refusal(form, 401);
    }

    QByteArray makeCookie()
    {
        const QByteArray cookie = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
        made.insert(u"session %1"_s.arg(made.size()), cookie);
        return cookie;
    }
    static bool tells(QLatin1StringView name, const QByteArray &secret, const FakeRequest &request)
    {
        return QJsonDocument::fromJson(request.body)[name].toString().toUtf8() == secret;
    }
    //! By a token or a cookie that was made here.
    [[nodiscard]] bool isKnown(const FakeRequest &request) const
    {
        const QByteArray shown = request.header("Authorization") + request.header("Cookie");
        for (const QByteArray &secret : made) {
            if (shown.contains(secret))
                return true;
        }
        return false;
    }
};

static QByteArray lastAct(const ActorProcess &actor)
{
    const qsizetype at = actor.output().lastIndexOf("act ");
    return at < 0 ? QByteArray() : actor.output().sliced(at);
}

//! Secrets that are kept: the program in two lives on one home (keepingactor.cpp), which is looked
//! through after each step, with all that the program says and whom it talks to.
class TestKeptCanaries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keptSecretsAreNowhereInClear();
    void keptSecretsAreUsedAndNowhereInClear();
    void aKeptSecretKeyIsUsedAndNowhereInClear();

private:
    //! Takes the actor through all its steps, looking for secrets after each; the steps.
    QByteArrayList play(ActorProcess &actor);
    [[nodiscard]] QMap<QString, QByteArray> secrets() const;
    [[nodiscard]] QByteArrayList given() const
    {
        return {password, passphrase, wrongPassphrase, m_pasted, secretKey};
    }

    const QTemporaryDir m_home;
    OpenBook m_cluster;
    const QByteArray m_pasted = m_cluster.makeToken();
    qint64 m_searched = 0;
};

QMap<QString, QByteArray> TestKeptCanaries::secrets() const
{
    QMap<QString, QByteArray> all = m_cluster.made;
    all.insert(u"password"_s, password);
    all.insert(u"secret key"_s, secretKey);
    all.insert(u"passphrase"_s, passphrase);
    all.insert(u"wrong passphrase"_s, wrongPassphrase);
    return all;
}

QByteArrayList TestKeptCanaries::play(ActorProcess &actor)
{
    QByteArrayList steps;
    const auto isClean = [&] {
        CanarySearch search(secrets());
        actor.searchWith(search);
        search.inRequests(u"what the server heard to which it was pointed"_s,
                          m_cluster.elsewhere.requests());
        m_searched += search.searchedBytes();
        if (!search.found().isEmpty())
            qWarning("after \"%s\":\n%s", steps.value(steps.size() - 1).constData(),
                     qPrintable(search.found().join(u'\n')));
        return search.found().isEmpty();
    };
    QByteArray step = actor.nextStep();
    for (; !step.isEmpty(); step = actor.nextStep()) {
        steps += step;
        if (!isClean())
            return steps += "something was found";
        if (step == "in by a paste")
            m_cluster.nextRedirectedPath = m_cluster.paths.info;
        actor.goOn();
    }
    return isClean() ? steps : steps += "something was found at the end";
}

void TestKeptCanaries::keptSecretsAreNowhereInClear()
{
    m_cluster.nextRedirectedPath = m_cluster.paths.login;
    ActorProcess actor(m_home, QStringLiteral(DESK_KEEPING_ACTOR),
                       {u"keep"_s, m_cluster.server.origin()}, given());
    const QByteArrayList steps = play(actor);
    QVERIFY2(steps.contains("closed"), actor.complaint().constData());
    QCOMPARE(steps.join(", "), "redirected, mistyped, kept, closed"_ba);
    QCOMPARE(actor.process().exitCode(), 0);
    QCOMPARE(m_cluster.elsewhere.connectionCount(), 0);
    // The search does reach the settings.
    CanarySearch search({{u"user name"_s, "maria.lopez"_ba}});
    search.inFolder(m_home.path());
    QVERIFY2(search.found().join(u'\n').contains(u"profiles.conf"_s),
             qPrintable(search.found().join(u'\n')));
}

void TestKeptCanaries::keptSecretsAreUsedAndNowhereInClear()
{
    const QString asked = qEnvironmentVariable("DESK_SEED");
    const QString seed =
        asked.isEmpty() ? QString::number(QRandomGenerator::global()->generate()) : asked;
    qInfo("DESK_SEED=%s does the same again", qPrintable(seed));
    const int logins = m_cluster.calls(m_cluster.paths.login);
    ActorProcess actor(m_home, QStringLiteral(DESK_KEEPING_ACTOR), {u"use"_s, seed}, given());
    const QByteArrayList steps = play(actor);
    QVERIFY2(steps.contains("closed"), (lastAct(actor) + actor.complaint()).constData());
    const QByteArray expected = "wrong passphrase, passphrase typed, in by the kept token, "
                                "in by the kept password, request shown, renewed, copied, about, "
                                "locked, stays locked, unlocked, pasted, in by a paste, "
                                "refresh redirected, in by the kept password, "
                                "acted, acted, acted, acted, closed";
    QCOMPARE(steps.join(", "), expected);
    QCOMPARE(actor.process().exitCode(), 0);
    QByteArray about;
    for (const QByteArray &line : actor.output().split('\n'))
        about += line.startsWith("about ") ? line : QByteArray();
    QVERIFY(about.contains("Session Desk"));
    QVERIFY2(!about.contains("127.0.0.1") && !about.contains("maria"), about.constData());
    // With the kept password, which nobody typed.
    QVERIFY(m_cluster.calls(m_cluster.paths.login) >= logins + 2);
    QCOMPARE(m_cluster.elsewhere.connectionCount(), 0);
    QVERIFY2(actor.errors().contains("qt."), actor.errors().left(2000).constData());
    qInfo("%lld secrets in %lld bytes", static_cast<long long>(secrets().size()), m_searched);
}

void TestKeptCanaries::aKeptSecretKeyIsUsedAndNowhereInClear()
{
    const QTemporaryDir home;
    ActorProcess actor(home, QStringLiteral(DESK_KEEPING_ACTOR),
                       {u"key"_s, m_cluster.server.origin()}, given());
    const int tokens = m_cluster.calls(m_cluster.paths.token);
    const QByteArrayList steps = play(actor);
    QVERIFY2(steps.contains("closed"), actor.complaint().constData());
    QCOMPARE(steps.join(", "),
             "key typed, key kept, locked, unlocked, in by the kept key, closed"_ba);
    QCOMPARE(actor.process().exitCode(), 0);
    QVERIFY(m_cluster.calls(m_cluster.paths.token) >= tokens + 2); // once without anybody typing it
}

QTEST_GUILESS_MAIN(TestKeptCanaries)
#include "tst_keptcanaries.moc"
