#include "tests/storage/actor.h"
#include "tests/storage/faultshim.h"
#include "tests/storage/preloaded.h"
#include "tests/storage/storagesupport.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>

using namespace Qt::StringLiterals;

// What lies on the disk when the fault comes.
enum class Situation
{
    FirstSave,
    SaveOver,
    Damaged,
    Older //!< of the first schema
};

struct Shim
{
    void (*arm)(const Fault &) = nullptr;
    int (*hits)() = nullptr;
    int (*unsynced)() = nullptr;
};

static Shim findShim()
{
    return {preloaded<void (*)(const Fault &)>("deskFaultArm"),
            preloaded<int (*)()>("deskFaultHits"), preloaded<int (*)()>("deskFaultUnsynced")};
}

static const QByteArray damage = "these bytes were precious to somebody";

static bool isKeptSomewhere(const QDir &directory, const QByteArray &bytes)
{
    const QStringList names = directory.entryList(QDir::Files);
    for (const QString &name : names) {
        QFile file(directory.filePath(name));
        if (file.open(QIODevice::ReadOnly) && file.readAll() == bytes)
            return true;
    }
    return false;
}

static QList<Profile> prepare(const QString &path, Situation situation)
{
    QFileInfo(path).dir().removeRecursively();
    if (situation == Situation::FirstSave)
        return {};
    QList<Profile> before;
    {
        ProfileStore store(path);
        store.load();
        store.save(Actor::named(u"before"_s), Actor::sealedText(u"before"_s), Actor::listingKey());
        before = store.profiles();
    }
    if (situation == Situation::Damaged) {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(damage);
    }
    if (situation == Situation::Older)
        put(path, inFirstSchema(contentOf(path)));
    return before;
}

static QString checked(const QString &path, Situation situation, const QList<Profile> &before,
                       const QList<Profile> &after, bool isSaved, const QByteArray &old)
{
    if (situation == Situation::Older && !isKeptSomewhere(QFileInfo(path).dir(), old))
        return u"the file of an earlier schema is gone"_s;
    if (situation == Situation::Damaged && !isKeptSomewhere(QFileInfo(path).dir(), damage))
        return u"the damaged file was written over"_s;
    ProfileStore onDisk(path);
    Actor::Listener listener(onDisk);
    onDisk.load();
    const QList<Profile> found = onDisk.profiles();
    if (isSaved && found != after)
        return u"told saved, but is not"_s;
    if (isSaved && contentOf(path + u".bak"_s) != contentOf(path))
        return u"told saved, but the backup is not"_s;
    if (found != before && found != after)
        return u"neither old nor new"_s;
    if (!Actor::areListed(path, isSaved))
        return isSaved ? u"told saved, but the list is not"_s : u"a sealed text is not listed"_s;
    for (const QString &problem : listener.problems()) {
        // Still to be mended only where nothing could be done about it during the fault.
        if (situation != Situation::Damaged || isSaved || problem != u"CorruptRestored"_s)
            return u"the disk holds a problem: "_s + problem;
    }
    return {};
}

// One fault: what went wrong, or nothing; \a wasHit says whether the call came at all.
static QString tryFault(const QString &path, Situation situation, const Fault &fault,
                        const Shim &shim, bool *wasHit)
{
    const QList<Profile> before = prepare(path, situation);
    const QByteArray old = contentOf(path);
    ProfileStore store(path);
    Actor::Listener listener(store);
    shim.arm(fault);
    store.load();
    const bool isLoaded = store.profiles() == before;
    const QStringList atLoad = listener.problems();
    if (!before.isEmpty())
        store.setSealedTexts(before.first().id, Actor::sealedText(u"instead"_s),
                             Actor::listingKey());
    store.save(Actor::named(u"after"_s), Actor::sealedText(u"after"_s), Actor::listingKey());
    while (!store.isSaved() && listener.problems().size() == atLoad.size())
        listener.settle();
    *wasHit = shim.hits() > 0;
    const int unsynced = shim.unsynced();
    shim.arm({FaultCall::None, 0, 0, {}});
    if (!isLoaded && atLoad.isEmpty())
        return u"not loaded, and nothing said"_s;
    const bool isSaved = store.isSaved();
    const QList<Profile> after = store.profiles();
    if (unsynced > 0)
        return u"renamed before it was on the disk"_s;
    if (fault.call == FaultCall::Sync && *wasHit && fault.error != EINTR && isSaved)
        return u"told saved, but the disk said no"_s;
    // Where the file could not even be read, the memory holds the new profile alone until it can.
    if (isLoaded) {
        if (const QString what = checked(path, situation, before, after, isSaved, old);
            !what.isEmpty())
            return what;
    }
    store.retry();
    for (int i = 0; i < 5 && !store.isSaved(); ++i)
        listener.settle();
    const QList<Profile> mended = store.profiles();
    if (mended.size() != before.size() + 1 || mended.last().name != u"after"_s)
        return u"not whole after the retry"_s;
    return checked(path, situation, before, mended, true, old);
}

int Actor::faults(const QString &directory, int errors)
{
    const Shim shim = findShim();
    if (!shim.arm || !shim.hits || !shim.unsynced)
        return 3;
    const QList<std::pair<FaultCall, QString>> calls{{FaultCall::Write, u"write"_s},
                                                     {FaultCall::ShortWrite, u"short write"_s},
                                                     {FaultCall::GarbledWrite, u"garbled write"_s},
                                                     {FaultCall::Read, u"read"_s},
                                                     {FaultCall::Sync, u"fsync"_s},
                                                     {FaultCall::Rename, u"rename"_s},
                                                     {FaultCall::Link, u"linkat"_s},
                                                     {FaultCall::Truncate, u"ftruncate"_s},
                                                     {FaultCall::Open, u"open"_s},
                                                     {FaultCall::Mode, u"chmod"_s},
                                                     {FaultCall::MakeDirectory, u"mkdir"_s}};
    const QString path = directory + u"/desk/profiles.conf"_s;
    int injected = 0;
    QStringList wrong;
    QJsonObject counts;
    for (const auto &[call, name] : calls) {
        const int countBefore = injected;
        for (const int error : QList<int>{ENOSPC, EIO, EINTR}.first(errors)) {
            for (const Situation situation : {Situation::FirstSave, Situation::SaveOver,
                                              Situation::Damaged, Situation::Older}) {
                bool wasHit = true;
                for (int nth = 1; wasHit && nth < 200; ++nth) {
                    const Fault fault{call, nth, error, directory.toStdString()};
                    const QString what = tryFault(path, situation, fault, shim, &wasHit);
                    injected += wasHit ? 1 : 0;
                    if (!what.isEmpty())
                        wrong.append(u"%1 no. %2, errno %3, situation %4: %5"_s.arg(name)
                                         .arg(nth)
                                         .arg(error)
                                         .arg(static_cast<int>(situation))
                                         .arg(what));
                }
            }
        }
        counts.insert(name, injected - countBefore);
    }
    print({{u"injected"_s, injected},
           {u"counts"_s, counts},
           {u"wrong"_s, QJsonArray::fromStringList(wrong)}});
    return 0;
}
