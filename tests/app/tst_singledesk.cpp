#include "app/desktop/singledesk.h"
#include "tests/driver/livedesk.h"
#include "ui/mainwindow/mainwindow.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

#include <signal.h>

using namespace Qt::StringLiterals;

//! A person's home and runtime directory, for any number of desktops.
struct Home
{
    Home()
    {
        QDir(folder.path()).mkpath(u"runtime"_s);
        QFile::setPermissions(runtime, own);
    }

    static constexpr QFile::Permissions own =
        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    QTemporaryDir folder;
    QString config = folder.filePath(u"config"_s);
    QString runtime = folder.filePath(u"runtime"_s);

    [[nodiscard]] QString settingsFile() const { return config + u"/session-desk/profiles.conf"_s; }
};

//! session-desk as a process.
class Program final
{
public:
    explicit Program(const Home &home, const QStringList &arguments = {})
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, home.folder.path());
        environment.insert(u"XDG_CONFIG_HOME"_s, home.config);
        if (!home.runtime.isEmpty())
            environment.insert(u"XDG_RUNTIME_DIR"_s, home.runtime);
        environment.insert(u"TMPDIR"_s, home.folder.path());
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        for (const char *name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"}) {
            if (qEnvironmentVariableIsSet(name))
                environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
        }
        m_process.setProcessEnvironment(environment);
        m_process.setWorkingDirectory(home.folder.path());
        m_process.start(QStringLiteral(DESK_PROGRAM), arguments);
    }
    ~Program()
    {
        send(SIGCONT);
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Program)

    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] int exitCode() const
    {
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    [[nodiscard]] QString output() { return QString::fromUtf8(m_process.readAllStandardOutput()); }
    [[nodiscard]] QString errors() { return QString::fromUtf8(m_process.readAllStandardError()); }

    //! It asks nobody any more: an asked-for end is waited for from right before the window on.
    [[nodiscard]] bool isOpen() const
    {
        QFile status(u"/proc/%1/status"_s.arg(m_process.processId()));
        // Until it is itself, the handlers are ours.
        if (m_process.state() != QProcess::Running || !status.open(QIODevice::ReadOnly))
            return false;
        const QByteArray text = status.readAll();
        const QByteArray caught = text.mid(text.indexOf("SigCgt:") + 7).trimmed().first(16);
        return caught.toULongLong(nullptr, 16) & (1ULL << (SIGTERM - 1));
    }

    //! Nothing is sent if it does not run: 0 as a process id would be all of us.
    void send(int number) const
    {
        if (m_process.processId() > 0)
            ::kill(static_cast<pid_t>(m_process.processId()), number);
    }
    //! Asks it to end; whether it does so in order.
    [[nodiscard]] bool ends()
    {
        send(SIGTERM);
        return QTest::qWaitFor([this] { return !isRunning(); }, 10'000) && exitCode() == 0;
    }

private:
    QProcess m_process;
};

//! The first desktop, in here to be looked at.
struct First
{
    First()
    {
        qputenv("XDG_RUNTIME_DIR", home.runtime.toLocal8Bit());
        single = std::make_unique<SingleDesk>(home.settingsFile());
        isFirst = !single->isTakenOn({});
        desk = std::make_unique<LiveDesk>(LaunchOptions{});
        QObject::connect(
            single.get(), &SingleDesk::asked, &desk->mainWindow(),
            [this](const LaunchOptions &options) { desk->context().openAlso(options); });
    }

    //! Whether a second one starts, tells us and ends.
    [[nodiscard]] bool isAskedBy(const QStringList &arguments) const
    {
        Program second(home, arguments);
        return QTest::qWaitFor([&] { return !second.isRunning(); }, 10'000) &&
               second.exitCode() == 0 && second.errors().isEmpty() &&
               second.output().contains(u"open already"_s);
    }

    Home home;
    std::unique_ptr<SingleDesk> single;
    std::unique_ptr<LiveDesk> desk;
    bool isFirst = false;
};

//! One settings file has one desktop, as far as that can be had.
class TestSingleDesk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void aSecondOneRaisesTheFirstAndOpensWhatWasAskedFor();
    void aSheetThatIsOpenIsFinishedFirst();
    void aLockedOneStaysLocked();
    void whatIsNoQuestionIsDropped_data();
    void whatIsNoQuestionIsDropped();
    void nothingIsOpenedForOneThatHasStoppedWaiting();
    void onlyTheUserMayAsk();
    void aFrozenOneDoesNotStopTheNext();
    void aKilledOneLeavesItsPlace();
    void theFirstOfManyAtOnceStays();
    void withoutAPlaceToMeetBothOpen_data();
    void withoutAPlaceToMeetBothOpen();
    void demosAndOtherSettingsHaveDesktopsOfTheirOwn();
};

void TestSingleDesk::aSecondOneRaisesTheFirstAndOpensWhatWasAskedFor()
{
    First first;
    QVERIFY(first.isFirst);
    MainWindow &window = first.desk->mainWindow();
    window.showMinimized();
    QVERIFY(first.isAskedBy({}));
    QTRY_VERIFY(!window.isMinimized() && window.isVisible() && window.isActiveWindow());
    QVERIFY(!first.desk->window().find(u"Server"_s));

    window.hide();
    QVERIFY(first.isAskedBy({u"--server"_s, u"https://acme.example.com"_s, u"--user"_s,
                             u"-maria, \"lopez\""_s, u"--api"_s, u"beta"_s}));
    QTRY_COMPARE(first.desk->window().text(u"Server"_s), u"https://acme.example.com"_s);
    QCOMPARE(first.desk->window().text(u"User name"_s), u"-maria, \"lopez\""_s);
    QVERIFY2(first.desk->window().text(u"API"_s).contains(u"beta"_s),
             qPrintable(first.desk->window().text(u"API"_s)));
    QVERIFY(window.isVisible());
}

void TestSingleDesk::aSheetThatIsOpenIsFinishedFirst()
{
    First first;
    QVERIFY(first.desk->window().press(Qt::Key_F1));
    QTRY_VERIFY(QApplication::activeModalWidget());
    QVERIFY(first.isAskedBy({u"--server"_s, u"https://one.example.com"_s}));
    QVERIFY(first.isAskedBy({u"--server"_s, u"https://two.example.com"_s}));
    QVERIFY(QApplication::activeModalWidget());
    QVERIFY(!first.desk->window().find(u"Server"_s));
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Escape);
    QTRY_COMPARE(first.desk->window().text(u"Server"_s), u"https://two.example.com"_s);
}

