#include "ui/support/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

static QClipboard *clipboard()
{
    return QGuiApplication::clipboard();
}

static SecretBuffer secret()
{
    return SecretBuffer::fromBytes("bWFyaWEtdG9rZW4=");
}

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
        secrets.setDurationSeconds(30);
        secrets.copy(SecretBuffer::fromBytes("another"));
        QCOMPARE(clipboard()->text(), u"another"_s);
        QCOMPARE(seconds(remaining), (QList<int>{20, 30}));
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
