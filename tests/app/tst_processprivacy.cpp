#include "core/support/secretbuffer.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

//! The superuser may read everything: programs of this test are somebody else's then.
static constexpr uid_t nobody = 65534;

static void become(QProcess &process)
{
    if (::geteuid() != 0)
        return;
    process.setChildProcessModifier([] {
        if (::setgid(nobody) != 0 || ::setuid(nobody) != 0)
            ::_exit(126);
    });
}

//! What a process of an ordinary user comes to by \a deed; 0 where it is let do it.
template<typename Deed> static int errorOf(Deed deed)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0))
            ::_exit(126);
        ::_exit(deed() < 0 ? errno : 0);
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

//! The desktop as a process of an ordinary user, with a home of its own that is also where it
//! stands.
class Desktop final
{
public:
    explicit Desktop(const QStringList &arguments, const QString &preload = {})
    {
        if (::geteuid() == 0 && ::chown(qPrintable(m_home.path()), nobody, nobody) != 0)
            return;
        QProcessEnvironment environment;
        for (const QString &name :
             {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_RUNTIME_DIR"_s, u"TMPDIR"_s})
            environment.insert(name, m_home.path());
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        if (!preload.isEmpty())
            environment.insert(u"LD_PRELOAD"_s, preload);
        m_process.setProcessEnvironment(environment);
        m_process.setWorkingDirectory(m_home.path());
        become(m_process);
        m_process.start(QStringLiteral(DESK_PROGRAM), arguments);
    }
    ~Desktop()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Desktop)

    //! Waits until it has the threads that come with a window; false where the ordinary user cannot
    //! reach the program.
    bool runs()
    {
        return m_process.waitForStarted() &&
               QTest::qWaitFor([this] { return threads() > 1; }, 10'000);
    }
    [[nodiscard]] QString proc(const QString &name) const
    {
        return u"/proc/%1/%2"_s.arg(m_process.processId()).arg(name);
    }
    [[nodiscard]] uid_t ownerOf(const QString &name) const
    {
        struct stat status
        {};
        return ::stat(qPrintable(proc(name)), &status) == 0 ? status.st_uid : uid_t(-1);
    }
    [[nodiscard]] QByteArray content(const QString &name) const
    {
        QFile file(proc(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    //! What another program of the same user gets to read.
    [[nodiscard]] QByteArray asReadByOthers(const QString &name) const
    {
        QProcess reader;
        become(reader);
        reader.start(u"cat"_s, {proc(name)});
        reader.waitForFinished();
        return reader.readAllStandardOutput();
    }
    [[nodiscard]] QStringList filesWithCore() const
    {
        return QDir(m_home.path()).entryList({u"*core*"_s}, QDir::Files | QDir::Hidden);
    }
    QProcess &process() { return m_process; }

private:
    [[nodiscard]] int threads() const
    {
        return int(QDir(proc(u"task"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
    }

    QTemporaryDir m_home;
    QProcess m_process;
};

class TestProcessPrivacy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifdef DESK_HAS_SANITIZER
        QSKIP("a sanitizer looks into the process");
#endif
    }
    void otherProgramsOfTheUserCannotReadTheMemory();
    void norAttachToIt();
    void theSwitchLetsThemIn();
    void aCrashLeavesNoCore_data();
    void aCrashLeavesNoCore();
    void secretsAreLockedIntoMemory();
    void theProgramLocksWhatItHolds();
    void aRefusalOfTheSystemIsLogged();
    void memoryThatCannotBeLockedIsLogged();
};

static uid_t user()
{
    return ::geteuid() == 0 ? nobody : ::geteuid();
}

static QByteArray coreLimit(const Desktop &desktop)
{
    const QList<QByteArray> lines = desktop.content(u"limits"_s).split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("Max core file size"))
            return line.simplified();
    }
    return {};
}

void TestProcessPrivacy::otherProgramsOfTheUserCannotReadTheMemory()
{
    Desktop desktop({});
    if (!desktop.runs())
        QSKIP("an ordinary user cannot run the program from where it is");
    QCOMPARE(desktop.ownerOf(u"mem"_s), uid_t(0)); // the system's, not the user's
    QCOMPARE(desktop.asReadByOthers(u"maps"_s), QByteArray());
    QCOMPARE(desktop.asReadByOthers(u"environ"_s), QByteArray());
    QVERIFY(coreLimit(desktop).startsWith("Max core file size 0 "));
}

void TestProcessPrivacy::norAttachToIt()
{
    const auto attach = [](pid_t process) {
        return errorOf([process] { return ::ptrace(PTRACE_ATTACH, process, nullptr, nullptr); });
    };
    const auto open = [](const QByteArray &file) {
        return errorOf([&file] { return ::open(file.constData(), O_RDONLY | O_CLOEXEC); });
    };
    Desktop desktop({});
    if (!desktop.runs())
        QSKIP("an ordinary user cannot run the program from where it is");
    const auto id = static_cast<pid_t>(desktop.process().processId());
    QCOMPARE(attach(id), EPERM);
    QCOMPARE(open(desktop.proc(u"mem"_s).toLatin1()), EACCES);

    // With the switch the same two succeed, so that it is not the machine which forbids them.
    QFile yama(u"/proc/sys/kernel/yama/ptrace_scope"_s);
    if (yama.open(QIODevice::ReadOnly) && yama.readAll().trimmed() != "0")
        return;
    Desktop inspected({u"--allow-inspection"_s});
    QVERIFY(inspected.runs());
    QCOMPARE(attach(static_cast<pid_t>(inspected.process().processId())), 0);
    QCOMPARE(open(inspected.proc(u"mem"_s).toLatin1()), 0);
}

void TestProcessPrivacy::theSwitchLetsThemIn()
{
    Desktop desktop({u"--allow-inspection"_s});
    if (!desktop.runs())
        QSKIP("an ordinary user cannot run the program from where it is");
    QCOMPARE(desktop.ownerOf(u"mem"_s), user());
    QVERIFY(desktop.asReadByOthers(u"maps"_s).contains("[stack]"));
    QVERIFY(desktop.asReadByOthers(u"environ"_s).contains("QT_QPA_PLATFORM=offscreen"));
}

void TestProcessPrivacy::aCrashLeavesNoCore_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGSEGV") << SIGSEGV;
    QTest::newRow("SIGABRT") << SIGABRT;
}

void TestProcessPrivacy::aCrashLeavesNoCore()
{
    QFETCH(int, number);
    Desktop desktop({});
    if (!desktop.runs())
        QSKIP("an ordinary user cannot run the program from where it is");
    ::kill(static_cast<pid_t>(desktop.process().processId()), number);
    QVERIFY(desktop.process().waitForFinished());
    QCOMPARE(desktop.process().exitStatus(), QProcess::CrashExit);
    QCOMPARE(desktop.filesWithCore(), QStringList());
    QCOMPARE(desktop.process().readAllStandardOutput(), QByteArray());
    QCOMPARE(desktop.process().readAllStandardError(), QByteArray());
}

void TestProcessPrivacy::secretsAreLockedIntoMemory()
{
    const auto lockedKb = [] {
        QFile status(u"/proc/self/status"_s);
        if (!status.open(QIODevice::ReadOnly))
            return -1;
        const QByteArray text = status.readAll();
        return text.sliced(text.indexOf("VmLck:") + 6).trimmed().split(' ').first().toInt();
    };
    const int before = lockedKb();
    QVERIFY(before >= 0);
    {
        const SecretBuffer secret = SecretBuffer::fromBytes("never to be written to the disk");
        QVERIFY(lockedKb() > before);
    }
    QCOMPARE(lockedKb(), before);
}

void TestProcessPrivacy::theProgramLocksWhatItHolds()
{
    Desktop desktop({u"--demo"_s}); // which has a key, for this session only
    if (!desktop.runs())
        QSKIP("an ordinary user cannot run the program from where it is");
    const auto lockedKb = [&desktop] {
        const QByteArray text = desktop.content(u"status"_s);
        const qsizetype at = text.indexOf("VmLck:");
        return at < 0 ? -1 : text.sliced(at + 6).trimmed().split(' ').first().toInt();
    };
    QTRY_VERIFY(lockedKb() > 0);
}

void TestProcessPrivacy::aRefusalOfTheSystemIsLogged()
{
    Desktop desktop({}, QStringLiteral(DESK_REFUSING_SYSTEM));
    if (!desktop.runs())
        QSKIP("an ordinary user cannot run the program from where it is");
    const QByteArray words = "the system does not let the process be shut off from others";
    QByteArray errors;
    QTRY_VERIFY((errors += desktop.process().readAllStandardError()).contains(words));
}

void TestProcessPrivacy::memoryThatCannotBeLockedIsLogged()
{
    const QByteArray words = "the system does not let memory be locked";
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_MEMLOCK, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    QCOMPARE(::setrlimit(RLIMIT_MEMLOCK, &none), 0);
    Desktop desktop({}); // takes the limit over
    QCOMPARE(::setrlimit(RLIMIT_MEMLOCK, &before), 0);
    if (!desktop.runs())
        QSKIP("an ordinary user cannot run the program from where it is");
    QByteArray errors;
    QTRY_VERIFY((errors += desktop.process().readAllStandardError()).contains(words));
}

QTEST_GUILESS_MAIN(TestProcessPrivacy)
#include "tst_processprivacy.moc"
