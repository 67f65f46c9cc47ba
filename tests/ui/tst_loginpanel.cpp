#include "ui/login/loginpanel.h"
#include "ui/widgets/banner.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

static SignedOut failed(ApiError::Kind kind)
{
    ApiError error;
    error.kind = kind;
    return {error, {}};
}

class TestLoginPanel final : public QObject
{
    Q_OBJECT

    std::unique_ptr<LoginPanel> m_panel;

    [[nodiscard]] static Profile profile()
    {
        Profile profile;
        profile.id = QUuid(u"{0a6cbb7e-33a8-4c1d-9b7f-6d1f1f2a7c01}"_s);
        profile.name = u"Acme production"_s;
        profile.origin = u"https://acme.thoughtspot.cloud"_s;
        profile.userName = u"maria.lopez"_s;
        profile.knownOrgs = {{0, u"Primary"_s}, {1042377815, u"retail-emea"_s}};
        return profile;
    }

    template<typename Widget> [[nodiscard]] Widget *find(const QString &name) const
    {
        return m_panel->findChild<Widget *>(name);
    }
    [[nodiscard]] QLineEdit *field(const QString &name) const { return find<QLineEdit>(name); }
    [[nodiscard]] Banner *banner() const { return m_panel->findChild<Banner *>(); }
    [[nodiscard]] QString chip() const { return find<QLabel>(u"serverChip"_s)->text(); }
    [[nodiscard]] QString note() const { return find<QLabel>(u"serverNote"_s)->text(); }
    [[nodiscard]] QString said() const
    {
        return banner()->isVisible() ? banner()->accessibleDescription() : QString();
    }
    void type(const QString &name, const QString &text) const
    {
        field(name)->setFocus();
        field(name)->selectAll();
        QTest::keyClicks(field(name), text);
    }
    void choose(const QString &name, const QString &text) const
    {
        auto *box = find<QComboBox>(name);
        const int index = box->findText(text);
        QVERIFY2(index >= 0, qPrintable(text));
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
        m_panel = std::make_unique<LoginPanel>();
        m_panel->resize(846, 700);
        m_panel->setProfile(profile());
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    }
    void cleanup() { m_panel.reset(); }

    void everyControlHasItsName()
    {
        const QStringList names{u"Server"_s,         u"API"_s,     u"User name"_s,
                                u"Password"_s,       u"Cancel"_s,  u"Organization"_s,
                                u"Remember me"_s,    u"Sign in"_s, u"Token validity"_s,
                                u"Test connection"_s};
        for (const QString &name : names) {
            auto *widget = find<QWidget>(name);
            QVERIFY2(widget, qPrintable(name));
            QCOMPARE(widget->accessibleName(), name);
        }
    }

