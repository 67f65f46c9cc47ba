#include "core/storage/ledger.h"
#include "tests/support/writtenfolder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

#include <optional>

using namespace Qt::StringLiterals;

using Origin = LedgerEntry::Origin;
using Standing = LedgerEntry::Standing;
using State = LedgerEntry::State;

static constexpr qint64 now = 1'700'000'000'000;
static constexpr qint64 hour = 3'600'000;
static const QUuid acme = QUuid::createUuid();

static Token token(const QByteArray &value, qint64 lifeMs = hour)
{
    Token made;
    made.value = SecretBuffer::fromBytes(value);
    made.owner = u"maria.lopez"_s;
    made.orgId = -1;
    made.orgName = u"name = with\nlines “and” signs"_s;
    made.scope = u"FULL"_s;
    made.createdMs = now;
    made.expiresMs = now + lifeMs;
    return made;
}

static LedgerEntry entry(const QByteArray &value, qint64 lifeMs = hour, qint64 notedMs = now)
{
    return LedgerEntry::of(token(value, lifeMs), acme, Origin::Minted, notedMs);
}

class tst_Ledger final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void anEntryIsReadAsItWasWritten();
    void theStateIsTheStandingAndTheClock_data();
    void theStateIsTheStandingAndTheClock();
    void theSameTokenIsOneEntryWithAllItsHandouts();
    void aRevokedTokenDoesNotComeBackToLife();
    void handingOutLeavesTheStandingAlone();
    void theOldestThatAreOverGoFirst();
    void twoWritersLoseNothing();
    void noTokenIsInTheFile();
    void theFileIsForItsOwnerOnly();
    void aDamagedFileIsMovedAside_data();
    void aDamagedFileIsMovedAside();
    void aLaterVersionIsLeftAlone();
    void aHeldLockIsSaid();
    void whatIsAppendedIsReadAndFoldedIn();
    void aFullJournalTakesNoMore();
    void theLedgerLosesNothingWhileTheFileIsHeld();
    void theLedgerShowsWhatOthersWrote();
    void whatItDoesNotHaveIsSureOnlyOnceItIsRead();
    void theEndOfTheProgramLosesNothing();

private:
    struct Home
    {
        WrittenFolder folder;
        LedgerFile file{folder.filePath(u"desk/profiles.conf"_s)};
    };
};

void tst_Ledger::anEntryIsReadAsItWasWritten()
{
    LedgerEntry whole = entry("one");
    whole.origin = Origin::TakenIn;
    whole.standing = Standing::Unknown;
    whole.objectId = u"6b7c8d9e"_s;
    whole.handouts = {{u"curl"_s, now}, {u"exec"_s, now + 1}};
    QCOMPARE(LedgerEntry::fromTexts(whole.toTexts()), whole);
    QVERIFY(!LedgerEntry::fromTexts({u"owner=nobody"_s}));
    const Home home;
    QVERIFY(home.file.note({whole}, now));
    QCOMPARE(home.file.read().value(), QList<LedgerEntry>{whole});
}

void tst_Ledger::theStateIsTheStandingAndTheClock_data()
{
    QTest::addColumn<int>("standing");
    QTest::addColumn<qint64>("life");
    QTest::addColumn<int>("state");
    const auto row = [](const char *name, Standing standing, qint64 life, State state) {
        QTest::newRow(name) << static_cast<int>(standing) << life << static_cast<int>(state);
    };
    row("alive", Standing::Open, hour, State::Alive);
    row("expired", Standing::Open, 0, State::Expired);
    row("revoked, whatever the clock says", Standing::Revoked, 0, State::Revoked);
    row("a revoke without a proof", Standing::RevokedSaid, hour, State::Revoked);
    row("replaced, and alive", Standing::Replaced, hour, State::Alive);
    row("a revoke that the proof belied", Standing::StillAccepted, hour, State::Alive);
    row("signed out of", Standing::Left, hour, State::Unknown);
    row("a revoke that was not confirmed", Standing::Unknown, hour, State::Unknown);
    row("and is over in any case", Standing::Unknown, 0, State::Expired);
}

