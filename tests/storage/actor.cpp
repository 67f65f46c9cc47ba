#include "tests/storage/actor.h"
#include "core/storage/profilevalues.h"
#include "core/storage/sealedlist.h"
#include "core/storage/sealing.h"
#include "core/storage/settingsfile.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QLockFile>
#include <QMetaEnum>
#include <QSocketNotifier>
#include <QTimer>

#include <cstdio>
#include <memory>

#include <grp.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

Actor::Listener::Listener(const ProfileStore &store)
{
    connect(&store, &ProfileStore::saved, this, [this] {
        ++m_saves;
        Q_EMIT settled();
    });
    connect(&store, &ProfileStore::problemFound, this, [this](const StorageProblem &problem) {
        const auto kinds = QMetaEnum::fromType<StorageProblem::Kind>();
        m_problems.append(QString::fromLatin1(kinds.valueToKey(static_cast<int>(problem.kind))));
        Q_EMIT settled();
    });
}

void Actor::Listener::settle()
{
    QSignalSpy(this, &Listener::settled).wait(20'000);
}

SealedTexts Actor::sealedText(const QString &what)
{
    return {{u"password"_s, u"sealed-v1:"_s + what}};
}

const SecretBuffer &Actor::listingKey()
{
    static const SecretBuffer key = SecretBuffer::fromBytes(QByteArray(32, 'k'));
    return key;
}

bool Actor::areListed(const QString &path, bool isExact)
{
    const SettingsFile::Outcome outcome = SettingsFile(path).read();
    if (!outcome.state)
        return true; // there is nothing to list
    const SealedList list = SealedList::from(outcome.state->sealedList, listingKey());
    SealedList wanted(listingKey());
    bool areAll = true;
    const QHash<QUuid, QVariantMap> &profiles = outcome.state->profiles;
    for (auto it = profiles.cbegin(); it != profiles.cend(); ++it) {
        const SealedTexts texts = SealedValues::from(it.value());
        for (const QString &text : texts) {
            areAll = areAll && list.contains(text);
            wanted.add(text);
        }
        const Profile profile = ProfileValues::profile(it.key(), it.value());
        for (const BoundTo part : Sealing::allBoundTo) {
            if (!texts.isEmpty())
                wanted.add(profile, part);
        }
    }
    return areAll && (!isExact || wanted.toBytes() == outcome.state->sealedList);
}

Profile Actor::named(const QString &name)
{
    Profile profile;
    profile.name = name;
    profile.origin = u"https://acme.thoughtspot.cloud"_s;
    profile.userName = u"maria.lopez"_s;
    return profile;
}

void Actor::print(const QJsonObject &line)
{
    const QByteArray bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

int Actor::add(const QString &path, int count, const QString &prefix)
{
    constexpr int burst = 5; // so many changes before the disk is waited for
    ProfileStore store(path);
    Listener listener(store);
    store.load();
    for (int i = 0; i < count; ++i) {
        store.save(named(prefix + QString::number(i)));
        while (i % burst == burst - 1 && !store.isSaved() && listener.problems().isEmpty())
            listener.settle();
    }
    print({{u"saves"_s, listener.saves()},
           {u"problems"_s, QJsonArray::fromStringList(listener.problems())}});
    return 0;
}

int Actor::hold(const QString &path)
{
    QLockFile lock(path);
    const bool isHeld = lock.tryLock(1000);
    print({{u"held"_s, isHeld}});
    // Until the other end closes.
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, qApp, [] { QCoreApplication::quit(); });
    return QCoreApplication::exec();
}

int Actor::saveOnce(const QString &path, bool asNobody)
{
    if (asNobody && ::geteuid() == 0) {
        if (::setgroups(0, nullptr) != 0 || ::setgid(65'534) != 0 || ::setuid(65'534) != 0)
            return 2;
    }
    ProfileStore store(path);
    Listener listener(store);
    QElapsedTimer timer;
    timer.start();
    store.load();
    const qint64 loadMs = timer.elapsed();
    const QStringList atLoad = listener.problems();
    const qsizetype found = store.profiles().size();
    store.save(named(u"one more"_s));
    while (!store.isSaved() && listener.problems().size() == atLoad.size())
        listener.settle();
    print({{u"loadMs"_s, loadMs},
           {u"atLoad"_s, QJsonArray::fromStringList(atLoad)},
           {u"found"_s, found},
           {u"problems"_s, QJsonArray::fromStringList(listener.problems().mid(atLoad.size()))},
           {u"isSaved"_s, store.isSaved()},
           {u"profiles"_s, store.profiles().size()}});
    return 0;
}

int Actor::saveSlowly(const QString &path)
{
    auto store = std::make_unique<ProfileStore>(path);
    Listener listener(*store);
    store->load();
    QElapsedTimer sinceTick;
    qint64 longestGap = 0;
    QTimer ticker;
    ticker.setInterval(5);
    QObject::connect(&ticker, &QTimer::timeout, qApp, [&sinceTick, &longestGap] {
        longestGap = qMax(longestGap, sinceTick.restart());
    });
    QElapsedTimer whole;
    whole.start();
    sinceTick.start();
    ticker.start();
    store->save(named(u"slow"_s));
    while (!store->isSaved() && listener.problems().isEmpty())
        listener.settle();
    longestGap = qMax(longestGap, sinceTick.elapsed());
    print({{u"longestGapMs"_s, longestGap}, {u"wholeMs"_s, whole.elapsed()}});
    return 0;
}

int Actor::saveAndGo(const QString &path)
{
    auto store = std::make_unique<ProfileStore>(path);
    store->load();
    store->save(named(u"too late"_s));
    QElapsedTimer timer;
    timer.start();
    store.reset();
    print({{u"goneMs"_s, timer.elapsed()}});
    return 0;
}

int main(int argc, char *argv[])
{
    const QStringList words = [argc, argv] {
        QStringList list;
        for (int i = 1; i < argc; ++i)
            list.append(QString::fromLocal8Bit(argv[i]));
        return list;
    }();
    const QString verb = words.value(0);
    const QString path = words.value(1);
    // These three go on in children or in a mount of their own: nothing of Qt may run before.
    if (verb == "kill-loop"_L1)
        return Actor::killLoop(path, words.value(2).toInt());
    if (verb == "convert-loop"_L1)
        return Actor::convertLoop(path, words.value(2).toInt());
    if (verb == "full-disk"_L1)
        return Actor::fullDisk(path);
    QCoreApplication application(argc, argv);
    if (verb == "add"_L1)
        return Actor::add(path, words.value(2).toInt(), words.value(3));
    if (verb == "hold"_L1)
        return Actor::hold(path);
    if (verb == "save-once"_L1)
        return Actor::saveOnce(path, false);
    if (verb == "save-as-nobody"_L1)
        return Actor::saveOnce(path, true);
    if (verb == "save-slowly"_L1)
        return Actor::saveSlowly(path);
    if (verb == "save-and-go"_L1)
        return Actor::saveAndGo(path);
    if (verb == "faults"_L1)
        return Actor::faults(path, words.value(2).toInt());
    if (verb == "power-cuts"_L1)
        return Actor::powerCuts(path);
    if (verb == "die-at-rename"_L1)
        return Actor::dieAtRename(path, words.value(2).toInt());
    return 64;
}
