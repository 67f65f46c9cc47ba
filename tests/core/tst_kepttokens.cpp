#include "core/storage/kepttokens.h"
#include "core/storage/storedtoken.h"
#include "tests/core/vaultfixture.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

struct OtherProgram;

//! Several tokens of one profile, side by side in a vault.
class tst_KeptTokens final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void oneForEachOrgIsKept();
    void whatAnEarlierBuildKeptIsRead();
    void whatHasExpiredGoes();
    void theOldestGoWhereThereIsNoRoom();
    void oneIsForgottenAndTheOthersStay();
    void aShutVaultForgetsNothing();
    void twoProgramsKeepInTheSameMoment();
    void whatOneProgramForgetsTheOtherDoesNotBringBack_data();
    void whatOneProgramForgetsTheOtherDoesNotBringBack();
    void forgettingTheLastOneLeavesWhatTheOtherProgramKeeps();
    void severalChangesInARowAreLaidOverTheOtherProgram();
    void whatWasPutBackIsNotTakenUpWithTheRest();
    void whatIsBoundToAnotherProfileByNowStays();
    void anOrgIsFoundByNumberAndName_data();
    void anOrgIsFoundByNumberAndName();
    void theProfilesOwnIsNeverSurelyAnother_data();
    void theProfilesOwnIsNeverSurelyAnother();
    void whatWasAskedForOneOrgIsForNoOther();

private:
    [[nodiscard]] QStringList kept() const;
    void keep(const Token &token);
    //! One that has seen the first token kept, and not the second; null if it did not come to that.
    [[nodiscard]] std::unique_ptr<OtherProgram> programBehind();
    //! What is there for a program that starts now.
    [[nodiscard]] QStringList keptAfterwards();

    std::unique_ptr<VaultFixture> m;
    QUuid m_id;
};

static constexpr qint64 now = 1'786'540'000'000;

static Token token(const QByteArray &value, std::optional<qint64> org, const QString &name = {})
{
    Token token;
    token.value = SecretBuffer::fromBytes(value);
    token.orgId = org;
    token.orgName = name;
    token.expiresMs = now + 3'600'000;
    return token;
}

//! Another program on the same settings, which has read them and does not look again.
struct OtherProgram
{
    explicit OtherProgram(VaultFixture &fixture)
        : store(fixture.path())
        , vault(store, fixture.options())
    {
        store.load(ProfileStore::Others::LeftAlone);
        vault.unlock();
    }
    [[nodiscard]] bool isOpen() const
    {
        return QTest::qWaitFor([this] { return vault.status().state == VaultStatus::State::Open; });
    }
    [[nodiscard]] bool isSaved() const
    {
        return QTest::qWaitFor([this] { return store.isSaved(); });
    }

    ProfileStore store;
    Vault vault;
};

std::unique_ptr<OtherProgram> tst_KeptTokens::programBehind()
{
    const auto isSaved = [this] { return m->store->isSaved(); };
    keep(token("first", 0));
    if (!QTest::qWaitFor(isSaved))
        return nullptr;
    auto other = std::make_unique<OtherProgram>(*m);
    if (!other->isOpen())
        return nullptr;
    keep(token("second", 7));
    return QTest::qWaitFor(isSaved) ? std::move(other) : nullptr;
}

void tst_KeptTokens::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m = std::make_unique<VaultFixture>();
    Profile profile;
    profile.name = u"work"_s;
    profile.origin = u"https://acme.example"_s;
    profile.userName = u"ann"_s;
    m_id = m->store->save(profile);
    m->vault->choose(KeyPlace::Keychain);
    QTRY_COMPARE(m->state(), VaultStatus::State::Open);
}

QStringList tst_KeptTokens::kept() const
{
    QStringList values;
    const auto tokens = KeptTokens::all(*m->vault, m_id);
    for (const Token &one : tokens ? *tokens : QList<Token>())
        values += one.value.toText();
    return values;
}

void tst_KeptTokens::keep(const Token &token)
{
    QVERIFY(KeptTokens::keep(*m->vault, m_id, token, now));
}

QStringList tst_KeptTokens::keptAfterwards()
{
    m->restart();
    return m->unlock() ? kept() : QStringList{u"shut"_s};
}