void tst_Ledger::theStateIsTheStandingAndTheClock()
{
    QFETCH(const int, standing);
    QFETCH(const qint64, life);
    LedgerEntry one = entry("one", life);
    one.standing = static_cast<Standing>(standing);
    QTEST(static_cast<int>(one.state(now)), "state");
}

void tst_Ledger::theSameTokenIsOneEntryWithAllItsHandouts()
{
    LedgerEntry first = entry("one");
    first.handouts = {{u"curl"_s, now}};
    LedgerEntry again = entry("one", hour, now + 5);
    for (int i = 0; i < 30; ++i)
        again.handouts.append({u"exec"_s, now + i});
    const QList<LedgerEntry> list = ledger::merged({first}, again);
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.first().notedMs, now);
    QCOMPARE(list.first().handouts.size(), LedgerEntry::mostHandouts);
    QCOMPARE(list.first().handouts.last(), (LedgerEntry::Handout{u"exec"_s, now + 29}));
    LedgerEntry elsewhere = first;
    elsewhere.profile = QUuid::createUuid();
    QCOMPARE(ledger::merged(list, elsewhere).size(), 2);
}

void tst_Ledger::aRevokedTokenDoesNotComeBackToLife()
{
    LedgerEntry dead = entry("one");
    dead.standing = Standing::Revoked;
    QCOMPARE(ledger::merged({dead}, entry("one")).first().standing, Standing::Revoked);
    QCOMPARE(ledger::merged({entry("one")}, dead).first().standing, Standing::Revoked);
    LedgerEntry said = entry("one");
    said.standing = Standing::RevokedSaid;
    QCOMPARE(ledger::merged({said}, entry("one")).first().standing, Standing::RevokedSaid);
    QCOMPARE(ledger::merged({said}, dead).first().standing, Standing::Revoked);
    QCOMPARE(ledger::merged({dead}, said).first().standing, Standing::Revoked);
    LedgerEntry alive = entry("one");
    alive.standing = Standing::StillAccepted; // the proof says more than the server's word
    QCOMPARE(ledger::merged({said}, alive).first().standing, Standing::StillAccepted);
    QCOMPARE(ledger::merged({alive}, dead).first().standing, Standing::Revoked);
    LedgerEntry refused = entry("one");
    refused.standing = Standing::Unknown; // then the revoke only took a while
    QCOMPARE(ledger::merged({alive}, refused).first().standing, Standing::Revoked);
}

void tst_Ledger::handingOutLeavesTheStandingAlone()
{
    LedgerEntry left = entry("one", hour, now);
    left.standing = LedgerEntry::Standing::Left;
    LedgerEntry handed = entry("one", hour, now + 5);
    handed.handouts = {{u"sdesk exec"_s, now + 5}};
    const QList<LedgerEntry> list = ledger::merged({left}, handed);
    QCOMPARE(list.first().standing, LedgerEntry::Standing::Left);
    QCOMPARE(list.first().handouts, handed.handouts);
}

void tst_Ledger::theOldestThatAreOverGoFirst()
{
    QList<LedgerEntry> all;
    for (int i = 0; i < ledger::mostEntries; ++i)
        all.append(entry("alive" + QByteArray::number(i), hour, now - 1000 + i));
    all.append(entry("over, newer", -1, now + 2));
    all.append(entry("over, older", -1, now + 1));
    QList<LedgerEntry> left = ledger::bounded(all.sliced(1), now);
    QCOMPARE(left.size(), ledger::mostEntries);
    QVERIFY(left.contains(entry("over, newer", -1, now + 2)));
    left = ledger::bounded(all, now);
    QCOMPARE(left, all.first(ledger::mostEntries));
    all.append(entry("one more alive"));
    left = ledger::bounded(all, now);
    QCOMPARE(left.size(), ledger::mostEntries);
    QCOMPARE(left.first(), all.at(1)); // all are alive: the oldest goes
}

