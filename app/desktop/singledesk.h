#pragma once

#include "app/desktop/launchoptions.h"

#include <QLockFile>
#include <QObject>

#include <memory>

class QDeadlineTimer;
class QLocalServer;
class QLocalSocket;

//! Sees to it that one settings file has one desktop: whoever is started second hands what it was
//! asked for to the first, over a socket in the user's runtime directory, and may end. Nothing that
//! goes wrong with that keeps a desktop from starting: where there is no such directory, or a first
//! one that does not answer, there are two. Never a secret passes here.
class SingleDesk final : public QObject
{
    Q_OBJECT

public:
    static constexpr int patienceMs = 2000; //!< what the first one has to answer in

    //! \a settingsFile names the desktop; empty: one of its own.
    explicit SingleDesk(const QString &settingsFile, QObject *parent = nullptr);
    ~SingleDesk() override;

    //! Whether another desktop has taken \a options on. If not, this one listens from now on, if it
    //! can be the first. Blocks for patienceMs at most: to be asked once, before there is a window.
    [[nodiscard]] bool isTakenOn(const LaunchOptions &options);

Q_SIGNALS:
    //! A later desktop was started with \a options.
    void asked(const LaunchOptions &options);

private:
    [[nodiscard]] bool isAnswered(const LaunchOptions &options,
                                  const QDeadlineTimer &deadline) const;
    void listen();
    void welcome(QLocalSocket *visitor);
    void hear(QLocalSocket *visitor);

    const QString m_place; //!< path of the socket; empty: no place to meet
    std::unique_ptr<QLockFile> m_lock;
    std::unique_ptr<QLocalServer> m_server;
};
