#include "tests/support/sessionprobe.h"
#include "tests/support/waiting.h"

#include <QRegularExpression>
#include <QTest>

#include <functional>
#include <map>

using namespace Qt::StringLiterals;

//! Every verb in every state: what it announces at once, or that it is ignored.
class tst_SessionServiceLegal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyVerbInEveryState_data();
    void everyVerbInEveryState();
    void aVerbCalledFromASlotIsAnnouncedInOrder();
    void theServiceMayBeDeletedFromASlot();
};

void tst_SessionServiceLegal::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

using Verb = std::function<void(SessionService &)>;

static const std::map<QString, Verb> &verbs()
{
    static const std::map<QString, Verb> all{
        {u"prepare"_s, [](SessionService &service) { service.prepare(); }},
        {u"testConnection"_s, [](SessionService &service) { service.testConnection(); }},
        {u"signIn"_s, [](SessionService &service) { service.signIn(signInRequest()); }},
        {u"refreshInfo"_s, [](SessionService &service) { service.refreshInfo(); }},
        {u"getToken"_s, [](SessionService &service) { service.getToken({}, sampleCredentials()); }},
        {u"checkToken"_s, [](SessionService &service) { service.checkToken(); }},
        {u"switchOrg"_s,
         [](SessionService &service) {
             service.switchOrg({1, {}}, sampleCredentials());
         }},
        {u"revokeToken"_s, [](SessionService &service) { service.revokeToken(); }},
        {u"signOut"_s, [](SessionService &service) { service.signOut(); }},
        {u"cancel"_s, [](SessionService &service) { service.cancel(); }},
    };
    return all;
}

//! How to get into a state from "everything answers", and what shows that it is reached.
struct Situation
{
    QString words;
    Api::Form form = Api::Form::V2;
    QByteArray silentPath;
    QStringList before; //!< verbs, each let come to its end but the last
    std::map<QString, QString> legal;
    bool wantsToken = true;
};

static std::map<QString, QString> idleVerbs(const QString &parts = {})
{
    const auto busy = [&](const QString &activity) { return u"in, "_s + activity + parts; };
    return {
        {u"refreshInfo"_s, busy(u"RefreshingInfo"_s)}, {u"getToken"_s, busy(u"GettingToken"_s)},
        {u"checkToken"_s, busy(u"CheckingToken"_s)},   {u"switchOrg"_s, busy(u"SwitchingOrg"_s)},
        {u"revokeToken"_s, busy(u"RevokingToken"_s)},  {u"signOut"_s, busy(u"SigningOut"_s)}};
}

static std::map<QString, QString> without(std::map<QString, QString> legal,
                                          const QStringList &names)
{
    for (const QString &name : names)
        legal.erase(name);
    return legal;
}

static std::map<QString, Situation> situations()
{
    const auto path = fakecluster::paths(Api::Form::V2);
    const QString loggingIn = u"signing in: LoggingIn"_s;
    const std::map<QString, QString> stop{{u"cancel"_s, u"out: Cancelled"_s}};
    const auto busy = [&](const QString &activity, const QByteArray &silent, const QString &verb,
                          const QString &after) {
        return Situation{u"in, "_s + activity,
                         Api::Form::V2,
                         silent,
                         {u"signIn"_s, verb},
                         {{u"cancel"_s, after}, {u"signOut"_s, u"in, SigningOut"_s}}};
    };
    const auto standing = idleVerbs();
    std::map<QString, QString> ended = idleVerbs(u", ended, stale"_s);
    ended.insert({u"signIn"_s, loggingIn});
    return {
        {u"signed out"_s, {u"out"_s, Api::Form::V2, {}, {}, {{u"signIn"_s, loggingIn}}}},
        {u"finding the form"_s,
         {u"signing in: FindingApi"_s, Api::Form::Auto, path.info, {u"signIn"_s}, stop}},
        {u"logging in"_s, {loggingIn, Api::Form::V2, path.login, {u"signIn"_s}, stop}},
        {u"fetching"_s, {u"signing in: Fetching"_s, Api::Form::V2, path.info, {u"signIn"_s}, stop}},
        {u"signed in"_s, {u"in"_s, Api::Form::V2, {}, {u"signIn"_s}, standing}},
        {u"signed in without a token"_s,
         {u"in, no token"_s,
          Api::Form::V2,
          {},
          {u"signIn"_s},
          without(idleVerbs(u", no token"_s), {u"checkToken"_s, u"revokeToken"_s}),
          false}},
        {u"token revoked"_s,
         {u"in, Revoked"_s,
          Api::Form::V2,
          {},
          {u"signIn"_s, u"revokeToken"_s},
          without(idleVerbs(u", Revoked"_s), {u"revokeToken"_s})}},
        {u"ended"_s,
         {u"in, ended, stale: SessionEnded"_s, Api::Form::V2, {}, {u"signIn"_s, u"end"_s}, ended}},
        {u"refreshing"_s, busy(u"RefreshingInfo"_s, path.info, u"refreshInfo"_s, u"in"_s)},
        {u"getting a token"_s, busy(u"GettingToken"_s, path.token, u"getToken"_s, u"in"_s)},
        {u"checking"_s, busy(u"CheckingToken"_s, path.check, u"checkToken"_s, u"in"_s)},
        {u"switching Org"_s,
         {u"in, SwitchingOrg"_s,
          Api::Form::V2,
          path.token,
          {u"signIn"_s, u"switchOrg"_s},
          {{u"cancel"_s, u"in, stale"_s}, {u"signOut"_s, u"in, SigningOut, stale"_s}}}},
        {u"revoking"_s,
         {u"in, RevokingToken"_s,
          Api::Form::V2,
          path.revoke,
          {u"signIn"_s, u"revokeToken"_s},
          {{u"cancel"_s, u"in, RevokeUnconfirmed"_s},
           {u"signOut"_s, u"in, SigningOut, RevokeUnconfirmed"_s}}}},
        {u"signing out"_s,
         {u"in, SigningOut"_s,
          Api::Form::V2,
          path.revoke,
          {u"signIn"_s, u"signOut"_s},
          {{u"cancel"_s, u"out (revoke NotConfirmed, logout NotConfirmed)"_s}}}},
    };
}

