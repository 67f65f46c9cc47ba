#include "ui/profiles/keypin.h"
#include "ui/profiles/profileeditor.h"
#include "ui/profiles/profilelist.h"
#include "ui/profiles/profilemodel.h"
#include "ui/profiles/profilesummary.h"
#include "ui/profiles/profiletile.h"
#include "ui/support/deskstyle.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

static constexpr qint64 now = 1'800'000'000'000;

static Profile profileNamed(const QString &name, const QString &origin)
{
    Profile profile;
    profile.id = QUuid::createUuid();
    profile.name = name;
    profile.origin = origin;
    return profile;
}

static SignedIn sessionWithToken(qint64 lifeMs, qint64 leftMs)
{
    SignedIn state;
    state.account.userName = u"maria.lopez"_s;
    Token token;
    token.value = SecretBuffer::fromText(u"abcdefghijklmnop");
    token.createdMs = now - (lifeMs - leftMs);
    token.expiresMs = now + leftMs;
    state.token = token;
    return state;
}

static ServerClock clockAt(qint64 ms)
{
    return ServerClock({[ms] { return ms; }, [] { return qint64(0); }});
}

class ProfileListTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin).*"_s)); }

    void everyStateHasItsOwnWords_data();
    void everyStateHasItsOwnWords();
    void anotherOrgThanAskedForIsSaid();
    void initialsAreTheFirstLettersOfTwoWords_data();
    void initialsAreTheFirstLettersOfTwoWords();
    void aRowSpeaksNameHostAndState();
    void theWordsFollowTheClockWhileShown();
    void searchFindsByNameAndHost();
    void choosingWithTheKeysTellsOnceAndSelectingFromOutsideNever();
    void selectionSurvivesChangesAndSearch();
    void theCollapsedColumnStillListsEverything();
    void plusAddsAProfile();
    void aPinIsReadAsPeopleWriteIt_data();
    void aPinIsReadAsPeopleWriteIt();
    void theEditorGivesBackWhatWasTyped();
    void theEditorRefusesWithAReasonAndKeepsTheTypedText();
};

