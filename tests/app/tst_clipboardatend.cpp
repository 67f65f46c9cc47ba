#include "tests/support/democluster.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace Qt::StringLiterals;

//! An X server without a screen, which ends with the test.
class Screen final
{
public:
    Screen()
    {
        m_server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-nolisten"_s, u"tcp"_s});
        if (QTest::qWaitFor([this] { return m_server.canReadLine(); }, 10'000))
            m_display = u':' + QString::fromLatin1(m_server.readLine().trimmed());
    }
    ~Screen()
    {
        m_server.kill();
        m_server.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Screen)

    [[nodiscard]] QString display() const { return m_display; }

    //! What another program gets to see of \a selection; empty where nobody has it.
    [[nodiscard]] QByteArray reads(const QString &selection) const
    {
        constexpr int patienceMs = 200;
        QProcess xclip;
        xclip.start(u"xclip"_s, {u"-display"_s, m_display, u"-o"_s, u"-selection"_s, selection});
        if (xclip.waitForFinished(patienceMs))
            return xclip.readAllStandardOutput();
        // It asked one that was about to end, and waits for ever.
        xclip.kill();
        xclip.waitForFinished();
        return "no answer"_ba;
    }

private:
    QProcess m_server;
    QString m_display;
};

//! Whoever ends the program takes the token off the clipboard: a logout does it by SIGTERM.
class TestClipboardAtEnd final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAskedForEndEmptiesTheClipboard_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void anAskedForEndEmptiesTheClipboard()
    {
        if (QStandardPaths::findExecutable(u"Xvfb"_s).isEmpty() ||
            QStandardPaths::findExecutable(u"xclip"_s).isEmpty())
            QSKIP("Needs Xvfb and xclip: only there does another program see the clipboard.");
        constexpr int promisedMs = 500;
        QFETCH(int, number);
        DemoCluster cluster;
        QVERIFY(cluster.isReady());
        const Screen screen;
        QVERIFY(!screen.display().isEmpty());
        const QTemporaryDir home;
        QProcess desk;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, home.path());
        environment.insert(u"XDG_RUNTIME_DIR"_s, home.path());
        environment.insert(u"DISPLAY"_s, screen.display());
        environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
        desk.setProcessEnvironment(environment);
        desk.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        desk.start(QStringLiteral(DESK_COPYING_ACTOR),
                   {cluster.origin().toString(), u"maria.lopez"_s});
        desk.write(cluster.password(u"maria.lopez"_s).toUtf8() + '\n');
        QTRY_VERIFY_WITH_TIMEOUT(desk.canReadLine() || desk.state() == QProcess::NotRunning,
                                 30'000);
        QCOMPARE(desk.readLine(), "copied\n"_ba);
        QTRY_VERIFY(screen.reads(u"clipboard"_s).size() > 40);
        QTRY_COMPARE(screen.reads(u"primary"_s), QByteArray());

        QElapsedTimer since;
        since.start();
        QCOMPARE(::kill(static_cast<pid_t>(desk.processId()), number), 0);
        while (!screen.reads(u"clipboard"_s).isEmpty() && !since.hasExpired(10'000)) {
        }
        QVERIFY2(since.elapsed() <= promisedMs, qPrintable(u"%1 ms"_s.arg(since.elapsed())));
        QTRY_COMPARE_WITH_TIMEOUT(desk.state(), QProcess::NotRunning, 10'000);
        QCOMPARE(desk.exitStatus(), QProcess::NormalExit);
        QCOMPARE(desk.exitCode(), 0);
        QCOMPARE(desk.readAllStandardOutput(), "cleared\n"_ba);
        QCOMPARE(screen.reads(u"clipboard"_s), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestClipboardAtEnd)
#include "tst_clipboardatend.moc"
