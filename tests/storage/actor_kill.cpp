#include "tests/storage/actor.h"

#include "core/storage/settingsfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

#include <csignal>
#include <cstdint>
#include <ctime>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// Saves for ever; each number goes down the pipe once the store has said that it is on the disk.
[[noreturn]] static void saveUntilKilled(const QString &path, int pipe)
{
    // Nobody is left behind if the test is ended.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // NOLINT(*-vararg)
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

// Waits for some numbers and then a moment more; answers with the last number that came.
static std::int32_t listenFor(int pipe, int numbers, int moreUs)
{
    std::int32_t last = 0;
    for (int i = 0; i < numbers; ++i) {
        if (::read(pipe, &last, sizeof last) != sizeof last)
            return -1;
    }
    const timespec more = {0, moreUs * 1000L};
    pollfd unused = {-1, 0, 0};
    ::ppoll(&unused, 1, &more, nullptr);
    return last;
}

static std::int32_t drained(int pipe, std::int32_t last)
{
    std::int32_t number = 0;
    while (::read(pipe, &number, sizeof number) == sizeof number)
        last = number;
    return last;
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
        int ends[2];
        if (::pipe(ends) != 0)
            return 2;
        const pid_t child = ::fork();
        // Minus one as a process id is everybody.
        if (child < 0)
            return 2;
        if (child == 0) {
            ::close(ends[0]);
            saveUntilKilled(path, ends[1]);
        }
        ::close(ends[1]);
        last = listenFor(ends[0], random.bounded(1, 3), random.bounded(0, 4000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        last = drained(ends[0], last);
        ::close(ends[0]);
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