void TestSingleDesk::aLockedOneStaysLocked()
{
    First first;
    first.desk->mainWindow().lock(LockState::Reason::ByHand);
    QTRY_VERIFY(QApplication::focusWidget());
    const QWidget *focus = QApplication::focusWidget();
    QVERIFY(first.isAskedBy({u"--server"_s, u"https://acme.example.com"_s}));
    QVERIFY(first.desk->mainWindow().isLocked());
    QCOMPARE(QApplication::focusWidget(), focus);
    QVERIFY(!first.desk->window().find(u"Server"_s));
    QVERIFY(first.desk->window().click(u"Unlock"_s));
    QTRY_COMPARE(first.desk->window().text(u"Server"_s), u"https://acme.example.com"_s);
}

static QString socketIn(const Home &home)
{
    const QDir folder(home.runtime);
    const QStringList sockets =
        folder.entryList({u"session-desk-*"_s}, QDir::System | QDir::NoDotAndDotDot);
    return sockets.size() == 1 ? folder.filePath(sockets.first()) : QString();
}

void TestSingleDesk::whatIsNoQuestionIsDropped_data()
{
    QTest::addColumn<QByteArray>("question");
    QTest::newRow("garbage") << "\x00\xff{[\n"_ba;
    QTest::newRow("not a list") << "{\"--server\": \"https://acme.example.com\"}--\n"_ba;
    QTest::newRow("an option that there is not") << "[\"--password=x\"]\n"_ba;
    QTest::newRow("a demo") << "[\"--demo\"]\n"_ba;
    QTest::newRow("help") << "[\"--help\"]\n"_ba;
    QTest::newRow("http to another machine") << "[\"--server=http://h.example\"]\n"_ba;
    QTest::newRow("without an end") << QByteArray(100'000, ' ');
    QTest::newRow("nothing") << QByteArray();
}

void TestSingleDesk::whatIsNoQuestionIsDropped()
{
    QFETCH(QByteArray, question);
    First first;
    const QSignalSpy asked(first.single.get(), &SingleDesk::asked);
    QLocalSocket socket;
    socket.connectToServer(socketIn(first.home));
    QTRY_COMPARE(socket.state(), QLocalSocket::ConnectedState);
    socket.write(question);
    QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(socket.readAll(), QByteArray());
    QCOMPARE(asked.count(), 0);
    QVERIFY(first.isAskedBy({}));
    QTRY_COMPARE(asked.count(), 1);
}

void TestSingleDesk::nothingIsOpenedForOneThatHasStoppedWaiting()
{
    First first;
    const QSignalSpy asked(first.single.get(), &SingleDesk::asked);
    QLocalSocket socket;
    socket.connectToServer(socketIn(first.home));
    socket.write("[\"--user=maria.lopez\"]\n");
    QTRY_VERIFY(socket.canReadLine());
    QCOMPARE(socket.readLine(), "taken on\n"_ba);
    socket.abort();
    QVERIFY(first.isAskedBy({u"--user"_s, u"second"_s}));
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(asked.first().first().value<LaunchOptions>().user, u"second"_s);
}

void TestSingleDesk::onlyTheUserMayAsk()
{
    const First first;
    const QFileInfo socket(socketIn(first.home));
    QVERIFY(socket.exists());
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                          QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(socket.permissions() & others, QFile::Permissions());
}

void TestSingleDesk::aFrozenOneDoesNotStopTheNext()
{
    const Home home;
    Program frozen(home);
    QTRY_VERIFY_WITH_TIMEOUT(frozen.isOpen(), 10'000);
    frozen.send(SIGSTOP);
    Program next(home);
    QTRY_VERIFY_WITH_TIMEOUT(next.isOpen(), SingleDesk::patienceMs + 8000);
    QVERIFY(next.ends());
    frozen.send(SIGCONT);
    QVERIFY(frozen.ends());
}

void TestSingleDesk::aKilledOneLeavesItsPlace()
{
    const Home home;
    {
        Program killed(home);
        QTRY_VERIFY_WITH_TIMEOUT(killed.isOpen(), 10'000);
        killed.send(SIGKILL);
        QTRY_VERIFY(!killed.isRunning());
    }
    QVERIFY(!socketIn(home).isEmpty());
    Program first(home);
    QTRY_VERIFY_WITH_TIMEOUT(first.isOpen(), 10'000);
    Program second(home);
    QTRY_VERIFY_WITH_TIMEOUT(!second.isRunning(), 10'000);
    QCOMPARE(second.exitCode(), 0);
    QVERIFY(first.ends());
    QCOMPARE(QDir(home.runtime).entryList({u"session-desk-*"_s}, QDir::Files | QDir::System),
             QStringList());
}

void TestSingleDesk::theFirstOfManyAtOnceStays()
{
    const Home home;
    std::vector<std::unique_ptr<Program>> programs;
    for (int i = 0; i < 4; ++i)
        programs.push_back(std::make_unique<Program>(home));
    const auto running = [&] {
        return std::ranges::count_if(programs,
                                     [](const auto &program) { return program->isRunning(); });
    };
    QTRY_COMPARE_WITH_TIMEOUT(running(), 1, 20'000);
    for (const auto &program : programs) {
        if (program->isRunning())
            QVERIFY(program->ends());
        QCOMPARE(program->exitCode(), 0);
    }
}

void TestSingleDesk::withoutAPlaceToMeetBothOpen_data()
{
    QTest::addColumn<QString>("runtime");
    QTest::addColumn<int>("mode");
    QTest::newRow("none is named") << QString() << 0x7700;
    QTest::newRow("it is missing") << u"/nowhere/at/all"_s << 0x7700;
    QTest::newRow("it is not absolute") << u"runtime"_s << 0x7700;
    QTest::newRow("others may look into it") << u"shared"_s << 0x7755;
    QTest::newRow("it cannot be written") << u"sealed"_s << 0x5500;
    QTest::newRow("its name is too long for a socket") << QString(120, u'x') << 0x7700;
}

void TestSingleDesk::withoutAPlaceToMeetBothOpen()
{
    QFETCH(QString, runtime);
    QFETCH(int, mode);
    Home home;
    home.runtime = runtime;
    if (!runtime.isEmpty() && !runtime.startsWith(u'/')) {
        const QString folder = home.folder.filePath(runtime);
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::setPermissions(folder, QFile::Permissions(mode)));
        if (runtime != "runtime"_L1)
            home.runtime = folder;
    }
    Program first(home);
    QTRY_VERIFY_WITH_TIMEOUT(first.isOpen(), 10'000);
    Program second(home);
    QTRY_VERIFY_WITH_TIMEOUT(second.isOpen(), 10'000);
    QVERIFY(first.ends());
    QVERIFY(second.ends());
    QStringList errors = (first.errors() + second.errors()).split(u'\n', Qt::SkipEmptyParts);
    // Qt says so by itself, for what it wants there.
    errors.removeIf([](const QString &line) { return line.startsWith(u"QStandardPaths: "_s); });
    QCOMPARE(errors, QStringList());
}

void TestSingleDesk::demosAndOtherSettingsHaveDesktopsOfTheirOwn()
{
    Home home;
    Program first(home);
    QTRY_VERIFY_WITH_TIMEOUT(first.isOpen(), 10'000);
    Program demo(home, {u"--demo"_s});
    QTRY_VERIFY_WITH_TIMEOUT(demo.isOpen(), 10'000);
    Program demoToo(home, {u"--demo"_s});
    QTRY_VERIFY_WITH_TIMEOUT(demoToo.isOpen(), 10'000);
    home.config = home.folder.filePath(u"other"_s);
    Program other(home);
    QTRY_VERIFY_WITH_TIMEOUT(other.isOpen(), 10'000);
    for (Program *program : {&first, &demo, &demoToo, &other})
        QVERIFY(program->ends());
}

QTEST_MAIN(TestSingleDesk)
#include "tst_singledesk.moc"
