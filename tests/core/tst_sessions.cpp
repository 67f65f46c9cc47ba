#include "core/session/sessions.h"
#include "tests/support/sessionprobe.h"

#include <QPointer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

//! The services of several profiles, side by side.
class tst_Sessions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aProfileKeepsItsService();
    void twoProfilesAtOneServerShareNothing();
    void aChangeOfTheConnectionMakesANewService_data();
    void aChangeOfTheConnectionMakesANewService();
    void aChangeWaitsUntilNobodyIsSignedIn();
    void whatWasFoundLastTimeIsBelieved();
    void aReplyForARemovedProfileIsDropped();
    void aServiceMayBeReplacedFromItsOwnSignal();
};

void tst_Sessions::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static Profile profileAt(const FakeServer &server, Api::Form form = Api::Form::V2)
{
    Profile profile;
    profile.id = QUuid::createUuid();
    profile.origin = server.origin();
    profile.form = form;
    profile.proxy.mode = ProxySettings::Mode::None;
    return profile;
}

static QString words(const SessionService &service)
{
    return SessionProbe::words(service.state());
}

void tst_Sessions::aProfileKeepsItsService()
{
    FakeServer server;
    const Profile profile = profileAt(server);
    Sessions sessions;
    QCOMPARE(sessions.existing(profile.id), nullptr);

    SessionService &service = sessions.service(profile);
    Profile renamed = profile;
    renamed.name = u"Another name"_s;
    renamed.foundForm = Api::Form::V2;
    renamed.tokenValiditySeconds = 60;
    QCOMPARE(&sessions.service(renamed), &service);
    QCOMPARE(sessions.existing(profile.id), &service);
    QCOMPARE(server.connectionCount(), 0);
}

void tst_Sessions::twoProfilesAtOneServerShareNothing()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const Profile maria = profileAt(server);
    const Profile other = profileAt(server);
    Sessions sessions;
    QSignalSpy changes(&sessions, &Sessions::sessionStateChanged);

    sessions.service(maria).signIn(signInRequest());
    QTRY_COMPARE(words(sessions.service(maria)), u"in"_s);
    server.forgetRequests();
    sessions.service(other).signIn(signInRequest());
    QTRY_COMPARE(words(sessions.service(other)), u"in"_s);

    // The first profile's question for its Orgs may still come in.
    const QList<FakeRequest> requests = server.requests();
    const auto login =
        std::find_if(requests.cbegin(), requests.cend(), [](const FakeRequest &request) {
            return request.path().endsWith("/session/login");
        });
    QVERIFY(login != requests.cend());
    QVERIFY(login->header("Cookie").isEmpty());
    QList<QUuid> ids;
    for (const QList<QVariant> &change : changes)
        ids.append(change.first().toUuid());
    QCOMPARE(ids, QList<QUuid>({maria.id, maria.id, maria.id, other.id, other.id, other.id}));
}

void tst_Sessions::aChangeOfTheConnectionMakesANewService_data()
{
    QTest::addColumn<Profile>("changed");
    FakeServer server;
    const Profile profile = profileAt(server);
    const auto row = [&](const char *name, const auto &change) {
        Profile changed = profile;
        change(changed);
        QTest::newRow(name) << changed;
    };
    row("the form", [](Profile &changed) { changed.form = Api::Form::Beta; });
    row("the origin", [](Profile &changed) { changed.origin = u"http://127.0.0.1:1"_s; });
    row("the private authority", [](Profile &changed) { changed.authorityFile = u"/ca.pem"_s; });
    row("the proxy", [](Profile &changed) { changed.proxy.mode = ProxySettings::Mode::System; });
}

void tst_Sessions::aChangeOfTheConnectionMakesANewService()
{
    QFETCH(const Profile, changed);
    FakeServer server;
    Profile profile = profileAt(server);
    profile.id = changed.id;
    Sessions sessions;
    const QPointer<SessionService> old = &sessions.service(profile);

    SessionService &fresh = sessions.service(changed);
    QVERIFY(&fresh != old);
    QCOMPARE(&sessions.service(changed), &fresh);
    QTRY_VERIFY(!old);
}

void tst_Sessions::aChangeWaitsUntilNobodyIsSignedIn()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const Profile profile = profileAt(server);
    Profile changed = profile;
    changed.form = Api::Form::Auto;
    Sessions sessions;
    SessionService &service = sessions.service(profile);

    service.signIn(signInRequest());
    QCOMPARE(&sessions.service(changed), &service);
    QTRY_COMPARE(words(service), u"in"_s);
    QCOMPARE(&sessions.service(changed), &service);

    server.on(fakecluster::paths(Api::Form::V2).info, fakecluster::refusal(Api::Form::V2, 401));
    service.refreshInfo();
    QTRY_COMPARE(words(service), u"in, ended, stale: SessionEnded"_s);
    QVERIFY(&sessions.service(changed) != &service);
}

void tst_Sessions::whatWasFoundLastTimeIsBelieved()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    Profile profile = profileAt(server, Api::Form::Auto);
    profile.foundForm = Api::Form::V2;
    Sessions sessions;

    sessions.service(profile).signIn(signInRequest());
    QTRY_COMPARE(words(sessions.service(profile)), u"in"_s);
    QCOMPARE(server.lines().first(), "POST " + fakecluster::paths(Api::Form::V2).login);
}

void tst_Sessions::aReplyForARemovedProfileIsDropped()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.login, FakeReply::empty().delayed(50));
    const Profile profile = profileAt(server);
    Sessions sessions;
    QSignalSpy changes(&sessions, &Sessions::sessionStateChanged);

    sessions.service(profile).signIn(signInRequest());
    QTRY_COMPARE(server.lines().size(), 1);
    sessions.remove(profile.id);
    QCOMPARE(sessions.existing(profile.id), nullptr);
    QTRY_COMPARE(server.openConnectionCount(), 0);
    QCOMPARE(changes.size(), 1);
}

void tst_Sessions::aServiceMayBeReplacedFromItsOwnSignal()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const Profile profile = profileAt(server);
    Sessions sessions;
    int changes = 0;
    connect(&sessions, &Sessions::sessionStateChanged, this, [&](const QUuid &id) {
        if (++changes == 2)
            sessions.remove(id);
    });

    sessions.service(profile).signIn(signInRequest());
    QTRY_COMPARE(changes, 2);
    QTRY_COMPARE(server.openConnectionCount(), 0);
    QCOMPARE(changes, 2);
}

QTEST_GUILESS_MAIN(tst_Sessions)
#include "tst_sessions.moc"
