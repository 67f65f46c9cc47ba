#include "core/session/sessionstate.h"
#include "core/storage/profile.h"
#include "tests/ui/stubbornsystem.h"
#include "ui/mainwindow/handout.h"
#include "ui/support/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

static QClipboard *clipboard()
{
    return QGuiApplication::clipboard();
}

static SecretBuffer secret()
{
    return SecretBuffer::fromBytes("bWFyaWEtdG9rZW4=");
}

//! What another program gets to see; only where there is one display for both.
class OtherProgram final
{
public:
    [[nodiscard]] static bool isThere()
    {
        return QGuiApplication::platformName() == "xcb"_L1 &&
               !QStandardPaths::findExecutable(u"xclip"_s).isEmpty();
    }
    [[nodiscard]] static QByteArray reads(const QString &selection, const QString &target)
    {
        QProcess xclip;
        xclip.start(u"xclip"_s, {u"-o"_s, u"-selection"_s, selection, u"-t"_s, target});
        // We are the one who answers it: the event loop has to run meanwhile.
        static_cast<void>(
            QTest::qWaitFor([&] { return xclip.state() == QProcess::NotRunning; }, 5000));
        return xclip.readAllStandardOutput();
    }
    //! It keeps the clipboard until somebody else takes it.
    static void copies(const QByteArray &text)
    {
        QProcess xclip;
        xclip.start(u"xclip"_s, {u"-i"_s, u"-selection"_s, u"clipboard"_s});
        xclip.write(text);
        xclip.closeWriteChannel();
        static_cast<void>(
            QTest::qWaitFor([&] { return xclip.state() == QProcess::NotRunning; }, 5000));
    }
};

static QList<int> seconds(const QSignalSpy &spy)
{
    QList<int> all;
    for (const QList<QVariant> &arguments : spy)
        all += arguments.constFirst().toInt();
    return all;
}