void tst_KeptTokens::oneForEachOrgIsKept()
{
    keep(token("first", 0));
    keep(token("second", 7));
    keep(token("third", {}));
    QCOMPARE(kept(), (QStringList{u"third"_s, u"second"_s, u"first"_s}));
    keep(token("newer", 7));
    QCOMPARE(kept(), (QStringList{u"newer"_s, u"third"_s, u"first"_s}));
    keep(token("first", 9)); // the same one, of which more is known now
    QCOMPARE(kept(), (QStringList{u"first"_s, u"newer"_s, u"third"_s}));
    m->restart();
    m->vault->unlock();
    QTRY_COMPARE(kept().size(), 3);
}

void tst_KeptTokens::whatAnEarlierBuildKeptIsRead()
{
    const Token old = token("old", 7);
    QVERIFY(m->vault->remember(m_id, SecretField::Token, StoredToken::toSecret(old)));
    QCOMPARE(*KeptTokens::all(*m->vault, m_id), QList<Token>{old});
    // And the other way round, as long as there is one only.
    keep(token("new", 7));
    const auto secret = m->vault->recall(m_id, SecretField::Token);
    QCOMPARE(StoredToken::fromSecret(*secret)->value.toText(), u"new"_s);

    QVERIFY(m->vault->remember(m_id, SecretField::Token, SecretBuffer::fromBytes("token 2\n")));
    QCOMPARE(KeptTokens::all(*m->vault, m_id).error().kind, VaultFault::Kind::NotSealed);
    keep(token("again", 7));
    QCOMPARE(kept(), QStringList{u"again"_s});
}

void tst_KeptTokens::whatHasExpiredGoes()
{
    Token dead = token("dead", 1);
    dead.expiresMs = now;
    Token endless = token("endless", 2);
    endless.expiresMs.reset();
    keep(dead);
    keep(endless);
    QCOMPARE(kept(), QStringList{u"endless"_s});
    keep(dead); // what was just kept is kept
    QCOMPARE(kept(), (QStringList{u"dead"_s, u"endless"_s}));
}

