#include "core/storage/settingsfile.h"
#include "core/storage/settingsmigration.h"
#include "tests/storage/actor.h"
#include "tests/storage/storagesupport.h"
#include "tests/storage/victim.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <unistd.h>

using namespace Qt::StringLiterals;

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

// The next start finds an old file, or what is left of a conversion, and writes it anew.
static bool isCompletedByARestart(const QString &path, const QByteArray &old,
                                  const StoredState &state)
{
    const SettingsFile::Outcome written = SettingsFile(path).write({}, {});
    bool isConverted = false;
    return written.isWritten && written.problems.isEmpty() &&
           wrongness(path, old, state, &isConverted).isEmpty() && isConverted &&
           !SettingsMigration::isOld(path + u".bak"_s) &&
           QFileInfo(path).dir().entryList({u"*.new-*"_s}, QDir::Files | QDir::Hidden).isEmpty();
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
        Victim victim([&path](int pipe) {
            const char begun = 'b';
            if (::write(pipe, &begun, 1) == 1)
                static_cast<void>(SettingsFile(path).write({}, {}));
        });
        char begun = 0;
        if (!victim.isThere() || !victim.hear(&begun))
            return 2;
        victim.killAfter(random.bounded(0, qMin(2 * wholeUs, 900'000)));
        bool isConverted = false;
        if (const QString what = wrongness(path, old, *state, &isConverted); !what.isEmpty())
            wrong.append(QString::number(i) + u": "_s + what);
        else if (!isCompletedByARestart(path, old, *state))
            wrong.append(QString::number(i) + u": not completed by the next start"_s);
        converted += isConverted ? 1 : 0;
    }
    print({{u"kills"_s, count},
           {u"converted"_s, converted},
           {u"wrong"_s, QJsonArray::fromStringList(wrong)}});
    return 0;
}
