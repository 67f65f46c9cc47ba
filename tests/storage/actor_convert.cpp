#include "core/storage/settingsfile.h"
#include "tests/storage/actor.h"
#include "tests/storage/storagesupport.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <csignal>
#include <ctime>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// Converts, says so down the pipe, and waits for the end.
[[noreturn]] static void convertUntilKilled(const QString &path, int pipe)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // NOLINT(*-vararg)
    const char begun = 'b';
    if (::write(pipe, &begun, 1) != 1)
        ::_exit(1);
    static_cast<void>(SettingsFile(path).write({}, {}));
    for (;;)
        ::pause();
}

static QString wrongness(const QString &path, const QByteArray &old, const StoredState &state,
                         bool *isConverted)
{
    *isConverted = contentOf(path) != old;
    const SettingsFile::Outcome outcome = SettingsFile(path).read();
    if (!outcome.problems.isEmpty())
        return u"problem "_s + QString::number(static_cast<int>(outcome.problems.first().kind));
    if (!outcome.state || outcome.state->profiles != state.profiles ||
        outcome.state->order != state.order || outcome.state->preferences != state.preferences)
        return u"something is missing"_s;
    if (*isConverted && contentOf(path + u".version-1"_s) != old)
        return u"converted without a copy"_s;
    return {};
}

int Actor::convertLoop(const QString &path, int count)
{
    QRandomGenerator random(20'240'511);
    QStringList wrong;
    int converted = 0;
    const QByteArray old = contentOf(path);
    const std::optional<StoredState> state = SettingsFile(path).read().state;
    if (!state)
        return 2;
    // How long it takes on this machine: about half of them get to the end.
    QElapsedTimer timer;
    timer.start();
    static_cast<void>(SettingsFile(path).write({}, {}));
    const int wholeUs = static_cast<int>(timer.nsecsElapsed() / 1000) + 1000;
    for (int i = 0; i < count; ++i) {
        // A lock cut off at its birth would be waited for longer than this lets anybody live.
        QDir directory = QFileInfo(path).dir();
        const QStringList locks = directory.entryList({u"*.lock*"_s}, QDir::Files);
        for (const QString &name : locks)
            directory.remove(name);
        QFile::remove(path + u".version-1"_s);
        put(path, old);
        int ends[2];
        if (::pipe(ends) != 0)
            return 2;
        const pid_t child = ::fork();
        if (child < 0)
            return 2;
        if (child == 0)
            convertUntilKilled(path, ends[1]);
        char begun = 0;
        if (::read(ends[0], &begun, 1) != 1)
            return 2;
        const timespec more = {0, random.bounded(0, qMin(2 * wholeUs, 900'000)) * 1000L};
        pollfd unused = {-1, 0, 0};
        ::ppoll(&unused, 1, &more, nullptr);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(ends[0]);
        ::close(ends[1]);
        bool isConverted = false;
        if (const QString what = wrongness(path, old, *state, &isConverted); !what.isEmpty())
            wrong.append(QString::number(i) + u": "_s + what);
        converted += isConverted ? 1 : 0;
    }
    print({{u"kills"_s, count},
           {u"converted"_s, converted},
           {u"wrong"_s, QJsonArray::fromStringList(wrong)}});
    return 0;
}
