#pragma once

#include "core/session/token.h"
#include "core/storage/profile.h"
#include "core/support/secretbuffer.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>

class DemoCluster;
class ProfileStore;
class Vault;

//! What a run of sdesk left.
struct SdeskRun
{
    int code = -1; //!< -1: it crashed, or did not end
    QByteArray output{};
    QByteArray errors{};
};

//! A home folder with sdesk in it, run as a shell runs it. Everything kept is under a passphrase,
//! which runs get by a file descriptor.
class SdeskHome final
{
public:
    enum class Passphrase
    {
        Right,
        Wrong,
        Short,
        None
    };

    SdeskHome();
    ~SdeskHome();
    Q_DISABLE_COPY_MOVE(SdeskHome)

    //! From now on runs log all there is, Qt's own lines included.
    void logEverything() { m_logsEverything = true; }
    //! Starts sdesk; it gets the passphrase and \a input, and then the end of standard input.
    void start(QProcess &process, const QStringList &arguments,
               Passphrase passphrase = Passphrase::Right) const;
    //! Starts sdesk on the terminal that is called \a terminal, without a passphrase.
    void startOnTerminal(QProcess &process, const QStringList &arguments,
                         const QByteArray &terminal) const;
    //! Starts \a program, which finds sdesk as a shell does.
    void startOther(QProcess &process, const QString &program, const QStringList &arguments) const;
    SdeskRun run(const QStringList &arguments, const QByteArray &input = {},
                 Passphrase passphrase = Passphrase::Right) const;

    //! Adds the profile "work" of \a user at \a cluster.
    void addProfile(const DemoCluster &cluster, const QString &user = QStringLiteral("maria.lopez"),
                    const QStringList &options = {}) const;
    //! Chooses the passphrase as the place, by a derivation that costs next to nothing.
    void chooseCheapPassphrase() const;
    //! Works on the same settings as a window would, with the vault open, and saves.
    void asTheWindow(const std::function<void(ProfileStore &, Vault &)> &work) const;
    //! Keeps a token of an hour for the only profile.
    void keepToken(const QByteArray &value) const;
    //! The token kept for the only profile in its own Org; an empty one if there is none.
    [[nodiscard]] Token keptToken() const;

    [[nodiscard]] QString path() const { return m_home.path(); }
    [[nodiscard]] QString settingsFile() const;
    [[nodiscard]] static QByteArray passphrase() { return "four words and more"; }

private:
    [[nodiscard]] QProcessEnvironment environment() const;

    QTemporaryDir m_home;
    bool m_logsEverything = false;
};