    void tabGoesThroughTheFormInReadingOrder()
    {
        field(u"Server"_s)->setFocus();
        QStringList order;
        for (int i = 0; i < 10; ++i) {
            order += m_panel->focusWidget()->objectName();
            QTest::keyClick(m_panel->focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(order, (QStringList{u"Server"_s, u"API"_s, u"Sign in by"_s, u"User name"_s,
                                     u"Password"_s, u"Organization"_s, u"Token validity"_s,
                                     u"Remember me"_s, u"Test connection"_s, u"Sign in"_s}));
    }

    void aPanelThatGoesSaysNothing()
    {
        const QSignalSpy entered(m_panel.get(), &LoginPanel::serverEntered);
        field(u"Server"_s)->setText(u"https://other.thoughtspot.cloud"_s);
        field(u"Server"_s)->setFocus();
        m_panel.reset();
        QCOMPARE(entered.count(), 0);
    }

    void enterSignsInOnceOnADoublePress()
    {
        const QSignalSpy asked(m_panel.get(), &LoginPanel::signInRequested);
        type(u"Password"_s, u"not-a-real-password"_s);
        QTest::keyClick(field(u"Password"_s), Qt::Key_Return);
        QTest::keyClick(field(u"Password"_s), Qt::Key_Enter);
        find<QPushButton>(u"Sign in"_s)->click();
        QCOMPARE(asked.count(), 1);

        SignInRequest expected;
        expected.credentials.userName = u"maria.lopez"_s;
        expected.credentials.password = SecretBuffer::fromBytes("not-a-real-password");
        QCOMPARE(asked[0][1].value<SignInRequest>(), expected);
        QCOMPARE(asked[0][0].value<Profile>(), profile());
    }

    void enterHeldDownSignsInOnce()
    {
        const QSignalSpy asked(m_panel.get(), &LoginPanel::signInRequested);
        type(u"Password"_s, u"not-a-real-password"_s);
        for (int i = 0; i < 3; ++i) {
            QKeyEvent held(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, u"\r"_s, true);
            QCoreApplication::sendEvent(field(u"Password"_s), &held);
        }
        QCOMPARE(asked.count(), 0);
    }

    void enterWorksFromEveryField_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"Server", "User name", "Password", "Organization",
                                 "Token validity", "API", "Remember me", "Sign in"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void enterWorksFromEveryField()
    {
        QFETCH(QString, name);
        const QSignalSpy asked(m_panel.get(), &LoginPanel::signInRequested);
        type(u"Password"_s, u"not-a-real-password"_s);
        find<QWidget>(name)->setFocus();
        QTest::keyClick(m_panel->focusWidget(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
    }

    void aPasswordIsPassedOnByteForByte()
    {
        const QString odd = u"  \"quoted\" back\\slash \u00fc\u4e2d\U0001F511\ttab  "_s;
        const QSignalSpy asked(m_panel.get(), &LoginPanel::signInRequested);
        field(u"Password"_s)->setText(odd);
        find<QPushButton>(u"Sign in"_s)->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][1].value<SignInRequest>().credentials.password,
                 SecretBuffer::fromBytes(odd.toUtf8()));
    }

    void aPastedPageAddressIsReducedAndSaid()
    {
        type(u"Server"_s, u"https://Acme.ThoughtSpot.cloud/?orgId=0#/pinboard/6f2c"_s);
        QCOMPARE(note(), QString());
        field(u"User name"_s)->setFocus();
        QCOMPARE(field(u"Server"_s)->text(), u"https://acme.thoughtspot.cloud"_s);
        QCOMPARE(note(), u"address shortened"_s);
        type(u"Server"_s, u"other.example.com"_s);
        QCOMPARE(note(), QString());
        field(u"User name"_s)->setFocus();
        QCOMPARE(field(u"Server"_s)->text(), u"https://other.example.com"_s);
        QCOMPARE(note(), QString());
    }

    void aWrongAddressIsSaidAtItsField()
    {
        type(u"Server"_s, u"ftp://acme.example.com"_s);
        field(u"User name"_s)->setFocus();
        QCOMPARE(field(u"Server"_s)->text(), u"ftp://acme.example.com"_s);
        QCOMPARE(chip(), u"No address"_s);
        QVERIFY(note().contains(u"https"_s));
    }

    void anAddressIsTakenUpAfterAPauseAndOnlyOnce()
    {
        const QSignalSpy entered(m_panel.get(), &LoginPanel::serverEntered);
        type(u"Server"_s, u"other.example.com/x"_s);
        QTRY_COMPARE(entered.count(), 1);
        QCOMPARE(field(u"Server"_s)->text(), u"other.example.com/x"_s);
        QCOMPARE(entered[0][0].value<Profile>().origin, u"https://other.example.com"_s);
        field(u"User name"_s)->setFocus();
        type(u"Password"_s, u"x"_s);
        QCOMPARE(entered.count(), 1);
    }

    void aStoredServerIsCalledOnlyOnceThePersonBegins()
    {
        const QSignalSpy entered(m_panel.get(), &LoginPanel::serverEntered);
        field(u"Server"_s)->setFocus();
        m_panel->focusFirstEmptyField();
        QCOMPARE(m_panel->focusWidget()->objectName(), u"Password"_s);
        const qsizetype before = entered.count();
        type(u"Password"_s, u"not"_s);
        QCOMPARE(entered.count(), 1);
        QCOMPARE_LE(before, 1);
    }

    void whatIsMissingIsSaidAndTheCursorGoesThere_data()
    {
        QTest::addColumn<QString>("emptied");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("the server") << u"Server"_s << u"The server is missing."_s;
        QTest::newRow("the user name") << u"User name"_s << u"The user name is missing."_s;
        QTest::newRow("the password") << u"Password"_s << u"The password is missing."_s;
    }
    void whatIsMissingIsSaidAndTheCursorGoesThere()
    {
        QFETCH(QString, emptied);
        QFETCH(QString, sentence);
        const QSignalSpy asked(m_panel.get(), &LoginPanel::signInRequested);
        const QSignalSpy status(m_panel.get(), &LoginPanel::statusChanged);
        type(u"Password"_s, u"not-a-real-password"_s);
        field(emptied)->clear();
        find<QPushButton>(u"Sign in"_s)->click();
        QCOMPARE(asked.count(), 0);
        QVERIFY(said().startsWith(sentence));
        QCOMPARE(note(), QString());
        QVERIFY(status[0][0].toString().startsWith(sentence));
        QCOMPARE(m_panel->focusWidget()->objectName(), emptied);
    }

    void whatWasTypedStaysAfterAnError()
    {
        type(u"Password"_s, u"not-a-real-password"_s);
        type(u"User name"_s, u"ana.admin"_s);
        m_panel->render(SigningIn{});
        m_panel->render(failed(ApiError::Kind::BadCredentials));
        QCOMPARE(field(u"Password"_s)->text(), u"not-a-real-password"_s);
        QCOMPARE(field(u"User name"_s)->text(), u"ana.admin"_s);
        QVERIFY(said().startsWith(u"User name or password not accepted. Check both"_s));
        QCOMPARE(m_panel->focusWidget()->objectName(), u"Password"_s);
    }

    void thePasswordGoesOnceItHasServed()
    {
        type(u"Password"_s, u"not-a-real-password"_s);
        m_panel->render(SigningIn{});
        m_panel->render(SignedIn{});
        QCOMPARE(field(u"Password"_s)->text(), QString());
        QVERIFY(!banner()->isVisible());
    }

    void thePasswordGoesWhenTheFormMakesWayForTheSession()
    {
        type(u"Password"_s, u"not-a-real-password"_s);
        m_panel->hide();
        QCOMPARE(field(u"Password"_s)->text(), u"not-a-real-password"_s);
        m_panel->show();
        m_panel->render(SigningIn{});
        m_panel->hide();
        QCOMPARE(field(u"Password"_s)->text(), QString());
    }

    void anotherProfileStartsWithoutPassword()
    {
        type(u"Password"_s, u"not-a-real-password"_s);
        m_panel->setProfile(profile());
        QCOMPARE(field(u"Password"_s)->text(), u"not-a-real-password"_s);
        Profile other = profile();
        other.id = QUuid::createUuid();
        m_panel->setProfile(other);
        QCOMPARE(field(u"Password"_s)->text(), QString());
    }

    void whileBusyTheFormStandsStillAndCancelIsThere()
    {
        const QSignalSpy cancelled(m_panel.get(), &LoginPanel::cancelRequested);
        const QSignalSpy asked(m_panel.get(), &LoginPanel::signInRequested);
        type(u"Password"_s, u"not-a-real-password"_s);
        QVERIFY(!find<QPushButton>(u"Cancel"_s)->isVisible());
        SigningIn state;
        state.step = SigningIn::Step::FindingApi;
        m_panel->render(state);
        QCOMPARE(find<QLabel>(u"signInStep"_s)->text(),
                 u"Finding out which API the server speaks…"_s);
        state.step = SigningIn::Step::Fetching;
        m_panel->render(state);
        QCOMPARE(find<QLabel>(u"signInStep"_s)->text(), u"Fetching session and token…"_s);
        QVERIFY(!field(u"Server"_s)->isEnabled());
        QVERIFY(!find<QPushButton>(u"Sign in"_s)->isVisible());
        QCOMPARE(field(u"Password"_s)->text(), u"not-a-real-password"_s);
        QTest::keyClick(m_panel->focusWidget(), Qt::Key_Return);
        QTest::keyClick(m_panel->focusWidget(), Qt::Key_Escape);
        find<QPushButton>(u"Cancel"_s)->click();
        QCOMPARE(cancelled.count(), 2);
        QCOMPARE(asked.count(), 0);
        m_panel->render(failed(ApiError::Kind::Cancelled));
        QVERIFY(!banner()->isVisible());
        QVERIFY(field(u"Server"_s)->isEnabled());
    }

    void aConnectionTestSaysWhatItFound()
    {
        const QSignalSpy asked(m_panel.get(), &LoginPanel::testConnectionRequested);
        const QSignalSpy status(m_panel.get(), &LoginPanel::statusChanged);
        find<QPushButton>(u"Test connection"_s)->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(chip(), u"Asking the server…"_s);
        QVERIFY(!find<QPushButton>(u"Test connection"_s)->isEnabled());

        ConnectionReport report;
        report.form = Api::Form::V2;
        report.elapsedMs = 40;
        report.clockSkewMs = 5 * 60'000;
        m_panel->renderConnection(report);
        QCOMPARE(chip(), u"ThoughtSpot · REST API 2.0"_s);
        QCOMPARE(note(), u"this machine's clock is 5 min 0 s behind"_s);
        QVERIFY(status[0][0].toString().contains(u"REST API 2.0"_s));
        QVERIFY(find<QPushButton>(u"Test connection"_s)->isEnabled());
    }

    void aConnectionTestEndsWhenSomethingElseIsToBeAsked()
    {
        m_panel->setProfile(profile());
        QTest::mouseClick(find<QPushButton>(u"Test connection"_s), Qt::LeftButton);
        QVERIFY(!find<QPushButton>(u"Test connection"_s)->isEnabled());
        choose(u"API"_s, u"REST API 2.0"_s); // another service, and no answer of the old one
        QVERIFY(find<QPushButton>(u"Test connection"_s)->isEnabled());
        QVERIFY(find<QLabel>(u"serverChip"_s)->isHidden());
        QVERIFY(find<QPushButton>(u"Cancel"_s)->isHidden());
    }

    void aConnectionTestCanBeCancelled()
    {
        m_panel->setProfile(profile());
        QSignalSpy cancelled(m_panel.get(), &LoginPanel::cancelRequested);
        auto *test = find<QPushButton>(u"Test connection"_s);
        auto *cancel = find<QPushButton>(u"Cancel"_s);
        QTest::mouseClick(test, Qt::LeftButton);
        QVERIFY(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTest::keyClick(m_panel.get(), Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 2);
        ConnectionReport report;
        report.error = ApiError{};
        report.error->kind = ApiError::Kind::Cancelled;
        m_panel->renderConnection(report);
        QVERIFY(test->isEnabled());
        QVERIFY(cancel->isHidden());
        QVERIFY(find<QLabel>(u"serverChip"_s)->isHidden());
        QCOMPARE(said(), QString());
    }

    void aFailedConnectionTestIsSaidInTheForm()
    {
        find<QPushButton>(u"Test connection"_s)->click();
        ConnectionReport report;
        report.error = ApiError{};
        report.error->kind = ApiError::Kind::Tls;
        report.error->tlsReason = ApiError::TlsReason::WrongHost;
        m_panel->renderConnection(report);
        QCOMPARE(chip(), u"Not secure"_s);
        QVERIFY(said().startsWith(u"The server's certificate was made for another host name."_s));
    }

    void aLookAheadThatFailsIsQuiet()
    {
        type(u"Server"_s, u"other.example.com"_s);
        field(u"User name"_s)->setFocus();
        ConnectionReport report;
        report.error = ApiError{};
        report.error->kind = ApiError::Kind::HostNotFound;
        m_panel->renderConnection(report);
        QCOMPARE(chip(), u"No connection"_s);
        QVERIFY(!banner()->isVisible());
    }

    void anAnswerAboutAnEarlierAddressIsNotShown()
    {
        find<QPushButton>(u"Test connection"_s)->click();
        type(u"Server"_s, u"other.example.com"_s);
        ConnectionReport report;
        report.form = Api::Form::V2;
        m_panel->renderConnection(report);
        QVERIFY(!find<QLabel>(u"serverChip"_s)->isVisible());
    }

    void aKnownOrganizationGoesByItsId()
    {
        const QSignalSpy asked(m_panel.get(), &LoginPanel::testConnectionRequested);
        choose(u"Organization"_s, u"retail-emea"_s);
        find<QPushButton>(u"Test connection"_s)->click();
        QCOMPARE(asked[0][0].value<Profile>().org, u"1042377815"_s);

        Profile chosen = profile();
        chosen.org = u"1042377815"_s;
        m_panel->setProfile(chosen);
        QCOMPARE(find<QComboBox>(u"Organization"_s)->currentText(), u"retail-emea"_s);
        find<QComboBox>(u"Organization"_s)->setEditText(u" elsewhere "_s);
        find<QPushButton>(u"Test connection"_s)->click();
        QCOMPARE(asked[1][0].value<Profile>().org, u"elsewhere"_s);
    }

    void anOrganizationWithoutANameIsNotTakenForNone()
    {
        Profile known = profile();
        known.knownOrgs = {{1042377815, {}}, {0, u"Primary"_s}};
        m_panel->setProfile(known);
        QSignalSpy asked(m_panel.get(), &LoginPanel::testConnectionRequested);
        find<QPushButton>(u"Test connection"_s)->click();
        QCOMPARE(asked[0][0].value<Profile>().org, QString());
        // It goes by its id, and is seen by it.
        choose(u"Organization"_s, u"1042377815"_s);
        m_panel->renderConnection({});
        find<QPushButton>(u"Test connection"_s)->click();
        QCOMPARE(asked[1][0].value<Profile>().org, u"1042377815"_s);
    }

    void theFormOf2022HasNoOrganizations()
    {
        choose(u"API"_s, u"REST API v2 beta (2022)"_s);
        auto *org = find<QComboBox>(u"Organization"_s);
        QVERIFY(!org->isEnabled());
        QCOMPARE(org->lineEdit()->placeholderText(), u"not in this API"_s);
        choose(u"API"_s, u"REST API v2 beta"_s);
        QVERIFY(org->isEnabled());
        QCOMPARE(org->lineEdit()->placeholderText(), u"last used"_s);
    }

    void theFormSaysWhatKindOfSessionIsWanted()
    {
        const QSignalSpy asked(m_panel.get(), &LoginPanel::signInRequested);
        type(u"Password"_s, u"not-a-real-password"_s);
        choose(u"Token validity"_s, u"No token"_s);
        choose(u"API"_s, u"REST API 2.0"_s);
        find<QCheckBox>(u"Remember me"_s)->click();
        find<QPushButton>(u"Sign in"_s)->click();
        const auto request = asked[0][1].value<SignInRequest>();
        QVERIFY(!request.token);
        QVERIFY(request.rememberMe);
        const auto said = asked[0][0].value<Profile>();
        QVERIFY(!said.wantsToken && said.rememberMe);
        QCOMPARE(said.form, Api::Form::V2);
        QCOMPARE(said.tokenValiditySeconds, 3600);
    }

    void aTokenLifeOutsideThePresetsIsKept()
    {
        Profile odd = profile();
        odd.tokenValiditySeconds = 5400;
        m_panel->setProfile(odd);
        auto *box = find<QComboBox>(u"Token validity"_s);
        QCOMPARE(box->currentText(), u"90 minutes"_s);
        QStringList names;
        for (int i = 0; i < box->count(); ++i)
            names += box->itemText(i);
        QCOMPARE(names, (QStringList{u"No token"_s, u"1 minute"_s, u"5 minutes (cluster default)"_s,
                                     u"15 minutes"_s, u"30 minutes"_s, u"1 hour"_s, u"90 minutes"_s,
                                     u"8 hours"_s, u"24 hours"_s, u"Custom…"_s}));
    }

    void aDemoUserSignsInWithOneClick()
    {
        const QSignalSpy asked(m_panel.get(), &LoginPanel::signInRequested);
        m_panel->setDemoUsers({{u"ana.admin"_s, u"demo-only"_s}, {u"R&D"_s, u"demo-only"_s}});
        const auto buttons = m_panel->findChildren<QPushButton *>(u"demoUser"_s);
        QCOMPARE(buttons.size(), 2);
        QCOMPARE(buttons[1]->text(), u"R&&D"_s);
        buttons[0]->click();
        QCOMPARE(asked.count(), 1);
        const auto request = asked[0][1].value<SignInRequest>();
        QCOMPARE(request.credentials.userName, u"ana.admin"_s);
        QCOMPARE(request.credentials.password, SecretBuffer::fromBytes("demo-only"));
    }

    void aRedirectOffersItsTargetAsTheServer()
    {
        SignedOut state = failed(ApiError::Kind::Redirected);
        state.reason->detail = u"https://moved.example.com"_s;
        m_panel->render(state);
        auto *action = m_panel->findChild<QPushButton *>(u"bannerAction"_s);
        QVERIFY(action->isVisible());
        const QSignalSpy entered(m_panel.get(), &LoginPanel::serverEntered);
        action->click();
        QCOMPARE(field(u"Server"_s)->text(), u"https://moved.example.com"_s);
        QCOMPARE(entered.count(), 1);
        QVERIFY(!banner()->isVisible());
    }

    void whatMayBeSingleSignOnLeadsToTheBrowser_data()
    {
        using Kind = ApiError::Kind;
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<bool>("byKey");
        QTest::addColumn<bool>("offersBrowser");
        QTest::addColumn<QString>("offersElse");
        const QString own = profile().origin;
        QTest::newRow("a second factor, or single sign-on that says so")
            << Kind::MultiFactorRequired << QString() << false << true << QString();
        QTest::newRow("a sign-on page elsewhere, or a cluster that has moved")
            << Kind::Redirected << u"https://idp.example.com"_s << false << true
            << u"Enter it as the server"_s;
        QTest::newRow("a sign-on page of its own")
            << Kind::Redirected << own << false << true << QString();
        QTest::newRow("a page instead of the API")
            << Kind::NotAnApi << u"web page: Log in"_s << false << true << QString();
        QTest::newRow("a page, for a secret key as well")
            << Kind::NotAnApi << QString() << true << true << QString();
        QTest::newRow("a password that is not accepted")
            << Kind::BadCredentials << QString() << false << true << QString();
        QTest::newRow("a key that is not accepted is no question of that")
            << Kind::BadCredentials << QString() << true << false << QString();
        QTest::newRow("not allowed") << Kind::Forbidden << QString() << false << true << QString();
        QTest::newRow("a locked account")
            << Kind::AccountLocked << QString() << false << false << QString();
        QTest::newRow("nobody there")
            << Kind::Unreachable << QString() << false << false << QString();
    }

    void whatMayBeSingleSignOnLeadsToTheBrowser()
    {
        QFETCH(const ApiError::Kind, kind);
        QFETCH(const QString, detail);
        QFETCH(const bool, byKey);
        QFETCH(const bool, offersBrowser);
        QFETCH(const QString, offersElse);
        if (byKey)
            choose(u"Sign in by"_s, u"Secret key"_s);
        SignedOut state = failed(kind);
        state.reason->detail = detail;
        m_panel->render(state);
        const auto *action = m_panel->findChild<QPushButton *>(u"bannerAction"_s);
        auto *browser = m_panel->findChild<QPushButton *>(u"bannerOther"_s);
        QCOMPARE(action->isVisible() ? action->text() : QString(), offersElse);
        QCOMPARE(browser->isVisible(), offersBrowser);
        QCOMPARE(said().contains(u"browser"_s), offersBrowser);
        // What came first stays said.
        if (kind == ApiError::Kind::BadCredentials && !byKey)
            QVERIFY(said().startsWith(u"User name or password not accepted. Check both"_s));
        const QSignalSpy asked(m_panel.get(), &LoginPanel::tokenSheetRequested);
        browser->click();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<Profile>().origin, profile().origin);
        QVERIFY(banner()->isVisible());
    }

    void theWrongFormOffersToFindTheRightOne()
    {
        choose(u"API"_s, u"REST API v2 beta"_s);
        m_panel->render(failed(ApiError::Kind::WrongApiForm));
        m_panel->findChild<QPushButton *>(u"bannerAction"_s)->click();
        QCOMPARE(find<QComboBox>(u"API"_s)->currentText(), u"Automatic"_s);
    }

    void aClusterOfTheOldestApiHasNoRightFormToFind()
    {
        choose(u"API"_s, u"REST API v2 beta"_s);
        SignedOut state = failed(ApiError::Kind::WrongApiForm);
        state.reason->detail = u"v1"_s;
        m_panel->render(state);
        QVERIFY(!m_panel->findChild<QPushButton *>(u"bannerAction"_s)->isVisible());
    }

    void wordsOfOthersAreShownLiterally()
    {
        const QString hostile = u"<b>x</b><img src=file:///etc/hosts>\u202e"_s +
                                QString(200'000, QChar(0x301)) + QString(20'000, u'y');
        Profile odd = profile();
        odd.name = hostile;
        odd.knownOrgs = {{1, hostile}};
        m_panel->setProfile(odd);
        m_panel->setSecretsPlace(hostile);
        SignedOut state = failed(ApiError::Kind::ServerFault);
        state.reason->serverMessage = hostile;
        state.reason->detail = hostile;
        QElapsedTimer timer;
        timer.start();
        m_panel->render(state);
        m_panel->grab();
        QCOMPARE_LT(timer.elapsed(), 1000);
        bool wasShown = false;
        for (const QLabel *label : m_panel->findChildren<QLabel *>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QCOMPARE_LT(label->text().size(), 2000);
            QVERIFY(!label->text().contains(QChar(0x202e)));
            wasShown = wasShown || label->text().contains(u"<b>x</b><img"_s);
        }
        QVERIFY(wasShown);
        QCOMPARE_LT(find<QComboBox>(u"Organization"_s)->itemText(0).size(), 200);
    }

    void theWholeFormCanBeReachedInASmallWindow()
    {
        m_panel->resize(690, 260);
        SignedOut wordy = failed(ApiError::Kind::Tls);
        wordy.reason->tlsReason = ApiError::TlsReason::UnknownAuthority;
        m_panel->render(wordy);
        m_panel->setDemoUsers({{u"ana.admin"_s, {}},
                               {u"maria.lopez"_s, {}},
                               {u"locked.user"_s, {}},
                               {u"second.factor"_s, {}},
                               {u"five.hundred.groups"_s, {}}});
        auto *button = find<QPushButton>(u"Sign in"_s);
        QTRY_COMPARE_GE(field(u"Server"_s)->height(), field(u"Server"_s)->sizeHint().height());
        QTRY_VERIFY(banner()->visibleRegion().contains(QPoint(5, 5)));
        find<QPushButton>(u"Test connection"_s)->setFocus();
        QTest::keyClick(m_panel->focusWidget(), Qt::Key_Tab);
        QTRY_VERIFY(button->visibleRegion().boundingRect().height() >= button->height() - 2);
        QVERIFY(!banner()->visibleRegion().contains(QPoint(5, 5)));
        m_panel->render(wordy);
        QTRY_VERIFY(banner()->visibleRegion().contains(QPoint(5, 5)));
    }
};

QTEST_MAIN(TestLoginPanel)
#include "tst_loginpanel.moc"
