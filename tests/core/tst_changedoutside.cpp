#include "core/storage/masterkey.h"
#include "core/storage/sealedlist.h"
#include "core/storage/sealing.h"
#include "tests/core/vaultfixture.h"

using namespace Qt::StringLiterals;

//! What is said of profiles with kept secrets that somebody without the key has changed.
class TestChangedOutside final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatWasChangedOutsideIsNamed();
    void whatIsPutBackIsNoLongerNamed();
    void nothingIsNamedAsChangedThatTheProgramChanged();
    void whoHasNoKeyCannotMakeAChangeLookAsIfItHadBeenThere();

private:
    std::unique_ptr<VaultFixture> m;
};

void TestChangedOutside::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m = std::make_unique<VaultFixture>();
}

// An edit of the settings file by somebody who has no key.
static void editOutside(const VaultFixture &m, const QUuid &id,
                        const std::function<void(Profile &)> &edit)
{
    ProfileStore outside(m.path());
    outside.load();
    Profile profile = *outside.profile(id);
    edit(profile);
    outside.save(profile);
}

static void sendByEvil(Profile &profile)
{
    profile.proxy = {ProxySettings::Mode::Manual, u"evil.example"_s, 8080};
}

void TestChangedOutside::whatWasChangedOutsideIsNamed()
{
    const QUuid byWay = m->add(u"by another way"_s);
    const QUuid same = m->add(u"same"_s);
    const QUuid all = m->add(u"all of it"_s);
    const QUuid without = m->add(u"nothing kept"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    for (const QUuid &id : {byWay, same, all})
        QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    QVERIFY(!m->savedFile().isEmpty());
    QCOMPARE(m->vault->changedOutside(), QList<ChangedProfile>());
    m->store.reset();
    editOutside(*m, byWay, sendByEvil);
    editOutside(*m, without, sendByEvil);
    editOutside(*m, same, [](Profile &profile) {
        profile.name = u"renamed"_s;
        profile.org = u"7"_s;
        profile.lastUsedMs = 1;
    });
    editOutside(*m, all, [](Profile &profile) {
        profile.origin = u"https://evil.example"_s;
        profile.userName = u"guest"_s;
        profile.authorityFile = u"/tmp/evil.pem"_s;
        profile.pinnedKeySha256 = QByteArray(32, 'e');
        sendByEvil(profile);
    });
    m->restart();
    QCOMPARE(m->vault->changedOutside(), QList<ChangedProfile>()); // nobody can tell without a key
    QVERIFY(m->unlock());
    QCOMPARE(m->vault->changedOutside(),
             (QList<ChangedProfile>{{byWay, {BoundTo::Proxy}},
                                    {all,
                                     {BoundTo::Server, BoundTo::User, BoundTo::Authority,
                                      BoundTo::PinnedKey, BoundTo::Proxy}}}));
    QCOMPARE(m->vault->recall(byWay, SecretField::Password).error(),
             (VaultFault{VaultFault::Kind::ChangedOutside, {}, {BoundTo::Proxy}}));
    QCOMPARE(m->recalled(same, SecretField::Password), "s3cret");
    // Entered again, it is kept for the profile as it is now.
    QVERIFY(m->remember(byWay, SecretField::Password, "typed again"));
    QVERIFY(!m->savedFile().isEmpty());
    QCOMPARE(m->vault->changedOutside().size(), 1);
    QCOMPARE(m->recalled(byWay, SecretField::Password), "typed again");
}

void TestChangedOutside::whatIsPutBackIsNoLongerNamed()
{
    const QUuid id = m->add(u"Acme"_s);
    const QUuid other = m->add(u"another"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    QVERIFY(!m->savedFile().isEmpty());
    editOutside(*m, id, sendByEvil);
    QTRY_COMPARE(m->vault->changedOutside(), (QList<ChangedProfile>{{id, {BoundTo::Proxy}}}));
    // The list is written anew meanwhile, and has nothing of the proxy then.
    QVERIFY(m->remember(other, SecretField::Password, "two"));
    QVERIFY(!m->savedFile().isEmpty());
    QCOMPARE(m->vault->changedOutside(), (QList<ChangedProfile>{{id, {BoundTo::Proxy}}}));
    editOutside(*m, id, [](Profile &profile) { profile.proxy = {}; });
    QTRY_COMPARE(m->vault->changedOutside(), QList<ChangedProfile>());
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
}

void TestChangedOutside::nothingIsNamedAsChangedThatTheProgramChanged()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    Profile changed = *m->store->profile(id);
    changed.origin = u"https://new.example"_s;
    changed.proxy = {ProxySettings::Mode::Manual, u"proxy"_s, 8080};
    QVERIFY(m->vault->reseal(changed));
    QCOMPARE(m->vault->changedOutside(), QList<ChangedProfile>());
    QVERIFY(!m->savedFile().isEmpty());
    QCOMPARE(m->vault->changedOutside(), QList<ChangedProfile>());
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->vault->changedOutside(), QList<ChangedProfile>());
    QVERIFY(m->move(KeyPlace::SessionOnly));
    QCOMPARE(m->vault->changedOutside(), QList<ChangedProfile>());
    QVERIFY(m->move(KeyPlace::Passphrase, "phrase"));
    QVERIFY(!m->savedFile().isEmpty());
    QCOMPARE(m->vault->changedOutside(), QList<ChangedProfile>());
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
}

void TestChangedOutside::whoHasNoKeyCannotMakeAChangeLookAsIfItHadBeenThere()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    QVERIFY(!m->savedFile().isEmpty());
    const QString text = m->store->sealedTexts(id).value(u"password"_s);
    m->store.reset();
    editOutside(*m, id, sendByEvil);
    Profile profile = named(u"Acme"_s);
    profile.id = id;
    sendByEvil(profile);
    SealedList made(MasterKey::random().listingKey());
    made.add(text);
    for (const BoundTo part : Sealing::allBoundTo)
        made.add(profile, part);
    put(m->path() + u".sealed"_s, made.toBytes());
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(id, SecretField::Password), "ChangedOutside");
}

QTEST_GUILESS_MAIN(TestChangedOutside)
#include "tst_changedoutside.moc"
