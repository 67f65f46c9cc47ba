#include "core/storage/settingsfile.h"
#include "tests/storage/actor.h"
#include "tests/storage/faultshim.h"
#include "tests/storage/powercuts.h"
#include "tests/storage/preloaded.h"
#include "tests/storage/storagesupport.h"

#include <QDir>
#include <QFileInfo>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

// What is written while the power may go.
enum class Writing
{
    First,
    Over,
    Converting
};

struct PowerShim
{
    void (*watch)(const char *) = nullptr;
    int (*moments)() = nullptr;
    bool (*left)(int, bool, const char *) = nullptr;
};

static bool isOneOf(const std::optional<StoredState> &found, const QList<StoredState> &wanted)
{
    if (!found)
        return wanted.contains(StoredState());
    return std::ranges::any_of(wanted, [&found](const StoredState &state) {
        return state.order == found->order && state.profiles == found->profiles;
    });
}

static QString checked(const QString &path, const QList<StoredState> &wanted)
{
    const SettingsFile::Outcome outcome = SettingsFile(path).read();
    if (!outcome.problems.isEmpty())
        return u"problem "_s + QString::number(static_cast<int>(outcome.problems.first().kind));
    if (!isOneOf(outcome.state, wanted))
        return u"neither old nor new"_s;
    return Actor::areListed(path, false) ? QString() : u"a sealed text is not listed"_s;
}

static void write(const QString &path, Writing writing)
{
    ProfileStore store(path);
    Actor::Listener listener(store);
    store.load();
    if (writing != Writing::Converting) {
        // One change, so that there is nothing between old and new.
        Profile profile = store.profiles().value(0, Actor::named(u"new"_s));
        profile.userName = u"after"_s;
        store.save(profile, Actor::sealedText(u"after"_s), Actor::listingKey());
    }
    while (!store.isSaved() && listener.problems().isEmpty())
        listener.settle();
}

static QStringList tryWriting(const QString &directory, Writing writing, const PowerShim &shim,
                              int *count)
{
    const QString path = directory + u"/desk/profiles.conf"_s;
    const QString left = directory + u"/left/"_s;
    QDir(directory + u"/desk"_s).removeRecursively();
    QDir(directory).mkdir(u"desk"_s);
    if (writing != Writing::First) {
        ProfileStore store(path);
        store.load();
        store.save(Actor::named(u"before"_s), Actor::sealedText(u"before"_s), Actor::listingKey());
    }
    if (writing == Writing::Converting)
        put(path, inFirstSchema(contentOf(path)));
    const StoredState before = SettingsFile(path).read().state.value_or(StoredState());
    shim.watch(QFile::encodeName(QFileInfo(path).path()).constData());
    write(path, writing);
    const int moments = shim.moments();
    const StoredState after = SettingsFile(path).read().state.value_or(StoredState());
    QStringList wrong;
    for (int moment = 0; moment < moments; ++moment) {
        for (const bool isEarly : {false, true}) {
            QDir(left).removeRecursively();
            QDir().mkdir(left);
            // What was told to be saved is there, whatever the disk does.
            const bool isLast = moment == moments - 1;
            const QString what = !shim.left(moment, isEarly, QFile::encodeName(left).constData())
                                     ? u"not written down"_s
                                     : checked(left + u"profiles.conf"_s,
                                               isLast ? QList{after} : QList{before, after});
            if (!what.isEmpty())
                wrong.append(
                    u"writing %1, moment %2 of %3, early %4: %5"_s.arg(static_cast<int>(writing))
                        .arg(moment)
                        .arg(moments)
                        .arg(isEarly)
                        .arg(what));
        }
    }
    *count += 2 * moments;
    return wrong;
}

int Actor::powerCuts(const QString &directory)
{
    const PowerShim shim{preloaded<void (*)(const char *)>("deskPowerWatch"),
                         preloaded<int (*)()>("deskPowerMoments"),
                         preloaded<bool (*)(int, bool, const char *)>("deskPowerLeft")};
    if (!shim.watch || !shim.moments || !shim.left)
        return 3;
    ::umask(077); // what is left has the modes that it had
    QStringList wrong;
    int cuts = 0;
    for (const Writing writing : {Writing::First, Writing::Over, Writing::Converting})
        wrong += tryWriting(directory, writing, shim, &cuts);
    print({{u"cuts"_s, cuts}, {u"wrong"_s, QJsonArray::fromStringList(wrong)}});
    return 0;
}

int Actor::dieAtRename(const QString &path, int nth)
{
    const auto arm = preloaded<void (*)(const Fault &)>("deskFaultArm");
    if (!arm)
        return 3;
    ProfileStore store(path);
    Listener listener(store);
    store.load();
    arm({FaultCall::Rename, nth, deskFaultDie, QFileInfo(path).path().toStdString()});
    store.setSealedTexts(store.profiles().value(0).id, sealedText(u"instead"_s), listingKey());
    while (!store.isSaved() && listener.problems().isEmpty())
        listener.settle();
    return 4; // still alive
}