void tst_SessionServiceLegal::everyVerbInEveryState_data()
{
    QTest::addColumn<QString>("situation");
    QTest::addColumn<QString>("verb");
    for (const auto &[name, situation] : situations()) {
        for (const auto &[verb, call] : verbs()) {
            const bool isLegal = situation.legal.contains(verb);
            QTest::addRow("%s: %s%s", qPrintable(name), qPrintable(verb),
                          isLegal ? "" : " changes nothing")
                << name << verb;
        }
    }
}

//! Makes \a probe do \a verb on the way to a situation.
static void perform(const QString &verb, const Situation &situation, SessionProbe &probe,
                    FakeServer &server)
{
    if (verb == u"end"_s) {
        server.on(fakecluster::paths(Api::Form::V2).info, fakecluster::refusal(Api::Form::V2, 401));
        probe.service().refreshInfo();
    } else if (verb == u"signIn"_s && !situation.wantsToken) {
        SignInRequest request = signInRequest();
        request.token.reset();
        probe.service().signIn(request);
    } else {
        verbs().at(verb)(probe.service());
    }
}

void tst_SessionServiceLegal::everyVerbInEveryState()
{
    QFETCH(const QString, situation);
    QFETCH(const QString, verb);
    const Situation chosen = situations().at(situation);
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    SessionProbe probe(server.origin(), chosen.form);
    for (const QString &step : chosen.before) {
        if (step == chosen.before.constLast() && !chosen.silentPath.isEmpty())
            server.on(chosen.silentPath, FakeReply::silence());
        perform(step, chosen, probe, server);
        if (step != chosen.before.constLast())
            QTRY_COMPARE(probe.now(), u"in"_s);
    }
    QTRY_COMPARE(probe.now(), chosen.words);
    probe.forget();

    verbs().at(verb)(probe.service());

    const auto legal = chosen.legal.find(verb);
    QCOMPARE(probe.states(),
             legal == chosen.legal.end() ? QStringList() : QStringList(legal->second));
}

void tst_SessionServiceLegal::aVerbCalledFromASlotIsAnnouncedInOrder()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    SessionProbe probe(server.origin(), Api::Form::V2);
    QStringList seen;
    const auto note = [&](const SessionState &state) {
        seen.append(SessionProbe::words(state));
        if (seen.last() == u"in"_s && seen.size() == 3)
            probe.service().refreshInfo();
    };
    connect(&probe.service(), &SessionService::stateChanged, this, note);
    QStringList seenByTheNext;
    connect(&probe.service(), &SessionService::stateChanged, this,
            [&](const SessionState &state) { seenByTheNext.append(SessionProbe::words(state)); });

    probe.service().signIn(signInRequest());
    const QStringList all{u"signing in: LoggingIn"_s, u"signing in: Fetching"_s, u"in"_s,
                          u"in, RefreshingInfo"_s, u"in"_s};
    QTRY_COMPARE(seen, all);
    QCOMPARE(seenByTheNext, all);
}

void tst_SessionServiceLegal::theServiceMayBeDeletedFromASlot()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    ConnectionSettings settings;
    settings.origin = server.origin();
    HttpClient client(settings);
    for (const int when : {1, 2, 3}) {
        auto service = std::make_unique<SessionService>(client, Api::Form::V2);
        int count = 0;
        connect(service.get(), &SessionService::stateChanged, this, [&](const SessionState &) {
            if (++count == when)
                service.reset();
        });
        service->signIn(signInRequest());
        QTRY_VERIFY(!service);
        QCOMPARE(count, when);
        client.forgetSession();
    }
}

QTEST_GUILESS_MAIN(tst_SessionServiceLegal)
#include "tst_sessionservice_legal.moc"
