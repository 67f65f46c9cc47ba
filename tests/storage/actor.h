#pragma once

#include "core/storage/profilestore.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>
#include <QStringList>

//! What the actor program can do for the tests. Each prints one line of JSON and gives the exit
//! code.
namespace Actor {

int add(const QString &path, int count, const QString &prefix);
int hold(const QString &path);
int saveOnce(const QString &path, bool asNobody);
int saveSlowly(const QString &path);
int saveAndGo(const QString &path);
int killLoop(const QString &path, int count);
//! Kills processes that convert a file of the first schema.
int convertLoop(const QString &path, int count);
int fullDisk(const QString &directory);
//! \a errors: how many of ENOSPC, EIO and EINTR are tried for each call.
int faults(const QString &directory, int errors);
//! What would be left at every moment of a write if the power went then.
int powerCuts(const QString &directory);
//! Ends in the middle of a write: at the \a nth new name of a file, as if it were killed there.
int dieAtRename(const QString &path, int nth);

[[nodiscard]] Profile named(const QString &name);
//! A sealed text as a profile keeps it; \a what makes it another one.
[[nodiscard]] SealedTexts sealedText(const QString &what);
//! Of who keeps them.
[[nodiscard]] const SecretBuffer &listingKey();
//! Whether every sealed text of the settings at \a path counts; \a isExact: and none besides.
[[nodiscard]] bool areListed(const QString &path, bool isExact);
void print(const QJsonObject &line);

//! Waits for what a store has to say.
class Listener final : public QObject
{
    Q_OBJECT

public:
    explicit Listener(const ProfileStore &store);

    //! Until the store has saved or told one more problem, or 20 s have passed.
    void settle();
    [[nodiscard]] int saves() const { return m_saves; }
    [[nodiscard]] QStringList problems() const { return m_problems; }

Q_SIGNALS:
    void settled();

private:
    QStringList m_problems;
    int m_saves = 0;
};

} // namespace Actor
