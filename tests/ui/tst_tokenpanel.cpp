#include "ui/token/tokenfield.h"
#include "ui/token/tokenpanel.h"
#include "ui/token/tokentext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/factlabel.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/timering.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QMenu>
#include <QMetaEnum>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

using Activity = SignedIn::Activity;

static const QByteArray tokenText = "bWFyaWEubG9wZXo6SkhOb2FYSnZNU1JUU0VFdE1qVTJKRFV3TURBd01DUXk=";

class TestTokenPanel final : public QObject
{
    Q_OBJECT

    qint64 m_now = 1'786'543'400'000; // 14:03:20 UTC
    std::unique_ptr<TokenPanel> m_panel;

    [[nodiscard]] ServerClock clock() const
    {
        return ServerClock({.wallMs = [this] { return m_now; }, .elapsedMs = [] { return 0; }});
    }

    [[nodiscard]] Token token(qint64 leftMs, qint64 lifeMs = 3'600'000) const
    {
        Token token;
        token.value = SecretBuffer::fromBytes(tokenText);
        token.owner = u"maria.lopez"_s;
        token.orgId = 1042377815;
        token.orgName = u"retail-emea"_s;
        token.scope = u"FULL"_s;
        token.expiresMs = m_now + leftMs;
        token.createdMs = *token.expiresMs - lifeMs;
        return token;
    }

    [[nodiscard]] SignedIn signedIn(std::optional<Token> token) const
    {
        SignedIn state;
        state.account = {u"https://acme.thoughtspot.cloud"_s, Api::Form::V2, u"maria.lopez"_s, {}};
        state.token = std::move(token);
        state.hasCookieSession = true;
        return state;
    }