void tst_Ledger::twoWritersLoseNothing()
{
    const Home home;
    const LedgerFile other(home.folder.filePath(u"desk/profiles.conf"_s));
    QVERIFY(home.file.note({entry("one")}, now));
    QVERIFY(other.note({entry("two")}, now));
    const auto all = home.file.note({entry("three")}, now);
    QCOMPARE(all.value(), QList<LedgerEntry>({entry("one"), entry("two"), entry("three")}));
    QCOMPARE(other.read().value(), all.value());
}

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Ledger::noTokenIsInTheFile()
{
    const Home home;
    QVERIFY(home.file.note({entry("invented-and-secret")}, now));
    const QByteArray content = contentOf(home.file.path());
    QVERIFY(content.contains("maria.lopez"));
    QVERIFY(!content.contains("invented"));
}

void tst_Ledger::theFileIsForItsOwnerOnly()
{
    const Home home;
    QVERIFY(home.file.note({entry("one")}, now));
    constexpr auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup |
                            QFileDevice::ReadOther | QFileDevice::WriteOther;
    QVERIFY(!(QFile::permissions(home.file.path()) & others));
    const QStringList names =
        QDir(home.folder.filePath(u"desk"_s)).entryList(QDir::Files | QDir::Hidden);
    QCOMPARE(names, QStringList{u"ledger.conf"_s});
}

void tst_Ledger::aDamagedFileIsMovedAside_data()
{
    QTest::addColumn<int>("cut");
    QTest::newRow("one byte is missing") << 1;
    QTest::newRow("half is missing") << 200;
}

void tst_Ledger::aDamagedFileIsMovedAside()
{
    QFETCH(const int, cut);
    const Home home;
    QVERIFY(home.file.note({entry("one")}, now));
    QFile file(home.file.path());
    QVERIFY(file.resize(file.size() - cut));
    QCOMPARE(home.file.read().error().kind, StorageProblem::Kind::CorruptLost);
    QCOMPARE(home.file.note({entry("two")}, now).value(), QList<LedgerEntry>{entry("two")});
    const QStringList names = QDir(home.folder.filePath(u"desk"_s)).entryList(QDir::Files);
    QCOMPARE(names.size(), 2);
    QVERIFY(names.last().startsWith(u"ledger.conf.corrupt-"_s));
}

void tst_Ledger::aLaterVersionIsLeftAlone()
{
    const Home home;
    QVERIFY(home.file.note({entry("one")}, now));
    QByteArray content = contentOf(home.file.path());
    const qsizetype lineEnd = content.indexOf('\n');
    QByteArray later = content.first(lineEnd);
    later.replace(later.size() - 1, 1, "9");
    QByteArray body = later + content.sliced(lineEnd);
    body.truncate(body.lastIndexOf('\n', body.size() - 2) + 1);
    // The seal stands for what is before it; a file that is not whole would be moved aside.
    const QByteArray sealed = body + "sha256 " +
                              QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex() +
                              '\n';
    QFile file(home.file.path());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(sealed) == sealed.size());
    file.close();
    QCOMPARE(home.file.note({entry("two")}, now).error().kind, StorageProblem::Kind::NewerVersion);
    QCOMPARE(contentOf(home.file.path()), sealed);
}

void tst_Ledger::aHeldLockIsSaid()
{
    const Home home;
    QVERIFY(home.file.note({}, now));
    QLockFile held(home.file.path() + u".lock"_s);
    QVERIFY(held.tryLock());
    QCOMPARE(home.file.note({entry("one")}, now).error().kind, StorageProblem::Kind::Locked);
}

static LedgerEntry handed(const QByteArray &value, const QString &what, qint64 atMs)
{
    LedgerEntry one = entry(value);
    one.handouts = {{what, atMs}};
    return one;
}