class TestSecretClipboard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        clipboard()->clear();
    }

    void aCopiedSecretCarriesTheMarkThatKeepsManagersAway()
    {
        SecretClipboard secrets;
        secrets.copy(secret());
        QCOMPARE(clipboard()->text(), u"bWFyaWEtdG9rZW4="_s);
        QCOMPARE(clipboard()->mimeData()->data(u"x-kde-passwordManagerHint"_s), "secret"_ba);
        QCOMPARE(clipboard()->mimeData()->data(u"text/plain;charset=utf-8"_s),
                 "bWFyaWEtdG9rZW4="_ba);
        QVERIFY(!clipboard()->mimeData()->hasHtml());
    }

    void aSecretLeavesWhenItsTimeIsUp()
    {
        SecretClipboard secrets(80);
        const QSignalSpy remaining(&secrets, &SecretClipboard::remainingChanged);
        const QSignalSpy failed(&secrets, &SecretClipboard::couldNotClear);
        secrets.copy(secret());
        QVERIFY(secrets.holdsSecret());
        QCOMPARE(secrets.remainingSeconds(), 1);
        QTRY_VERIFY(!secrets.holdsSecret());
        QCOMPARE(clipboard()->text(), QString());
        QCOMPARE(secrets.remainingSeconds(), 0);
        QCOMPARE(seconds(remaining), (QList<int>{1, 0}));
        QCOMPARE(failed.count(), 0);
    }

    void theCountdownGoesSecondBySecond()
    {
        SecretClipboard secrets(2050);
        const QSignalSpy remaining(&secrets, &SecretClipboard::remainingChanged);
        secrets.copy(secret());
        QTRY_COMPARE_WITH_TIMEOUT(seconds(remaining), (QList<int>{3, 2, 1, 0}), 4000);
        QCOMPARE(clipboard()->text(), QString());
    }

    void whatSomebodyElseCopiedIsLeftAlone()
    {
        SecretClipboard secrets(60);
        const QSignalSpy remaining(&secrets, &SecretClipboard::remainingChanged);
        secrets.copy(secret());
        clipboard()->setText(u"a shopping list"_s);
        QTRY_COMPARE(seconds(remaining), (QList<int>{1, 0}));
        QVERIFY(!secrets.holdsSecret());
        secrets.clear();
        QCOMPARE(clipboard()->text(), u"a shopping list"_s);
    }

    void theSameTextCopiedBySomebodyElseIsLeftAlone()
    {
        SecretClipboard secrets(60);
        secrets.copy(secret());
        clipboard()->setText(secret().toText());
        secrets.clear();
        QCOMPARE(clipboard()->text(), secret().toText());
    }

    void whatTookItsPlaceIsLeftAloneWhileTheOldOneStillExists()
    {
        StubbornSystem system;
        system.letsGo = true;
        SecretClipboard secrets(60'000, nullptr, system.access());
        secrets.copy(secret());
        const std::unique_ptr<QMimeData> ours = std::move(system.content);
        system.content = std::make_unique<QMimeData>();
        QVERIFY(!secrets.holdsSecret());
        secrets.clear();
        QVERIFY(system.content);
    }

    void clearingTakesItAwayAtOnce()
    {
        SecretClipboard secrets;
        const QSignalSpy remaining(&secrets, &SecretClipboard::remainingChanged);
        secrets.copy(secret());
        secrets.clear();
        QCOMPARE(clipboard()->text(), QString());
        QCOMPARE(seconds(remaining), (QList<int>{20, 0}));
        secrets.clear();
        QCOMPARE(remaining.count(), 2);
    }

    void aSecondCopyStartsTheTimeAnew()
    {
        SecretClipboard secrets;
        const QSignalSpy remaining(&secrets, &SecretClipboard::remainingChanged);
        secrets.copy(secret());
        secrets.copy(SecretBuffer::fromBytes("another"));
        QCOMPARE(clipboard()->text(), u"another"_s);
        QCOMPARE(seconds(remaining), (QList<int>{20, 20}));
    }

    void anotherTimeHoldsForWhatIsThereToo()
    {
        SecretClipboard secrets(20'000);
        const QSignalSpy remaining(&secrets, &SecretClipboard::remainingChanged);
        secrets.setDurationSeconds(60);
        secrets.copy(secret());
        secrets.setDurationSeconds(5);
        QCOMPARE(secrets.remainingSeconds(), 5);
        secrets.setDurationSeconds(120);
        QCOMPARE(secrets.remainingSeconds(), 120);
        QCOMPARE(seconds(remaining), (QList<int>{60, 5, 120}));
        QCOMPARE(clipboard()->text(), secret().toText());
    }

    void theTimeStaysBetweenFiveSecondsAndTwoMinutes()
    {
        SecretClipboard secrets;
        secrets.setDurationSeconds(1);
        secrets.copy(secret());
        QCOMPARE(secrets.remainingSeconds(), 5);
        secrets.setDurationSeconds(100'000);
        secrets.copy(secret());
        QCOMPARE(secrets.remainingSeconds(), 120);
    }

    void nothingIsLeftBehindAtTheEnd()
    {
        {
            SecretClipboard secrets;
            secrets.copy(secret());
        }
        QCOMPARE(clipboard()->text(), QString());

        SecretClipboard secrets;
        secrets.copy(secret());
        QVERIFY(QMetaObject::invokeMethod(qApp, "aboutToQuit", Qt::DirectConnection));
        QCOMPARE(clipboard()->text(), QString());
    }

    void anEmptySecretLeavesTheClipboardAlone()
    {
        clipboard()->setText(u"a shopping list"_s);
        SecretClipboard secrets;
        secrets.copy({});
        QCOMPARE(clipboard()->text(), u"a shopping list"_s);
    }

    void aTokenOfAWrongOrganizationIsNotCopiedUntilThatIsAccepted()
    {
        SecretClipboard secrets;
        Handout handout(secrets);
        SignedIn session;
        session.token = Token();
        session.token->value = secret();
        session.orgMismatch = OrgMismatch{};
        handout.copyToken({}, session, handoff::Format::Token);
        QVERIFY(!secrets.holdsSecret());
        session.orgMismatch->isAccepted = true;
        handout.copyToken({}, session, handoff::Format::Token);
        QVERIFY(secrets.holdsSecret());
    }

    void whatTheSystemDoesNotLetGoOfIsEmptyAndSaid()
    {
        StubbornSystem system;
        SecretClipboard secrets(60, nullptr, system.access());
        Handout handout(secrets);
        const QSignalSpy failed(&secrets, &SecretClipboard::couldNotClear);
        const QSignalSpy told(&handout, &Handout::told);
        secrets.copy(secret());
        QCOMPARE(system.content->text(), u"bWFyaWEtdG9rZW4="_s);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!secrets.holdsSecret());
        QCOMPARE(system.content->text(), QString());
        QCOMPARE(system.content->data(u"text/plain;charset=utf-8"_s), QByteArray());
        QCOMPARE(told.count(), 1);
        QVERIFY(told.first().first().toString().startsWith(
            u"The clipboard's entry is empty, but the system holds on to it."_s));

        Q_EMIT qGuiApp->focusWindowChanged(nullptr);
        QVERIFY(system.content); // still not
        system.letsGo = true;
        Q_EMIT qGuiApp->focusWindowChanged(nullptr);
        QVERIFY(!system.content);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(told.count(), 2);
        QCOMPARE(told.last().first().toString(), u"The clipboard is cleared now."_s);
    }

    void whatTheSystemHoldsOnToIsNotForgottenWithAnotherClearing()
    {
        StubbornSystem system;
        SecretClipboard secrets(20'000, nullptr, system.access());
        const QSignalSpy failed(&secrets, &SecretClipboard::couldNotClear);
        const QSignalSpy cleared(&secrets, &SecretClipboard::clearedAfterAll);
        secrets.copy(secret());
        secrets.clear();
        secrets.clear(); // a lock, say
        QCOMPARE(failed.count(), 2);
        system.letsGo = true;
        Q_EMIT qGuiApp->focusWindowChanged(nullptr);
        QVERIFY(!system.content);
        QCOMPARE(cleared.count(), 1);

        system.letsGo = false;
        secrets.copy(secret());
        secrets.clear();
        system.letsGo = true;
        secrets.clear(); // this way as well
        QVERIFY(!system.content);
        QCOMPARE(cleared.count(), 2);
        secrets.clear();
        QCOMPARE(cleared.count(), 2);
    }

    void whatTheSystemHoldsOnToGivesWayToTheNextCopy()
    {
        StubbornSystem system;
        SecretClipboard secrets(20'000, nullptr, system.access());
        secrets.copy(secret());
        secrets.clear();
        secrets.copy(SecretBuffer::fromBytes("another"));
        QVERIFY(secrets.holdsSecret());
        QCOMPARE(system.content->text(), u"another"_s);
        Q_EMIT qGuiApp->focusWindowChanged(nullptr);
        QVERIFY(secrets.holdsSecret());
    }

    void anotherProgramSeesTheMarkAndThenNothing()
    {
        if (!OtherProgram::isThere())
            QSKIP("needs an X server and xclip");
        SecretClipboard secrets(1500);
        secrets.copy(secret());
        const auto copied = TimeSource::system().elapsedMs();
        const QByteArray targets = OtherProgram::reads(u"clipboard"_s, u"TARGETS"_s);
        QVERIFY2(targets.contains("x-kde-passwordManagerHint"), targets.constData());
        QCOMPARE(OtherProgram::reads(u"clipboard"_s, u"x-kde-passwordManagerHint"_s), "secret"_ba);
        QCOMPARE(OtherProgram::reads(u"clipboard"_s, u"UTF8_STRING"_s), "bWFyaWEtdG9rZW4="_ba);
        QCOMPARE(OtherProgram::reads(u"primary"_s, u"UTF8_STRING"_s), QByteArray());
        QTRY_VERIFY(!secrets.holdsSecret());
        QCOMPARE(OtherProgram::reads(u"clipboard"_s, u"UTF8_STRING"_s), QByteArray());
        const auto elapsed = TimeSource::system().elapsedMs() - copied;
        QVERIFY2(elapsed < 2000, qPrintable(QString::number(elapsed))); // half a second at most
    }

    void whatAnotherProgramCopiedStays()
    {
        if (!OtherProgram::isThere())
            QSKIP("needs an X server and xclip");
        SecretClipboard secrets(300);
        const QSignalSpy remaining(&secrets, &SecretClipboard::remainingChanged);
        secrets.copy(secret());
        OtherProgram::copies("a shopping list");
        QTRY_COMPARE(seconds(remaining), (QList<int>{1, 0}));
        QVERIFY(!secrets.holdsSecret());
        secrets.clear();
        QCOMPARE(OtherProgram::reads(u"clipboard"_s, u"UTF8_STRING"_s), "a shopping list"_ba);
        clipboard()->setText(u"ours"_s); // ends the other one
    }

    void theSelectionOfTheMouseNeverGetsIt()
    {
        if (!clipboard()->supportsSelection())
            QSKIP("there is no PRIMARY selection on this platform");
        clipboard()->setText(u"selected by mouse"_s, QClipboard::Selection);
        SecretClipboard secrets(60);
        secrets.copy(secret());
        QCOMPARE(clipboard()->text(QClipboard::Selection), u"selected by mouse"_s);
        QTRY_VERIFY(!secrets.holdsSecret());
        QCOMPARE(clipboard()->text(QClipboard::Selection), u"selected by mouse"_s);
    }
};

QTEST_MAIN(TestSecretClipboard)
#include "tst_secretclipboard.moc"