void ProfileListTest::everyStateHasItsOwnWords_data()
{
    constexpr qint64 minute = 60'000;
    constexpr qint64 hour = 60 * minute;
    QTest::addColumn<SessionState>("state");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("tone");
    QTest::addColumn<bool>("isBusy");
    const auto row = [](const char *name, const SessionState &state, const QString &words,
                        Tone tone, bool isBusy = false) {
        QTest::newRow(name) << state << words << static_cast<int>(tone) << isBusy;
    };
    row("nobody signed in", SignedOut{}, u"Signed out"_s, Tone::Neutral);
    row("signing in", SigningIn{}, u"Signing in"_s, Tone::Accent, true);
    row("43 minutes of an hour left", sessionWithToken(hour, 43 * minute), u"43 min"_s, Tone::Good);
    row("hours left", sessionWithToken(24 * hour, 23 * hour), u"23 h"_s, Tone::Good);
    row("4 minutes of an hour left", sessionWithToken(hour, 4 * minute), u"4 min"_s, Tone::Warning);
    row("seconds left", sessionWithToken(hour, 45'000), u"45 s"_s, Tone::Warning);
    row("no time left", sessionWithToken(hour, 0), u"Expired"_s, Tone::Bad);
    row("a session without a token", SignedIn{}, u"Signed in"_s, Tone::Good);
    SignedIn ended = sessionWithToken(hour, 43 * minute);
    ended.ended = true;
    row("the server refuses", ended, u"Ended"_s, Tone::Bad);
    SignedIn revoked = sessionWithToken(hour, 43 * minute);
    revoked.token->standing = Token::Standing::Revoked;
    row("a revoked token", revoked, u"Revoked"_s, Tone::Neutral);
    SignedIn busy = sessionWithToken(hour, 43 * minute);
    busy.activity = SignedIn::Activity::CheckingToken;
    row("something under way", busy, u"Busy"_s, Tone::Accent, true);
    busy.activity = SignedIn::Activity::SigningOut;
    row("signing out", busy, u"Signing out"_s, Tone::Accent, true);
}

void ProfileListTest::everyStateHasItsOwnWords()
{
    QFETCH(SessionState, state);
    QFETCH(QString, words);
    QFETCH(int, tone);
    QFETCH(bool, isBusy);
    const ProfileSummary summary = summaryOf(state, now);
    QCOMPARE(summary.words, words);
    QCOMPARE(static_cast<int>(summary.tone), tone);
    QCOMPARE(summary.isBusy, isBusy);
    QVERIFY(!summary.spoken.isEmpty());
}

void ProfileListTest::anotherOrgThanAskedForIsSaid()
{
    SignedIn state = sessionWithToken(3'600'000, 1'800'000);
    state.account.org = u"1042377815"_s;
    state.info = SessionInfo();
    state.info->currentOrg = Org{0, u"Primary"_s};
    QCOMPARE(summaryOf(state, now).words, u"Wrong Org"_s);
    state.info->currentOrg = Org{1042377815, u"retail-emea"_s};
    QCOMPARE(summaryOf(state, now).words, u"30 min"_s);
    state.account.org = u"Retail-EMEA"_s;
    QCOMPARE(summaryOf(state, now).words, u"30 min"_s);
    // In 2.0 it is the token that is in an Organization; the session stays behind.
    state.account.form = Api::Form::V2;
    state.info->currentOrg = Org{0, u"Primary"_s};
    state.token->orgId = 1042377815;
    state.token->orgName = u"retail-emea"_s;
    QCOMPARE(summaryOf(state, now).words, u"30 min"_s);
    state.token->orgId = 0;
    state.token->orgName = u"Primary"_s;
    QCOMPARE(summaryOf(state, now).words, u"Wrong Org"_s);
}

void ProfileListTest::initialsAreTheFirstLettersOfTwoWords_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("initials");
    QTest::newRow("two words") << u"Acme production"_s << u"AP"_s;
    QTest::newRow("one word") << u"staging"_s << u"ST"_s;
    QTest::newRow("three words") << u"a b c"_s << u"AB"_s;
    QTest::newRow("an accent stays on its letter") << u"e\u0301cole normale"_s << u"E\u0301N"_s;
    QTest::newRow("outside the basic plane") << u"\U0001F680 rocket"_s << u"\U0001F680R"_s;
    QTest::newRow("nothing") << u"  "_s << u"?"_s;
}

void ProfileListTest::initialsAreTheFirstLettersOfTwoWords()
{
    QFETCH(QString, name);
    QFETCH(QString, initials);
    QCOMPARE(initialsOf(name), initials);
}

void ProfileListTest::aRowSpeaksNameHostAndState()
{
    ProfileModel model;
    const Profile profile = profileNamed(u"Acme production"_s, u"https://acme.thoughtspot.cloud"_s);
    model.setProfiles({profile});
    model.setState(profile.id, sessionWithToken(3'600'000, 2'580'000), clockAt(now));
    QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
             u"Acme production, acme.thoughtspot.cloud, 43 min left"_s);
    QVERIFY(model.index(0).data(Qt::ToolTipRole).toString().contains(u"43 min left"_s));
}

