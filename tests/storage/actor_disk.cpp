#include "tests/storage/actor.h"
#include "tests/storage/storagesupport.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// A small disk that only this process sees and that goes with it.
static bool mountSmallDisk(const QString &directory)
{
    const int space = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
    return ::unshare(space) == 0 &&
           ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("tmpfs", QFile::encodeName(directory).constData(), "tmpfs", MS_NOSUID | MS_NODEV,
                   "size=128k,mode=0700") == 0;
}

// Leaves \a pages free pages of the disk.
static bool fill(const QString &directory, unsigned long pages)
{
    QFile filler(directory + u"/filler"_s);
    if (!filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return false;
    struct statvfs disk = {};
    while (::statvfs(QFile::encodeName(directory).constData(), &disk) == 0) {
        if (disk.f_bfree == pages)
            return true;
        if (disk.f_bfree < pages ||
            filler.write(QByteArray(static_cast<int>(disk.f_bsize), 'x')) <= 0)
            return false;
    }
    return false;
}

static Profile withOrgs(const QString &name, int count)
{
    Profile profile = Actor::named(name);
    for (int i = 0; i < count; ++i)
        profile.knownOrgs.append({i, QString(100, u'o')});
    return profile;
}

// One point of the matrix: what went wrong, or nothing.
static QString tryPoint(const QString &directory, int size, unsigned long pages, QStringList *told)
{
    const QString path = directory + u"/desk/profiles.conf"_s;
    QDir(directory + u"/desk"_s).removeRecursively();
    QFile::remove(directory + u"/filler"_s);
    QList<Profile> before;
    {
        ProfileStore store(path);
        store.load();
        store.save(withOrgs(u"before"_s, 5), Actor::sealedText(u"before"_s), Actor::listingKey());
        before = store.profiles();
    }
    if (!fill(directory, pages))
        return u"cannot fill the disk"_s;
    ProfileStore store(path);
    Actor::Listener listener(store);
    store.load();
    store.setSealedTexts(before.first().id, Actor::sealedText(u"instead"_s), Actor::listingKey());
    store.save(withOrgs(u"after"_s, size), Actor::sealedText(u"after"_s), Actor::listingKey());
    const QList<Profile> after = store.profiles();
    while (!store.isSaved() && listener.problems().isEmpty())
        listener.settle();
    told->append(listener.problems().isEmpty() ? u"saved"_s : listener.problems().first());
    ProfileStore onDisk(path);
    Actor::Listener diskListener(onDisk);
    onDisk.load();
    if (!diskListener.problems().isEmpty())
        return u"the file is damaged: "_s + diskListener.problems().first();
    const QList<Profile> found = onDisk.profiles();
    if (store.isSaved() && (found != after || contentOf(path + u".bak"_s) != contentOf(path)))
        return u"told saved, but is not"_s;
    // The new content with the old backup is no success either, but nothing is lost.
    if (found != before && found != after)
        return u"the old content is gone"_s;
    if (!Actor::areListed(path, store.isSaved()))
        return u"a sealed text is not listed, or one too many"_s;
    if (store.profiles() != after)
        return u"the change is not in memory"_s;
    QFile::remove(directory + u"/filler"_s);
    store.retry();
    while (!store.isSaved() && listener.problems().size() < 2)
        listener.settle();
    ProfileStore again(path);
    again.load();
    return again.profiles() == after && Actor::areListed(path, true)
               ? QString()
               : u"not saved when there was room again"_s;
}

int Actor::fullDisk(const QString &directory)
{
    if (!mountSmallDisk(directory)) {
        print({{u"refused"_s, QString::fromLocal8Bit(std::strerror(errno))}});
        return 0;
    }
    int count = 0;
    static char name[] = "actor";
    char *arguments[] = {name, nullptr};
    QCoreApplication application(count, arguments);
    QStringList wrong;
    QJsonObject points;
    for (const int size : {1, 20, 50, 80, 120}) {
        QStringList told;
        for (const unsigned long pages : {0UL, 1UL, 2UL, 3UL, 4UL, 8UL}) {
            const QString what = tryPoint(directory, size, pages, &told);
            if (!what.isEmpty())
                wrong.append(u"%1 Orgs, %2 free pages: %3"_s.arg(size).arg(pages).arg(what));
        }
        points.insert(QString::number(size), told.join(u' '));
    }
    print({{u"points"_s, points}, {u"wrong"_s, QJsonArray::fromStringList(wrong)}});
    return 0;
}