void tst_KeptTokens::theOldestGoWhereThereIsNoRoom()
{
    for (int org = 0; org < 4; ++org)
        keep(token(QByteArray(12'000, char('a' + org)), org));
    const auto tokens = KeptTokens::all(*m->vault, m_id);
    QCOMPARE(tokens->size(), 2);
    QCOMPARE(tokens->at(0).orgId, std::optional<qint64>(3));
    QCOMPARE(tokens->at(1).orgId, std::optional<qint64>(2));
}

void tst_KeptTokens::oneIsForgottenAndTheOthersStay()
{
    keep(token("first", 0));
    keep(token("second", 7));
    KeptTokens::forget(*m->vault, m_id, token("stranger", 0).fingerprint());
    QCOMPARE(kept(), (QStringList{u"second"_s, u"first"_s}));
    KeptTokens::forget(*m->vault, m_id, token("first", 0).fingerprint());
    QCOMPARE(kept(), QStringList{u"second"_s});
    KeptTokens::forget(*m->vault, m_id, token("second", 7).fingerprint());
    QCOMPARE(m->vault->storedFields(m_id), QList<SecretField>());
}

void tst_KeptTokens::aShutVaultForgetsNothing()
{
    keep(token("first", 0));
    keep(token("second", 7));
    m->vault->lock();
    KeptTokens::forget(*m->vault, m_id, token("first", 0).fingerprint());
    m->vault->unlock();
    QTRY_COMPARE(kept(), (QStringList{u"second"_s, u"first"_s}));
}

void tst_KeptTokens::twoProgramsKeepInTheSameMoment()
{
    keep(token("first", 0));
    keep(token("second", 7));
    QTRY_VERIFY(m->store->isSaved());
    OtherProgram other(*m);
    QVERIFY(other.isOpen());
    keep(token("third", 8));
    QTRY_VERIFY(m->store->isSaved());
    // It has not seen the third yet.
    QVERIFY(KeptTokens::keep(other.vault, m_id, token("newer", 7), now));
    QVERIFY(other.isSaved());
    QCOMPARE(KeptTokens::all(other.vault, m_id)->size(), 3);
    QTRY_COMPARE(kept(), (QStringList{u"newer"_s, u"third"_s, u"first"_s}));
    QCOMPARE(keptAfterwards(), (QStringList{u"newer"_s, u"third"_s, u"first"_s}));
}

void tst_KeptTokens::whatOneProgramForgetsTheOtherDoesNotBringBack_data()
{
    QTest::addColumn<bool>("isAll");
    QTest::addColumn<QStringList>("left");
    QTest::newRow("one") << false << QStringList{u"third"_s, u"second"_s};
    QTest::newRow("all") << true << QStringList{u"third"_s};
}

void tst_KeptTokens::whatOneProgramForgetsTheOtherDoesNotBringBack()
{
    QFETCH(const bool, isAll);
    QFETCH(const QStringList, left);
    keep(token("first", 0));
    keep(token("second", 7));
    QTRY_VERIFY(m->store->isSaved());
    OtherProgram other(*m);
    QVERIFY(other.isOpen());
    KeptTokens::forget(*m->vault, m_id, token("first", 0).fingerprint());
    if (isAll)
        m->vault->forget(m_id, SecretField::Token);
    QTRY_VERIFY(m->store->isSaved());
    QVERIFY(KeptTokens::keep(other.vault, m_id, token("third", 8), now));
    QVERIFY(other.isSaved());
    QCOMPARE(keptAfterwards(), left);
}

void tst_KeptTokens::forgettingTheLastOneLeavesWhatTheOtherProgramKeeps()
{
    const auto other = programBehind();
    QVERIFY(other);
    KeptTokens::forget(other->vault, m_id, token("first", 0).fingerprint());
    QVERIFY(other->isSaved());
    QCOMPARE(keptAfterwards(), QStringList{u"second"_s});
}

void tst_KeptTokens::severalChangesInARowAreLaidOverTheOtherProgram()
{
    const auto other = programBehind();
    QVERIFY(other);
    // In one write, and then one more.
    QVERIFY(KeptTokens::keep(other->vault, m_id, token("third", 8), now));
    QVERIFY(KeptTokens::keep(other->vault, m_id, token("fourth", 9), now));
    KeptTokens::forget(other->vault, m_id, token("first", 0).fingerprint());
    QVERIFY(other->isSaved());
    QVERIFY(KeptTokens::keep(other->vault, m_id, token("fifth", 10), now));
    QVERIFY(other->isSaved());
    QCOMPARE(keptAfterwards(), (QStringList{u"fifth"_s, u"fourth"_s, u"third"_s, u"second"_s}));
}

void tst_KeptTokens::whatWasPutBackIsNotTakenUpWithTheRest()
{
    keep(token("forgotten", 0));
    QTRY_VERIFY(m->store->isSaved());
    const SealedTexts old = m->store->sealedTexts(m_id);
    KeptTokens::forget(*m->vault, m_id, token("forgotten", 0).fingerprint());
    keep(token("second", 7));
    QTRY_VERIFY(m->store->isSaved());
    OtherProgram other(*m);
    QVERIFY(other.isOpen());
    m->store->setSealedTexts(m_id, old); // by somebody without the key
    QTRY_VERIFY(m->store->isSaved());
    QVERIFY(KeptTokens::keep(other.vault, m_id, token("third", 8), now));
    QVERIFY(other.isSaved());
    QCOMPARE(keptAfterwards(), QStringList{u"third"_s});
}

void tst_KeptTokens::whatIsBoundToAnotherProfileByNowStays()
{
    keep(token("first", 0));
    QTRY_VERIFY(m->store->isSaved());
    OtherProgram other(*m);
    QVERIFY(other.isOpen());
    Profile moved = *m->store->profile(m_id);
    moved.origin = u"https://elsewhere.example"_s;
    QVERIFY(m->vault->reseal(moved));
    QTRY_VERIFY(m->store->isSaved());
    QVERIFY(KeptTokens::keep(other.vault, m_id, token("for acme", 7), now));
    QVERIFY(other.isSaved());
    QCOMPARE(keptAfterwards(), QStringList{u"first"_s});
}

void tst_KeptTokens::anOrgIsFoundByNumberAndName_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("found");
    QTest::newRow("none asked for") << QString() << u"untold"_s;
    QTest::newRow("by number") << u"7"_s << u"seven"_s;
    QTest::newRow("a negative number") << u"-1"_s << u"all"_s;
    QTest::newRow("by a name that the profile knows") << u"retail-emea"_s << u"seven"_s;
    QTest::newRow("by a name that the token has") << u"All Orgs"_s << u"all"_s;
    QTest::newRow("in other letter case") << u"RETAIL-emea"_s << u"seven"_s;
    QTest::newRow("a number that is not there") << u"8"_s << QString();
    QTest::newRow("a name that is not there") << u"nowhere"_s << QString();
}

void tst_KeptTokens::anOrgIsFoundByNumberAndName()
{
    QFETCH(const QString, asked);
    QFETCH(const QString, found);
    const QList<Token> tokens{token("untold", {}), token("seven", 7),
                              token("all", -1, u"All Orgs"_s)};
    const auto one = KeptTokens::find(tokens, asked, {{7, u"retail-emea"_s}, {8, u"other"_s}});
    QCOMPARE(one ? one->value.toText() : QString(), found);
}

void tst_KeptTokens::theProfilesOwnIsNeverSurelyAnother_data()
{
    QTest::addColumn<QString>("org");
    QTest::addColumn<QString>("found");
    QTest::newRow("surely its own") << u"7"_s << u"seven"_s;
    QTest::newRow("of which the cluster told nothing") << u"9"_s << u"untold"_s;
    QTest::newRow("a name that nobody knows") << u"nowhere"_s << u"untold"_s;
    QTest::newRow("none") << QString() << u"seven"_s;
}

void tst_KeptTokens::theProfilesOwnIsNeverSurelyAnother()
{
    QFETCH(const QString, org);
    QFETCH(const QString, found);
    Profile profile;
    profile.org = org;
    profile.knownOrgs = {{8, u"other"_s}};
    const QList<Token> tokens{token("seven", 7), token("untold", {})};
    const auto one = KeptTokens::findOwn(tokens, profile);
    QCOMPARE(one ? one->value.toText() : QString(), found);
    profile.org = u"other"_s;
    QVERIFY(!KeptTokens::findOwn({token("seven", 7)}, profile));
    profile.org = u"nowhere"_s;
    QVERIFY(!KeptTokens::findOwn({token("seven", 7)}, profile));
}

void tst_KeptTokens::whatWasAskedForOneOrgIsForNoOther()
{
    const QList<Org> known{{7, u"retail-emea"_s}};
    const auto kept = [&](const Token &made, const QString &asked) {
        const Token token = KeptTokens::asAskedFor(made, asked, known);
        return std::pair(token.orgId, token.orgName);
    };
    using Kept = std::pair<std::optional<qint64>, QString>;
    QCOMPARE(kept(token("a", {}), {}), Kept({}, {}));
    QCOMPARE(kept(token("a", {}), u"9"_s), Kept(9, {}));
    QCOMPARE(kept(token("a", {}), u"Retail-EMEA"_s), Kept(7, u"retail-emea"_s));
    QCOMPARE(kept(token("a", {}), u"nowhere"_s), Kept({}, u"nowhere"_s));
    QCOMPARE(kept(token("a", 7), u"7"_s), Kept(7, u"retail-emea"_s));
    QCOMPARE(kept(token("a", 3), u"nowhere"_s), Kept(3, u"nowhere"_s));
    QCOMPARE(kept(token("a", 3, u"three"_s), u"7"_s), Kept(3, u"three"_s));

    keep(KeptTokens::asAskedFor(token("named", {}), u"nowhere"_s, known));
    keep(token("untold", {}));
    const auto tokens = KeptTokens::all(*m->vault, m_id);
    QCOMPARE(tokens->size(), 2);
    QCOMPARE(KeptTokens::find(*tokens, u"Nowhere"_s, known)->value.toText(), u"named"_s);
    QVERIFY(!KeptTokens::find(*tokens, u"9"_s, known));
    Profile profile;
    profile.org = u"9"_s;
    QCOMPARE(KeptTokens::findOwn(*tokens, profile)->value.toText(), u"untold"_s);
    QVERIFY(!KeptTokens::findOwn({tokens->last()}, profile));
    keep(KeptTokens::asAskedFor(token("newer", {}), u"nowhere"_s, known));
    QCOMPARE(this->kept(), (QStringList{u"newer"_s, u"untold"_s}));
}

QTEST_GUILESS_MAIN(tst_KeptTokens)
#include "tst_kepttokens.moc"
