#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QVariant>

#include <memory>
#include <vector>

//! A window that stands still for as long is waiting for somebody: the shortest wait among those
//! that block on a keychain is of 500 ms. A busy machine takes less.
inline constexpr int stallMs = 400;
//! What a busy machine may add to a limit of time.
inline constexpr int slackMs = 1500;

//! A process that does not outlive this one, with an environment of its own.
class LabProcess final
{
public:
    LabProcess();
    ~LabProcess();
    Q_DISABLE_COPY_MOVE(LabProcess)

    void start(const QString &program, const QStringList &words, const QStringList &environment);
    void kill();
    //! Its next line, without the end; empty if there is none within \a ms.
    [[nodiscard]] QByteArray line(int ms = 20'000);
    //! Whether it ends by itself with code 0.
    [[nodiscard]] bool endsWell(int ms);

    QProcess process;
};

//! A home, a session bus and a keychain for one test, all of them gone with it. Nothing of the
//! machine's own is used or seen.
class KeychainLab final
{
public:
    KeychainLab();
    ~KeychainLab();
    Q_DISABLE_COPY_MOVE(KeychainLab)

    //! A bus that starts no services.
    [[nodiscard]] bool startBus();
    //! gnome-keyring with a keyring whose password is "pw".
    [[nodiscard]] bool startKeyring(bool isUnlocked);
    void stopKeyring();
    //! A second keyring of the running gnome-keyring, open; its path, empty if it was not made.
    [[nodiscard]] QString addKeyring(const QString &name) const;
    //! Makes \a keyring the one that new items go to; its path or one of its aliases.
    [[nodiscard]] bool makeDefault(const QString &keyring) const;
    [[nodiscard]] bool lockKeyring(const QString &keyring) const;
    //! One of the stand-ins, by its name. It waits in line behind one that runs already.
    [[nodiscard]] bool startStandIn(const QString &mode);
    //! Ends the first stand-in, so that the next one in line has the name.
    void letNextTakeOver() { m_standIns.erase(m_standIns.begin()); }
    //! How often the stand-in has asked the person since the last call.
    [[nodiscard]] int prompts();
    //! NAME=VALUE for everything that is started from now on.
    void setEnvironment(const QString &pair) { m_extra.append(pair); }

    //! What the actors are run under.
    void setWrapper(const QStringList &words) { m_wrapper = words; }

    [[nodiscard]] std::unique_ptr<LabProcess> actor(int silentAfterMs = 10'000) const;
    //! What an actor of its own answers to \a command.
    [[nodiscard]] QJsonObject ask(const QString &command, int silentAfterMs = 10'000) const;
    [[nodiscard]] static QJsonObject ask(LabProcess &actor, const QString &command,
                                         int ms = 20'000);

    [[nodiscard]] QString path(const QString &name) const { return m_home.filePath(name); }
    //! No settings, or such that say of the vault at most that a key may have to go from the
    //! keychain.
    [[nodiscard]] bool keepsNothing() const;
    [[nodiscard]] QString settings() const { return path(QLatin1StringView("desk/profiles.conf")); }
    //! The key that the settings name; empty if they name none.
    [[nodiscard]] QString keyId() const;
    //! What every program of the lab is started with.
    [[nodiscard]] QStringList environment() const;

private:
    [[nodiscard]] bool isOwned(const QString &name) const;
    //! What the Secret Service answers to \a method; none if it fails.
    [[nodiscard]] QVariantList askKeyring(const QString &interface, const QString &method,
                                          const QVariantList &arguments) const;

    QTemporaryDir m_home;
    QString m_address;
    QStringList m_extra;
    QStringList m_wrapper;
    LabProcess m_bus;
    LabProcess m_keyring;
    std::vector<std::unique_ptr<LabProcess>> m_standIns;
};

//! How the actor's verb ended: Done, or the kind of the fault.
[[nodiscard]] inline QString answerOf(const QJsonObject &line)
{
    return line.value(QLatin1StringView("answer")).toString();
}

//! The key that the actor's answer is about.
[[nodiscard]] inline QString idOf(const QJsonObject &line)
{
    return line.value(QLatin1StringView("id")).toString();
}
