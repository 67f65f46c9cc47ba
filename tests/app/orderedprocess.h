#pragma once

#include "tests/support/democluster.h"
#include "tests/support/screen.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

//! A program that says with its first line that it is ready, and then takes orders (orders.h). It
//! has a home of its own.
class OrderedProcess
{
public:
    explicit OrderedProcess(QProcessEnvironment environment)
    {
        for (const char *name : {"HOME", "XDG_RUNTIME_DIR"})
            environment.insert(QString::fromLatin1(name), m_home.path());
        m_process.setProcessEnvironment(environment);
    }
    ~OrderedProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(OrderedProcess)

    //! Whether it says \a ready before it ends.
    [[nodiscard]] bool start(const QString &program, const QStringList &arguments,
                             const QString &password, const QByteArray &ready)
    {
        m_process.start(program, arguments);
        m_process.write(password.toUtf8() + '\n');
        static_cast<void>(QTest::qWaitFor(
            [this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; },
            30'000));
        return m_process.readLine() == ready + '\n';
    }

    //! An order, or "SIGTERM", "SIGINT", "SIGHUP".
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

    //! Waits for its end; whether that was an orderly one.
    [[nodiscard]] bool ends()
    {
        return QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; },
                               10'000) &&
               m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    }
    [[nodiscard]] qint64 id() const { return m_process.processId(); }
    [[nodiscard]] QByteArray output() { return m_process.readAllStandardOutput(); }
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

private:
    QTemporaryDir m_home;
    QProcess m_process;
};

#ifdef DESK_COPYING_ACTOR
//! The program on \a screen with a token on the clipboard.
class CopyingDesk final : public OrderedProcess
{
public:
    explicit CopyingDesk(const Screen &screen)
        : OrderedProcess(screen.environment({}))
    {
        using namespace Qt::StringLiterals;
        m_hasCopied = start(QStringLiteral(DESK_COPYING_ACTOR),
                            {m_cluster.origin().toString(), u"maria.lopez"_s},
                            m_cluster.password(u"maria.lopez"_s), "copied");
    }
    ~CopyingDesk() { m_cluster.process().kill(); } // one that stands still would be waited for
    Q_DISABLE_COPY_MOVE(CopyingDesk)

    [[nodiscard]] bool hasCopied() const { return m_hasCopied; }
    //! From now on it answers nothing, and refuses nothing.
    void stopCluster() { ::kill(static_cast<pid_t>(m_cluster.process().processId()), SIGSTOP); }

private:
    DemoCluster m_cluster;
    bool m_hasCopied = false;
};
#endif