void ProfileListTest::theWordsFollowTheClockWhileShown()
{
    qint64 elapsed = 0;
    const ServerClock clock({[&elapsed] { return now + elapsed; }, [&elapsed] { return elapsed; }});
    ProfileModel model;
    const Profile profile = profileNamed(u"Acme"_s, u"https://acme.example.com"_s);
    model.setProfiles({profile});
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setState(profile.id, sessionWithToken(3'600'000, 30'050), clock);
    QCOMPARE(model.summaryAt(0).words, u"31 s"_s);
    QCOMPARE(changes.count(), 1);
    model.setTicking(true);
    const auto before = changes.count();
    elapsed = 60;
    QTRY_VERIFY_WITH_TIMEOUT(changes.count() > before, 2000);
    QCOMPARE(model.summaryAt(0).words, u"30 s"_s);
}

static void fill(ProfileList &list, QList<Profile> &profiles)
{
    profiles = {profileNamed(u"Acme production"_s, u"https://acme.thoughtspot.cloud"_s),
                profileNamed(u"Acme staging"_s, u"https://acme-stg.thoughtspot.cloud"_s),
                profileNamed(u"Retail tenant"_s, u"https://ts.retail.example.com"_s)};
    list.setProfiles(profiles);
}

void ProfileListTest::searchFindsByNameAndHost()
{
    ProfileList list;
    QList<Profile> profiles;
    fill(list, profiles);
    auto *search = list.findChild<QLineEdit *>(u"searchClusters"_s);
    auto *view = list.findChild<QListView *>(u"profiles"_s);
    QCOMPARE(view->model()->rowCount(), 3);
    search->setText(u"ACME"_s);
    QCOMPARE(view->model()->rowCount(), 2);
    search->setText(u"retail.example"_s);
    QCOMPARE(view->model()->rowCount(), 1);
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(search->text(), QString());
    QCOMPARE(view->model()->rowCount(), 3);
}

void ProfileListTest::choosingWithTheKeysTellsOnceAndSelectingFromOutsideNever()
{
    ProfileList list;
    QList<Profile> profiles;
    fill(list, profiles);
    list.show();
    QVERIFY(QTest::qWaitForWindowExposed(&list));
    QSignalSpy chosen(&list, &ProfileList::profileSelected);
    list.select(profiles[0].id);
    QCOMPARE(list.selected(), profiles[0].id);
    QCOMPARE(chosen.count(), 0);
    auto *view = list.findChild<QListView *>(u"profiles"_s);
    QTest::keyClick(view, Qt::Key_Down);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().toUuid(), profiles[1].id);
    list.step(1);
    list.step(1);
    QCOMPARE(list.selected(), profiles[0].id);
    QCOMPARE(chosen.count(), 3);
}

void ProfileListTest::selectionSurvivesChangesAndSearch()
{
    ProfileList list;
    QList<Profile> profiles;
    fill(list, profiles);
    list.select(profiles[2].id);
    QSignalSpy chosen(&list, &ProfileList::profileSelected);
    profiles.removeFirst();
    profiles.prepend(profileNamed(u"New"_s, u"https://new.example.com"_s));
    profiles.prepend(profileNamed(u"Newer"_s, u"https://newer.example.com"_s));
    list.setProfiles(profiles);
    QCOMPARE(list.selected(), profiles.last().id);
    list.findChild<QLineEdit *>(u"searchClusters"_s)->setText(u"retail"_s);
    QCOMPARE(list.selected(), profiles.last().id);
    QCOMPARE(chosen.count(), 0);
}

void ProfileListTest::theCollapsedColumnStillListsEverything()
{
    ProfileList list;
    QList<Profile> profiles;
    fill(list, profiles);
    list.setCompact(true);
    list.resize(ProfileList::compactWidth, 400);
    list.show();
    QVERIFY(QTest::qWaitForWindowExposed(&list));
    QVERIFY(!list.findChild<QLineEdit *>(u"searchClusters"_s)->isVisible());
    QVERIFY(list.findChild<QToolButton *>(u"addProfile"_s)->isVisible());
    auto *view = list.findChild<QListView *>(u"profiles"_s);
    for (int row = 0; row < 3; ++row) {
        const QRect rect = view->visualRect(view->model()->index(row, 0));
        QVERIFY(rect.width() > 0 && rect.width() <= ProfileList::compactWidth);
    }
}

void ProfileListTest::plusAddsAProfile()
{
    ProfileList list;
    QSignalSpy wanted(&list, &ProfileList::addRequested);
    auto *add = list.findChild<QToolButton *>(u"addProfile"_s);
    QCOMPARE(add->accessibleName(), u"Add profile"_s);
    QTest::keyClick(add, Qt::Key_Space);
    QCOMPARE(wanted.count(), 1);
}

void ProfileListTest::aPinIsReadAsPeopleWriteIt_data()
{
    const QByteArray digest =
        QByteArray::fromHex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isPin");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("as curl writes it") << keypin::text(digest) << true << digest;
    QTest::newRow("bare base64") << QString::fromLatin1(digest.toBase64()) << true << digest;
    QTest::newRow("hexadecimal") << QString::fromLatin1(digest.toHex()) << true << digest;
    QTest::newRow("with colons") << QString::fromLatin1(digest.toHex(':').toUpper()) << true
                                 << digest;
    QTest::newRow("none") << u"  "_s << true << QByteArray();
    QTest::newRow("too short") << u"sha256//AAAA"_s << false << QByteArray();
    QTest::newRow("not base64") << u"sha256//?"_s << false << QByteArray();
}

void ProfileListTest::aPinIsReadAsPeopleWriteIt()
{
    QFETCH(QString, text);
    QFETCH(bool, isPin);
    QFETCH(QByteArray, bytes);
    const auto read = keypin::read(text);
    QCOMPARE(read.has_value(), isPin);
    QCOMPARE(read.value_or(QByteArray()), bytes);
}

void ProfileListTest::theEditorGivesBackWhatWasTyped()
{
    QWidget window;
    Profile profile = profileNamed(u"Acme"_s, u"https://acme.example.com"_s);
    auto *editor = new ProfileEditor(profile, &window);
    QSignalSpy saved(editor, &ProfileEditor::saveRequested);
    Profile changed;
    connect(editor, &ProfileEditor::saveRequested, this,
            [&changed](const Profile &typed) { changed = typed; });
    editor->open();
    editor->findChild<QLineEdit *>(u"profileName"_s)->setText(u" Acme production "_s);
    QTest::mouseClick(editor->findChild<QWidget *>(u"colourRed"_s), Qt::LeftButton);
    editor->findChild<QComboBox *>(u"proxyMode"_s)->setCurrentIndex(3);
    editor->findChild<QLineEdit *>(u"proxyHost"_s)->setText(u"proxy.example.com"_s);
    editor->findChild<QLineEdit *>(u"proxyPort"_s)->setText(u"1080"_s);
    editor->findChild<QComboBox *>(u"hostVariable"_s)->setEditText(u"MY_HOST"_s);
    editor->findChild<QComboBox *>(u"tokenVariable"_s)->setCurrentIndex(1);
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(saved.count(), 1);
    profile.name = u"Acme production"_s;
    profile.colour = Profile::Colour::Red;
    profile.proxy = {ProxySettings::Mode::Manual, u"proxy.example.com"_s, 1080, true};
    profile.variables = {u"MY_HOST"_s, u"THOUGHTSPOT_TOKEN"_s};
    QCOMPARE(changed, profile);
}

void ProfileListTest::theEditorRefusesWithAReasonAndKeepsTheTypedText()
{
    QWidget window;
    auto *editor = new ProfileEditor(profileNamed(u"Acme"_s, {}), &window);
    QSignalSpy saved(editor, &ProfileEditor::saveRequested);
    editor->open();
    const auto banner = editor->findChild<QWidget *>(u"banner"_s);
    const auto save = editor->findChild<QPushButton *>(u"saveProfile"_s);
    const auto field = [editor](const QString &name) {
        return editor->findChild<QLineEdit *>(name);
    };
    field(u"pinnedKey"_s)->setText(u"not a pin"_s);
    save->click();
    QVERIFY(banner->accessibleDescription().contains(u"SHA-256"_s));
    QCOMPARE(field(u"pinnedKey"_s)->text(), u"not a pin"_s);
    field(u"pinnedKey"_s)->clear();
    field(u"authorityFile"_s)->setText(u"/does/not/exist.pem"_s);
    save->click();
    QVERIFY(banner->accessibleDescription().contains(u"cannot be read"_s));
    field(u"authorityFile"_s)->clear();
    const auto variable = editor->findChild<QComboBox *>(u"tokenVariable"_s);
    variable->setEditText(u"PATH"_s);
    save->click();
    QVERIFY(banner->accessibleDescription().contains(u"variables cannot be used"_s));
    QCOMPARE(variable->currentText(), u"PATH"_s);
    variable->setCurrentIndex(0);
    field(u"profileName"_s)->setText(u"  "_s);
    save->click();
    QVERIFY(banner->accessibleDescription().contains(u"no name"_s));
    QCOMPARE(saved.count(), 0);
    editor->reject();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    dress(application);
    ProfileListTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_profilelist.moc"
