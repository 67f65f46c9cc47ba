#pragma once

#include "tests/support/democluster.h"
#include "tests/support/screen.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

//! The program on \a screen with a token on the clipboard, as a process of its own.
class CopyingDesk final
{
public:
    explicit CopyingDesk(const Screen &screen)
    {
        using namespace Qt::StringLiterals;
        m_process.setProcessEnvironment(screen.environment(m_home.path()));
        m_process.start(QStringLiteral(DESK_COPYING_ACTOR),
                        {m_cluster.origin().toString(), u"maria.lopez"_s});
        m_process.write(m_cluster.password(u"maria.lopez"_s).toUtf8() + '\n');
        static_cast<void>(QTest::qWaitFor(
            [this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; },
            30'000));
        m_hasCopied = m_process.readLine() == "copied\n";
    }
    ~CopyingDesk()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(CopyingDesk)

    [[nodiscard]] bool hasCopied() const { return m_hasCopied; }

    //! "lock", "sign out", "quit", "close", or a signal: "SIGTERM", "SIGINT", "SIGHUP".
    void make(const QByteArray &order)
    {
        int number = 0;
        if (order == "SIGTERM")
            number = SIGTERM;
        else if (order == "SIGINT")
            number = SIGINT;
        else if (order == "SIGHUP")
            number = SIGHUP;
        if (number != 0) {
            ::kill(static_cast<pid_t>(m_process.processId()), number);
            return;
        }
        m_process.write(order + '\n');
        m_process.waitForBytesWritten();
    }

    [[nodiscard]] bool ends()
    {
        return QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; },
                               10'000) &&
               m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    }
    [[nodiscard]] QByteArray output() { return m_process.readAllStandardOutput(); }
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

private:
    DemoCluster m_cluster;
    QTemporaryDir m_home;
    QProcess m_process;
    bool m_hasCopied = false;
};
