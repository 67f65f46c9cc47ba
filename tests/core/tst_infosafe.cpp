#include "core/session/infosafe.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_InfoSafe final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsTakenComesBackWhole();
    void whatHasNothingToTakeIsLeftAlone();
    void otherInfoThatCameMeanwhileStays();
    void itGoesWithTheSession();

private:
    [[nodiscard]] static SessionState session(qint64 fetchedMs = 1)
    {
        SignedIn in;
        in.info.emplace();
        in.info->userName = u"maria.lopez"_s;
        in.info->json = {{u"authToken"_s, u"m\u00e4ria"_s},
                         {u"count"_s, qint64(9007199254740993)},
                         {u"share"_s, 0.1},
                         {u"none"_s, QJsonValue()}};
        in.info->fetchedMs = fetchedMs;
        return in;
    }
};

void tst_InfoSafe::whatIsTakenComesBackWhole()
{
    InfoSafe safe;
    SessionState state = session();
    QVERIFY(safe.take(state));
    const SessionInfo &without = *std::get<SignedIn>(state).info;
    QCOMPARE(without.json, QJsonObject());
    QCOMPARE(without.userName, u"maria.lopez"_s);
    QVERIFY(!safe.take(state)); // locked twice
    QVERIFY(safe.giveBack(state));
    QVERIFY(state == session());
    QVERIFY(!safe.giveBack(state));
}

void tst_InfoSafe::whatHasNothingToTakeIsLeftAlone()
{
    InfoSafe safe;
    for (SessionState state :
         {SessionState(SignedOut()), SessionState(SigningIn()), SessionState(SignedIn())}) {
        const SessionState before = state;
        QVERIFY(!safe.take(state));
        QVERIFY(!safe.giveBack(state));
        QVERIFY(state == before);
    }
}

void tst_InfoSafe::otherInfoThatCameMeanwhileStays()
{
    InfoSafe safe;
    SessionState state = session();
    QVERIFY(safe.take(state));
    SessionState later = session(2);
    std::get<SignedIn>(later).info->json = {};
    QVERIFY(!safe.giveBack(later));
    QVERIFY(!safe.giveBack(state)); // nothing is kept for nobody
}

void tst_InfoSafe::itGoesWithTheSession()
{
    InfoSafe safe;
    SessionState state = session();
    QVERIFY(safe.take(state));
    safe.follow(state);
    safe.follow(SignedOut());
    QVERIFY(!safe.giveBack(state));
}

QTEST_APPLESS_MAIN(tst_InfoSafe)
#include "tst_infosafe.moc"