void tst_Ledger::whatIsAppendedIsReadAndFoldedIn()
{
    const Home home;
    QVERIFY(home.file.note({entry("one")}, now));
    QVERIFY(home.file.append(handed("one", u"sdesk token"_s, now + 1)));
    QVERIFY(home.file.append(handed("two", u"sdesk exec"_s, now + 2)));
    const QList<LedgerEntry> all{handed("one", u"sdesk token"_s, now + 1),
                                 handed("two", u"sdesk exec"_s, now + 2)};
    QCOMPARE(home.file.read().value(), all);
    QFile journal(home.folder.filePath(u"desk/ledger.journal"_s));
    QVERIFY(journal.size() > 0);
    QVERIFY(!(journal.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    QCOMPARE(home.file.note({}, now).value(), all);
    QCOMPARE(journal.size(), 0);
    QCOMPARE(home.file.read().value(), all);
}

void tst_Ledger::aFullJournalTakesNoMore()
{
    const Home home;
    int lines = 0;
    while (home.file.append(handed("one", u"sdesk token"_s, now + lines)))
        ++lines;
    QVERIFY(lines > 100);
    QCOMPARE(home.file.note({}, now).value().first().handouts.last().atMs, now + lines - 1);
    QVERIFY(home.file.append(entry("one")));
}

void tst_Ledger::theLedgerLosesNothingWhileTheFileIsHeld()
{
    const Home home;
    QVERIFY(home.file.note({}, now));
    QLockFile held(home.file.path() + u".lock"_s);
    QVERIFY(held.tryLock());
    Ledger book(home.folder.filePath(u"desk/profiles.conf"_s));
    QSignalSpy problems(&book, &Ledger::problemFound);
    book.note(entry("one"));
    book.note(entry("two"));
    QCOMPARE(book.entries(), QList<LedgerEntry>({entry("one"), entry("two")}));
    QTRY_COMPARE(problems.count(), 1);
    QCOMPARE(problems.first().first().value<StorageProblem>().kind, StorageProblem::Kind::Locked);
    book.note(entry("three"));
    held.unlock();
    QTRY_VERIFY_WITH_TIMEOUT(book.isSaved(), 3 * Ledger::retryMs);
    QCOMPARE(home.file.read().value(),
             QList<LedgerEntry>({entry("one"), entry("two"), entry("three")}));
    QVERIFY(problems.count() <= 1); // said once, however often it was tried
}

void tst_Ledger::theLedgerShowsWhatOthersWrote()
{
    const Home home;
    Ledger book(home.folder.filePath(u"desk/profiles.conf"_s));
    QVERIFY(home.file.note({entry("one")}, now));
    book.refresh();
    QTRY_COMPARE(book.entries(), QList<LedgerEntry>{entry("one")});
    QVERIFY(home.file.append(handed("one", u"sdesk token"_s, now)));
    book.note(entry("two"));
    QTRY_VERIFY(book.isSaved());
    QCOMPARE(book.entries(),
             QList<LedgerEntry>({handed("one", u"sdesk token"_s, now), entry("two")}));
    QCOMPARE(book.entry(acme, entry("two").fingerprint), entry("two"));
    QVERIFY(!book.entry(QUuid(), entry("two").fingerprint));
}

void tst_Ledger::whatItDoesNotHaveIsSureOnlyOnceItIsRead()
{
    using Known = std::optional<bool>;
    const Home home;
    Ledger book(home.folder.filePath(u"desk/profiles.conf"_s));
    QVERIFY(home.file.append(entry("one")));
    book.refresh();
    QCOMPARE(book.has(entry("one").fingerprint), Known());
    book.note(entry("two"));
    QCOMPARE(book.has(entry("two").fingerprint), Known(true));
    QTRY_COMPARE(book.has(entry("one").fingerprint), Known(true));
    QCOMPARE(book.has(entry("three").fingerprint), Known(false));
}

void tst_Ledger::theEndOfTheProgramLosesNothing()
{
    const Home home;
    {
        Ledger book(home.folder.filePath(u"desk/profiles.conf"_s));
        book.note(entry("one"));
        book.note(entry("two"));
    }
    QThreadPool::globalInstance()->waitForDone(); // as the end of the application does
    QCOMPARE(home.file.read().value(), QList<LedgerEntry>({entry("one"), entry("two")}));
}

QTEST_GUILESS_MAIN(tst_Ledger)
#include "tst_ledger.moc"
