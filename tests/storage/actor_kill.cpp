#include "core/storage/settingsfile.h"
#include "tests/storage/actor.h"
#include "tests/storage/victim.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cstdint>
#include <unistd.h>

using namespace Qt::StringLiterals;

// Saves for ever; each number goes down the pipe once the store has said that it is on the disk.
[[noreturn]] static void saveUntilKilled(const QString &path, int pipe)
{
    int count = 0;
    static char name[] = "actor";
    char *arguments[] = {name, nullptr};
    QCoreApplication application(count, arguments);
    ProfileStore store(path);
    Actor::Listener listener(store);
    store.load();
    QList<Profile> profiles = store.profiles();
    while (profiles.size() < 3)
        profiles.append(Actor::named(u"profile"_s));
    std::int32_t number = store.profiles().isEmpty() ? 0 : store.preferences().columnWidth;
    for (;;) {
        ++number;
        for (Profile &profile : profiles) {
            profile.userName = QString::number(number);
            profile.id =
                store.save(profile, Actor::sealedText(profile.userName), Actor::listingKey());
        }
        Preferences preferences = store.preferences();
        preferences.columnWidth = number % 10'000;
        store.setPreferences(preferences);
        while (!store.isSaved() && listener.problems().isEmpty())
            listener.settle();
        if (!listener.problems().isEmpty())
            ::_exit(1);
        if (::write(pipe, &number, sizeof number) != sizeof number)
            ::_exit(1);
    }
}

// What is wrong with the file after a kill that came after number \a last was said to be safe.
static QString wrongness(const QString &path, std::int32_t last)
{
    const SettingsFile::Outcome outcome = SettingsFile(path).read();
    if (!outcome.problems.isEmpty())
        return u"problem "_s + QString::number(static_cast<int>(outcome.problems.first().kind));
    if (!outcome.state || outcome.state->order.size() != 3)
        return u"profiles are missing"_s;
    if (outcome.state->preferences.value(u"columnWidth"_s).toInt() < last)
        return u"a saved change is missing"_s;
    return Actor::areListed(path, false) ? QString() : u"a sealed text is not listed"_s;
}

int Actor::killLoop(const QString &path, int count)
{
    QRandomGenerator random(20'240'511);
    QStringList wrong;
    int inTheMiddle = 0;
    std::int32_t last = 0;
    for (int i = 0; i < count; ++i) {
        Victim victim([&path](int pipe) { saveUntilKilled(path, pipe); });
        if (!victim.isThere())
            return 2;
        for (int numbers = random.bounded(1, 3); numbers > 0; --numbers) {
            if (!victim.hear(&last))
                return 3;
        }
        victim.killAfter(random.bounded(0, 4000));
        while (victim.hear(&last)) {
        }
        // A lock or an unfinished file says that a write was under way.
        const QFileInfo info(path);
        inTheMiddle +=
            info.dir().entryList({info.fileName() + u".new-*"_s, u"*.lock"_s}).isEmpty() ? 0 : 1;
        if (const QString what = wrongness(path, last); !what.isEmpty())
            wrong.append(QString::number(i) + u": "_s + what);
    }
    print({{u"kills"_s, count},
           {u"inTheMiddle"_s, inTheMiddle},
           {u"saves"_s, last},
           {u"wrong"_s, QJsonArray::fromStringList(wrong)}});
    return 0;
}