    template<typename Widget> [[nodiscard]] Widget *find(const QString &name) const
    {
        return m_panel->findChild<Widget *>(name);
    }
    [[nodiscard]] QString pill() const { return m_panel->findChild<Pill *>()->text(); }
    [[nodiscard]] QString ring() const
    {
        return m_panel->findChild<TimeRing *>()->accessibleDescription();
    }
    [[nodiscard]] QDialog *sheet() const
    {
        for (QDialog *dialog : m_panel->findChildren<QDialog *>()) {
            if (dialog->isVisible())
                return dialog;
        }
        return nullptr;
    }
    [[nodiscard]] QStringList visibleTexts(const QWidget *of) const
    {
        QStringList texts;
        for (const QLabel *label : of->findChildren<QLabel *>()) {
            if (label->isVisible() && !label->text().isEmpty())
                texts += label->text();
        }
        return texts;
    }
    [[nodiscard]] QComboBox *ways() const { return sheet()->findChild<QComboBox *>(u"askWith"_s); }
    [[nodiscard]] static QString session() { return u"This session, without a secret"_s; }
    void chooseWay(const QString &words) const
    {
        ways()->setCurrentIndex(ways()->findText(words, Qt::MatchStartsWith));
    }
    void press(const QString &name) const { find<QPushButton>(name)->click(); }

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
        m_panel = std::make_unique<TokenPanel>();
        m_panel->resize(1000, 260);
        m_panel->show();
        m_panel->activateWindow(); // a bare X server has no window manager that would
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        m_panel->render(signedIn(token(43 * 60'000)), clock());
    }
    void cleanup() { m_panel.reset(); }

    void everyControlHasItsName()
    {
        const QStringList names{u"Token"_s,     u"Reveal token"_s, u"Copy token"_s,
                                u"Get token"_s, u"Check token"_s,  u"Revoke token"_s,
                                u"Cancel"_s};
        for (const QString &name : names) {
            auto *widget = find<QWidget>(name);
            QVERIFY2(widget, qPrintable(name));
            QCOMPARE(widget->accessibleName(), name);
        }
    }

    void theFactsOfATokenAreTold()
    {
        QStringList values;
        for (const FactLabel *fact : m_panel->findChildren<FactLabel *>())
            values += fact->value();
        QCOMPARE(values, (QStringList{u"maria.lopez"_s, u"retail-emea"_s, u"Full access"_s,
                                      u"Today 14:46:20"_s}));
        QVERIFY(visibleTexts(m_panel.get()).contains(u"1042377815"_s));
        QVERIFY(visibleTexts(m_panel.get()).contains(u"created 13:46"_s));
        QCOMPARE(pill(), u"Valid"_s);
        QCOMPARE(ring(), u"43 min of 1 hour"_s);
    }

    void aTokenIsMaskedUntilRevealed()
    {
        auto *field = find<TokenField>(u"Token"_s);
        QVERIFY(field->text().startsWith(u"bWFy\u2022\u2022"_s));
        QVERIFY(!field->text().contains(u"bWFya"_s));
        press(u"Reveal token"_s);
        QCOMPARE(field->text(), QString::fromLatin1(tokenText));
        press(u"Reveal token"_s);
        QVERIFY(!field->text().contains(u"bWFya"_s));
    }

    void aRevealedTokenMasksItself_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("when the window loses the focus") << 0;
        QTest::newRow("when it is hidden") << 1;
        QTest::newRow("when another token comes") << 2;
        QTest::newRow("when it is asked to") << 3;
    }
    void aRevealedTokenMasksItself()
    {
        QFETCH(int, how);
        auto *field = find<TokenField>(u"Token"_s);
        press(u"Reveal token"_s);
        QVERIFY(field->isRevealed());
        if (how == 0) {
            QEvent deactivate(QEvent::WindowDeactivate);
            QCoreApplication::sendEvent(field, &deactivate);
        } else if (how == 1) {
            m_panel->hide();
        } else if (how == 2) {
            Token other = token(1'000'000);
            other.value = SecretBuffer::fromBytes("another-token-that-is-long-enough-to-show");
            m_panel->render(signedIn(other), clock());
        } else {
            m_panel->mask();
        }
        QVERIFY(!field->isRevealed());
        QVERIFY(field->text().contains(u"\u2022\u2022\u2022"_s));
        QVERIFY(!find<QPushButton>(u"Reveal token"_s)->isChecked());
    }

    void aRevealedTokenMasksItselfAfterItsTime()
    {
        TokenField field(40);
        field.setToken(token(1'000'000));
        const QSignalSpy changed(&field, &TokenField::revealedChanged);
        field.setRevealed(true);
        QTRY_VERIFY(!field.isRevealed());
        QCOMPARE(changed.count(), 2);
        QVERIFY(!field.text().contains(u"bWFya"_s));
    }

    void theSameTokenRenderedAgainStaysRevealed()
    {
        press(u"Reveal token"_s);
        m_panel->render(signedIn(token(42 * 60'000)), clock());
        QVERIFY(find<TokenField>(u"Token"_s)->isRevealed());
    }

    void theFieldGivesTheTokenToNobody()
    {
        QGuiApplication::clipboard()->setText(u"mine"_s);
        if (QGuiApplication::clipboard()->supportsSelection())
            QGuiApplication::clipboard()->setText(u"mine"_s, QClipboard::Selection);
        auto *field = find<TokenField>(u"Token"_s);
        press(u"Reveal token"_s);
        field->setFocus(Qt::TabFocusReason);
        QVERIFY(!field->hasSelectedText());
        QTest::keySequence(field, QKeySequence::SelectAll);
        QTest::keyClick(field, Qt::Key_End, Qt::ShiftModifier);
        QTest::mouseDClick(field, Qt::LeftButton, {}, QPoint(30, 10));
        QTest::mousePress(field, Qt::LeftButton, {}, QPoint(5, 10));
        QTest::mouseMove(field, QPoint(200, 10));
        QTest::mouseRelease(field, Qt::LeftButton, {}, QPoint(200, 10));
        QVERIFY(!field->hasSelectedText());
        QTest::keySequence(field, QKeySequence::Copy);
        QTest::keySequence(field, QKeySequence::Cut);
        QTest::mouseClick(field, Qt::RightButton);
        QVERIFY(!QApplication::activePopupWidget());
        QTest::mouseClick(field, Qt::MiddleButton, {}, QPoint(30, 10));
        QCOMPARE(field->text(), QString::fromLatin1(tokenText)); // nothing is put in either
        QCOMPARE(QGuiApplication::clipboard()->text(), u"mine"_s);
        if (QGuiApplication::clipboard()->supportsSelection())
            QCOMPARE(QGuiApplication::clipboard()->text(QClipboard::Selection), u"mine"_s);
        QVERIFY(field->text().contains(u"bWFya"_s));
    }

    void statesAreSaidInWords_data()
    {
        QTest::addColumn<qint64>("leftMs");
        QTest::addColumn<Token::Standing>("standing");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("time");
        QTest::addColumn<bool>("mayBeCopied");

        using Standing = Token::Standing;
        QTest::newRow("valid") << qint64(2'580'000) << Standing::Usable << u"Valid"_s
                               << u"43 min of 1 hour"_s << true;
        QTest::newRow("a second above ten minutes")
            << qint64(601'000) << Standing::Usable << u"Valid"_s << u"10 min of 1 hour"_s << true;
        QTest::newRow("below ten minutes") << qint64(599'000) << Standing::Usable << u"Valid"_s
                                           << u"9 min 59 s of 1 hour"_s << true;
        QTest::newRow("about to expire")
            << qint64(252'000) << Standing::Usable << u"About to expire"_s
            << u"4 min 12 s of 1 hour"_s << true;
        QTest::newRow("its last millisecond")
            << qint64(1) << Standing::Usable << u"About to expire"_s << u"1 s of 1 hour"_s << true;
        QTest::newRow("expired") << qint64(0) << Standing::Usable << u"Expired"_s << u"Expired "_s
                                 << false;
        QTest::newRow("long expired")
            << qint64(-500'000'000) << Standing::Usable << u"Expired"_s << u"Expired "_s << false;
        QTest::newRow("revoked") << qint64(2'580'000) << Standing::Revoked << u"Revoked"_s
                                 << u"Revoked "_s << false;
        QTest::newRow("refused") << qint64(2'580'000) << Standing::Refused
                                 << u"Refused by the server"_s << u"Refused "_s << false;
        QTest::newRow("a revoke that nobody confirmed")
            << qint64(2'580'000) << Standing::RevokeUnconfirmed << u"Revoke not confirmed"_s
            << u"43 min of 1 hour"_s << true;
    }
    void statesAreSaidInWords()
    {
        QFETCH(qint64, leftMs);
        QFETCH(Token::Standing, standing);
        Token shownToken = token(leftMs);
        shownToken.standing = standing;
        m_panel->render(signedIn(shownToken), clock());
        QTEST(pill(), "state");
        QTEST(ring(), "time");
        QTEST(find<QToolButton>(u"Copy token"_s)->isEnabled(), "mayBeCopied");
        QTEST(find<QPushButton>(u"Revoke token"_s)->isEnabled(), "mayBeCopied");
    }

    void aTokenWithoutAKnownEndSaysSo()
    {
        Token endless = token(0);
        endless.expiresMs.reset();
        m_panel->render(signedIn(endless), clock());
        QCOMPARE(pill(), u"Valid, end unknown"_s);
        QCOMPARE(ring(), u"Unknown time left"_s);
        QVERIFY(find<QToolButton>(u"Copy token"_s)->isEnabled());
    }

    void aTokenRunsOutBeforeOnesEyes()
    {
        m_now = QDateTime::currentMSecsSinceEpoch();
        m_panel->render(signedIn(token(1200)), ServerClock());
        QCOMPARE(pill(), u"About to expire"_s);
        QTRY_COMPARE(ring(), u"1 s of 1 hour"_s);
        QTRY_COMPARE(pill(), u"Expired"_s);
        QVERIFY(!find<QToolButton>(u"Copy token"_s)->isEnabled());
        m_now = 1'786'543'400'000;
    }

    void timeThatPassedUnseenShowsAtOnce()
    {
        m_panel->hide();
        m_now += 40 * 60'000;
        QCOMPARE(ring(), u"43 min of 1 hour"_s);
        m_panel->show();
        QCOMPARE(ring(), u"3 min 0 s of 1 hour"_s);
        m_now -= 40 * 60'000;
    }

    void copyingOffersEveryFormOnce()
    {
        const QSignalSpy copied(m_panel.get(), &TokenPanel::copyRequested);
        auto *button = find<QToolButton>(u"Copy token"_s);
        button->click();
        QCOMPARE(copied.count(), 1);
        for (QAction *action : button->menu()->actions()) {
            if (!action->menu())
                action->trigger();
            for (QAction *inner : action->menu() ? action->menu()->actions() : QList<QAction *>())
                inner->trigger();
        }
        QCOMPARE(copied.first().constFirst().value<handoff::Format>(), handoff::Format::Token);
        QSet<int> offered;
        for (const QList<QVariant> &arguments : copied.sliced(1))
            offered += int(arguments.constFirst().value<handoff::Format>());
        const int all = QMetaEnum::fromType<handoff::Format>().keyCount();
        QCOMPARE(copied.count() - 1, all);
        QCOMPARE(offered.size(), all);
    }

    void aDeadTokenIsNotCopiedByShortcutEither()
    {
        m_panel->render(signedIn(token(0)), clock());
        const QSignalSpy copied(m_panel.get(), &TokenPanel::copyRequested);
        m_panel->copy(handoff::Format::CurlLine);
        m_panel->confirmRevoke();
        QCOMPARE(copied.count(), 0);
        QVERIFY(!sheet());
    }

    void revokingAsksFirstAndNamesWhatDies()
    {
        const QSignalSpy revoked(m_panel.get(), &TokenPanel::revokeTokenRequested);
        press(u"Revoke token"_s);
        QVERIFY(sheet());
        const QString text = visibleTexts(sheet()).join(u'\n');
        QVERIFY(text.contains(u"maria.lopez"_s) && text.contains(u"acme.thoughtspot.cloud"_s) &&
                text.contains(u"43 min"_s));
        sheet()->findChild<QPushButton *>(u"keep"_s)->click();
        QVERIFY(!sheet());
        QCOMPARE(revoked.count(), 0);

        press(u"Revoke token"_s);
        sheet()->findChild<QPushButton *>(u"confirm"_s)->click();
        QCOMPARE(revoked.count(), 1);
    }

    void aQuestionAboutOneTokenIsNeverAnsweredForAnother()
    {
        const QSignalSpy revoked(m_panel.get(), &TokenPanel::revokeTokenRequested);
        press(u"Revoke token"_s);
        QVERIFY(sheet());
        SignedIn other = signedIn(token(43 * 60'000));
        other.account.userName = u"ana.admin"_s;
        m_panel->render(other, clock());
        QVERIFY(!sheet());
        QCOMPARE(revoked.count(), 0);
    }

    void aNewTokenTakesThePasswordAgain()
    {
        const QSignalSpy wanted(m_panel.get(), &TokenPanel::getTokenRequested);
        press(u"Get token"_s);
        QVERIFY(sheet());
        auto *get = sheet()->findChild<QPushButton *>(u"confirmNewToken"_s);
        get->click();
        QVERIFY(visibleTexts(sheet()).contains(u"Enter the password."_s));
        QCOMPARE(wanted.count(), 0);

        auto *password = sheet()->findChild<QLineEdit *>(u"Password"_s);
        QTest::keyClicks(password, u" not-a-real-password "_s);
        QTest::keyClick(password, Qt::Key_Return);
        QVERIFY(!sheet());
        QCOMPARE(wanted.count(), 1);
        const auto wish = wanted[0][0].value<TokenWish>();
        const auto credentials = wanted[0][1].value<Credentials>();
        TokenWish expected;
        expected.validitySeconds = 3600;
        expected.org = u"1042377815"_s;
        QCOMPARE(wish, expected);
        QCOMPARE(credentials.userName, u"maria.lopez"_s);
        QCOMPARE(credentials.password, SecretBuffer::fromBytes(" not-a-real-password "));
        QVERIFY(credentials.secretKey.isEmpty());
    }

    void inAWrongOrganizationTheNewTokenIsForTheRightOne()
    {
        SignedIn state = signedIn(token(43 * 60'000));
        state.tokenOrg = u"7"_s;
        state.orgMismatch = OrgMismatch{.asked = u"7"_s, .got = {1042377815, u"retail-emea"_s}};
        m_panel->render(state, clock());
        const QSignalSpy wanted(m_panel.get(), &TokenPanel::getTokenRequested);
        m_panel->askForNewToken();
        QTest::keyClicks(sheet()->findChild<QLineEdit *>(u"Password"_s), u"any"_s);
        sheet()->findChild<QPushButton *>(u"confirmNewToken"_s)->click();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].value<TokenWish>().org, u"7"_s);
    }

    void aNewTokenFromTheSessionTakesNoPassword()
    {
        const QSignalSpy wanted(m_panel.get(), &TokenPanel::getTokenRequested);
        m_panel->askForNewToken();
        chooseWay(u"This session"_s);
        QVERIFY(!sheet()->findChild<QLineEdit *>(u"Password"_s)->isEnabled());
        sheet()->findChild<QPushButton *>(u"confirmNewToken"_s)->click();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].value<TokenWish>().source, TokenWish::Source::FromSession);
        QVERIFY(wanted[0][1].value<Credentials>().password.isEmpty());
    }

    void onlyForm20KnowsTokensFromTheSession()
    {
        SignedIn beta = signedIn(token(43 * 60'000));
        beta.account.form = Api::Form::Beta2022;
        m_panel->render(beta, clock());
        QVERIFY(find<QPushButton>(u"Check token"_s)->isEnabled()); // by the session info
        m_panel->askForNewToken();
        QVERIFY(!ways()->isVisible());
    }

    void whatATokenIsAskedForWithGoesByTheSession_data()
    {
        QTest::addColumn<bool>("hasCookies");
        QTest::addColumn<bool>("isByKey");
        QTest::addColumn<SignInMethod>("method");
        QTest::addColumn<QStringList>("offered");
        QTest::addColumn<QString>("first");
        const QString session = u"This session, without a secret"_s;
        QTest::newRow("signed in by password")
            << true << false << SignInMethod::SecretKey << QStringList{u"Password"_s, session}
            << u"Password"_s;
        QTest::newRow("signed in by secret key")
            << false << true << SignInMethod::Password << QStringList{u"Secret key"_s, session}
            << u"Secret key"_s;
        QTest::newRow("a token that was brought along")
            << false << false << SignInMethod::Password
            << QStringList{u"Password"_s, u"Secret key"_s, session} << u"Password"_s;
        QTest::newRow("what the profile signs in by comes first")
            << false << false << SignInMethod::SecretKey
            << QStringList{u"Password"_s, u"Secret key"_s, session} << u"Secret key"_s;
    }

    void whatATokenIsAskedForWithGoesByTheSession()
    {
        QFETCH(const bool, hasCookies);
        QFETCH(const bool, isByKey);
        QFETCH(const SignInMethod, method);
        QFETCH(const QStringList, offered);
        QFETCH(const QString, first);
        Token held = token(43 * 60'000);
        held.isBySecretKey = isByKey;
        SignedIn state = signedIn(held);
        state.hasCookieSession = hasCookies;
        m_panel->render(state, clock());
        m_panel->renderSecrets({method, false, false});
        m_panel->askForNewToken();
        QStringList texts;
        for (int i = 0; i < ways()->count(); ++i)
            texts += ways()->itemText(i);
        QCOMPARE(texts, offered);
        QCOMPARE(ways()->currentText(), first);
        QVERIFY(sheet()->findChild<QLineEdit *>(first));
        // Only full access comes from a session.
        auto *kinds = sheet()->findChild<QComboBox *>(u"tokenKind"_s);
        chooseWay(u"This session"_s);
        kinds->setCurrentIndex(1);
        QCOMPARE(ways()->findText(session()), -1);
        QVERIFY(ways()->currentText() != session());
        kinds->setCurrentIndex(0);
        QVERIFY(ways()->findText(session()) >= 0);
    }

    void aSecretKeyIsSentAsOneAndNeverAsAPassword()
    {
        Token held = token(43 * 60'000);
        held.isBySecretKey = true;
        SignedIn state = signedIn(held);
        state.hasCookieSession = false;
        m_panel->render(state, clock());
        const QSignalSpy wanted(m_panel.get(), &TokenPanel::getTokenRequested);
        m_panel->askForNewToken();
        sheet()->findChild<QPushButton *>(u"confirmNewToken"_s)->click();
        QVERIFY(visibleTexts(sheet()).contains(u"Enter the secret key."_s));
        QTest::keyClicks(sheet()->findChild<QLineEdit *>(u"Secret key"_s), u" not-a-key "_s);
        sheet()->findChild<QPushButton *>(u"confirmNewToken"_s)->click();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][1].value<Credentials>(),
                 (Credentials{u"maria.lopez"_s,
                              {},
                              SecretBuffer::fromBytes("not-a-key"),
                              SignInMethod::SecretKey}));
    }

    void whatIsTypedForOneSecretIsNotSentAsTheOther()
    {
        SignedIn state = signedIn(token(43 * 60'000));
        state.hasCookieSession = false;
        m_panel->render(state, clock());
        m_panel->askForNewToken();
        auto *field = sheet()->findChild<QLineEdit *>(u"Password"_s);
        QTest::keyClicks(field, u"half of a passw"_s);
        chooseWay(u"Secret key"_s);
        QCOMPARE(field->objectName(), u"Secret key"_s);
        QCOMPARE(field->text(), QString());
    }

    void aKeptSecretNeedNotBeTypedAndMayBeTypedOver()
    {
        m_panel->renderSecrets({SignInMethod::Password, true, false});
        const QSignalSpy wanted(m_panel.get(), &TokenPanel::getTokenRequested);
        m_panel->askForNewToken();
        auto *field = sheet()->findChild<QLineEdit *>(u"Password"_s);
        QCOMPARE(field->placeholderText(), u"kept: leave empty to use it"_s);
        sheet()->findChild<QPushButton *>(u"confirmNewToken"_s)->click();
        QCOMPARE(wanted.count(), 1);
        QVERIFY(wanted[0][1].value<Credentials>().password.isEmpty());
        m_panel->askForNewToken();
        QTest::keyClicks(sheet()->findChild<QLineEdit *>(u"Password"_s), u"another"_s);
        sheet()->findChild<QPushButton *>(u"confirmNewToken"_s)->click();
        QCOMPARE(wanted.count(), 2);
        QCOMPARE(wanted[1][1].value<Credentials>().password, SecretBuffer::fromBytes("another"));
    }

    void aRevokeThatCouldNotBeCheckedIsSaid()
    {
        const auto lastCheck = [this] { return find<ElidedLabel>(u"lastCheck"_s)->fullText(); };
        QCOMPARE(lastCheck(), QString()); // nobody has asked
        Token held = token(43 * 60'000);
        held.standing = Token::Standing::Revoked;
        m_panel->render(signedIn(held), clock());
        QCOMPARE(lastCheck(), u"Could not be checked: may work until 14:46"_s);
        held.expiresMs.reset();
        m_panel->render(signedIn(held), clock());
        QCOMPARE(lastCheck(), u"Could not be checked"_s);
    }

    void aLifeOfOnesOwnIsGivenInTheUnitOfOnesChoice()
    {
        const QSignalSpy wanted(m_panel.get(), &TokenPanel::getTokenRequested);
        m_panel->askForNewToken();
        QDialog *builder = sheet();
        auto *validity = builder->findChild<QComboBox *>(u"Token validity"_s);
        validity->setCurrentIndex(validity->findText(u"Custom…"_s));
        Q_EMIT validity->activated(validity->currentIndex());
        auto *own = builder->findChild<QDialog *>(u"validitySheet"_s);
        QVERIFY(own);
        auto *count = own->findChild<QLineEdit *>(u"validityCount"_s);
        auto *unit = own->findChild<QComboBox *>(u"validityUnit"_s);
        QCOMPARE(count->text(), u"1"_s); // hour, as before
        QCOMPARE(unit->currentText(), u"hours"_s);
        auto *use = own->findChild<QPushButton *>(u"useValidity"_s);
        count->setText(u"721"_s); // more than 30 days
        QVERIFY(!use->isEnabled());
        unit->setCurrentText(u"seconds"_s);
        QVERIFY(use->isEnabled());
        count->setText(u"45"_s);
        use->click();
        QCOMPARE(validity->currentText(), u"45 seconds"_s);
        QVERIFY(visibleTexts(builder).join(u' ').contains(u"embeds by cookies"_s));
        QTest::keyClicks(builder->findChild<QLineEdit *>(u"Password"_s), u"any"_s);
        builder->findChild<QPushButton *>(u"confirmNewToken"_s)->click();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].value<TokenWish>().validitySeconds, 45);
    }

    void adviceGoesByTheLifeThatIsChosen_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("words");
        QTest::newRow("1 min") << 60 << u"embeds by cookies"_s;
        QTest::newRow("5 min") << 300 << u"a single call"_s;
        QTest::newRow("19 min") << 1140 << u"work by hand"_s;
        QTest::newRow("20 min") << 1200 << u"embeds without cookies"_s;
        QTest::newRow("30 min") << 1800 << u"embeds without cookies"_s;
        QTest::newRow("1 h") << 3600 << u"work by hand"_s;
        QTest::newRow("8 h") << 28'800 << u"working day"_s;
        QTest::newRow("24 h") << 86'400 << u"whoever finds it"_s;
    }

    void adviceGoesByTheLifeThatIsChosen()
    {
        QFETCH(const int, seconds);
        QFETCH(const QString, words);
        QVERIFY2(tokentext::validityAdvice(seconds).contains(words),
                 qPrintable(tokentext::validityAdvice(seconds)));
    }

    void whileBusyOnlyCancelIsLeft()
    {
        SignedIn busy = signedIn(token(43 * 60'000));
        busy.activity = Activity::CheckingToken;
        m_panel->render(busy, clock());
        for (const QString &name : {u"Get token"_s, u"Check token"_s, u"Revoke token"_s})
            QVERIFY(!find<QPushButton>(name)->isEnabled());
        QTRY_VERIFY(visibleTexts(m_panel.get()).contains(u"Checking the token…"_s));
        m_panel->askForNewToken();
        m_panel->confirmRevoke();
        QVERIFY(!sheet());
        const QSignalSpy cancelled(m_panel.get(), &TokenPanel::cancelRequested);
        press(u"Cancel"_s);
        QCOMPARE(cancelled.count(), 1);
        m_panel->render(signedIn(token(43 * 60'000)), clock());
        QVERIFY(!find<QPushButton>(u"Cancel"_s)->isVisible());
        QVERIFY(find<QPushButton>(u"Check token"_s)->isEnabled());
    }

    void theLastCheckIsSaidInWords()
    {
        Token checked = token(43 * 60'000);
        checked.lastCheck =
            TokenCheck{.accepted = true, .atMs = m_now, .expiresMs = {}, .orgId = {}};
        m_panel->render(signedIn(checked), clock());
        QVERIFY(visibleTexts(m_panel.get()).contains(u"Checked 14:03, accepted by the server"_s));
        checked.lastCheck->accepted = false;
        m_panel->render(signedIn(checked), clock());
        QVERIFY(visibleTexts(m_panel.get()).contains(u"Checked 14:03, no longer accepted"_s));
    }

    void aFailureIsSaidInTheCardUntilTheNextVerb()
    {
        auto *banner = m_panel->findChild<Banner *>();
        SignedIn state = signedIn(token(43 * 60'000));
        state.activity = Activity::RevokingToken;
        m_panel->render(state, clock());
        state.activity = Activity::Idle;
        state.lastError = ApiError{};
        state.lastError->kind = ApiError::Kind::Timeout;
        m_panel->render(state, clock());
        QVERIFY(banner->isVisible());
        QVERIFY(visibleTexts(banner).contains(u"The server did not answer in time."_s));
        state.activity = Activity::CheckingToken;
        m_panel->render(state, clock());
        QVERIFY(!banner->isVisible());
    }

    void aFailedRefreshIsNotTheTokensAffair()
    {
        SignedIn state = signedIn(token(43 * 60'000));
        state.activity = Activity::RefreshingInfo;
        m_panel->render(state, clock());
        state.activity = Activity::Idle;
        state.infoIsStale = true;
        state.lastError = ApiError{};
        m_panel->render(state, clock());
        QVERIFY(!m_panel->findChild<Banner *>()->isVisible());
    }

    void anotherOrgThanAskedForIsToldHereAndAFailedChangeIsNot_data()
    {
        QTest::addColumn<Activity>("activity");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("the change failed") << Activity::SwitchingOrg << false;
        QTest::newRow("a refresh shows it") << Activity::RefreshingInfo << true;
    }
    void anotherOrgThanAskedForIsToldHereAndAFailedChangeIsNot()
    {
        QFETCH(Activity, activity);
        QFETCH(bool, isTold);
        SignedIn state = signedIn(token(43 * 60'000));
        state.info = SessionInfo{}; // whole and fresh: the session card has nothing to complain of
        state.activity = activity;
        m_panel->render(state, clock());
        state.activity = Activity::Idle;
        state.lastError = ApiError{};
        m_panel->render(state, clock());
        QCOMPARE(m_panel->findChild<Banner *>()->isVisible(), isTold);
    }

    void theUsabilityOfTheTokenIsToldWhenItChanges()
    {
        QSignalSpy changed(m_panel.get(), &TokenPanel::usabilityChanged);
        QVERIFY(m_panel->hasUsableToken());
        m_panel->render(signedIn(token(300)), clock());
        QCOMPARE(changed.count(), 0);
        m_now += 301;
        QVERIFY(changed.wait()); // by the clock alone
        QVERIFY(!m_panel->hasUsableToken());
        m_panel->render(signedIn(token(43 * 60'000)), clock());
        QCOMPARE(changed.count(), 2);
        QVERIFY(m_panel->hasUsableToken());
    }

    void withoutATokenTheCardSaysWhatOneIsFor()
    {
        m_panel->render(signedIn({}), clock());
        QCOMPARE(pill(), u"No token"_s);
        QVERIFY(visibleTexts(m_panel.get()).join(u' ').contains(u"A token lets a script"_s));
        QVERIFY(!find<QWidget>(u"Token"_s)->isVisible());
        QVERIFY(!find<QWidget>(u"Revoke token"_s)->isVisible());
        QVERIFY(find<QWidget>(u"Get token"_s)->isVisible());
        press(u"Get token"_s);
        QVERIFY(sheet());
    }

    void forgettingLeavesNothingOfTheToken()
    {
        press(u"Reveal token"_s);
        m_panel->askForNewToken();
        m_panel->forget();
        QVERIFY(!sheet());
        QVERIFY(!find<TokenField>(u"Token"_s)->text().contains(u"bWF"_s));
        QCOMPARE(pill(), u"No token"_s);
    }

    void wordsOfTheServerAreShownLiterally()
    {
        Token hostile = token(43 * 60'000);
        hostile.owner = u"<img src=file:///etc/hosts>"_s;
        hostile.orgName = u"A & B<a href=x>y</a>\u202e"_s + QString(100'000, QChar(0x301));
        hostile.scope = u"<b>ALL</b>"_s;
        m_panel->render(signedIn(hostile), clock());
        for (const QLabel *label : m_panel->findChildren<QLabel *>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QCOMPARE_LT(label->text().size(), 1000);
            QVERIFY(!label->text().contains(QChar(0x202e)));
        }
        QCOMPARE(m_panel->findChildren<FactLabel *>().constFirst()->value(), hostile.owner);
        m_panel->confirmRevoke();
        QVERIFY(visibleTexts(sheet()).join(u' ').contains(u"<img src=file:///etc/hosts>"_s));
        for (const QLabel *label : sheet()->findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }
};

QTEST_MAIN(TestTokenPanel)
#include "tst_tokenpanel.moc"
