#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace Qt::StringLiterals;

//! session-desk as a process, the way a shell starts it.
class Program final
{
public:
    explicit Program(const QStringList &arguments, bool hasDisplay = true,
                     const QString &preloaded = {})
    {
        QProcessEnvironment environment;
        environment.insert(u"HOME"_s, m_home.path());
        environment.insert(u"XDG_CONFIG_HOME"_s, m_home.filePath(u"config"_s));
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_home.path());
        environment.insert(u"TMPDIR"_s, m_home.filePath(u"tmp"_s));
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        for (const char *name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"}) {
            if (qEnvironmentVariableIsSet(name))
                environment.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
        }
        if (hasDisplay)
            environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        if (!preloaded.isEmpty())
            environment.insert(u"LD_PRELOAD"_s, preloaded);
        QDir(m_home.path()).mkpath(u"tmp"_s);
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(DESK_PROGRAM), arguments);
    }
    ~Program()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Program)

    bool ends()
    {
        return m_process.waitForFinished(20'000) && m_process.exitStatus() == QProcess::NormalExit;
    }
    int exitCode() const { return m_process.exitCode(); }
    QString output() { return m_output += QString::fromUtf8(m_process.readAllStandardOutput()); }
    QString errors() { return m_errors += QString::fromUtf8(m_process.readAllStandardError()); }
    qint64 pid() const { return m_process.processId(); }

    //! The processes that this one has started, by their command lines.
    QStringList children() const
    {
        QStringList lines;
        QDirIterator processes(u"/proc"_s, {u"[0-9]*"_s}, QDir::Dirs);
        while (processes.hasNext()) {
            const QString folder = processes.next();
            QFile status(folder + u"/stat"_s);
            QFile command(folder + u"/cmdline"_s);
            if (!status.open(QIODevice::ReadOnly) || !command.open(QIODevice::ReadOnly))
                continue;
            const QByteArray text = status.readAll();
            const QByteArray parent = text.mid(text.lastIndexOf(')') + 2).split(' ').value(1);
            if (parent.toLongLong() == pid())
                lines += QString::fromUtf8(command.readAll().replace('\0', ' '));
        }
        return lines;
    }

    QStringList filesLeft() const
    {
        QStringList files;
        QDirIterator all(m_home.path(), QDir::Files | QDir::Hidden | QDir::System,
                         QDirIterator::Subdirectories);
        while (all.hasNext())
            files += QDir(m_home.path()).relativeFilePath(all.next());
        return files;
    }

    //! Nothing is sent if it does not run: 0 as a process id would be all of us.
    void send(int number) const
    {
        if (pid() > 0)
            ::kill(static_cast<pid_t>(pid()), number);
    }

private:
    QTemporaryDir m_home;
    QProcess m_process;
    QString m_output;
    QString m_errors;
};

class TestDesktop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void helpAndVersionNeedNoDisplay()
    {
        Program help({u"--help"_s}, false);
        QVERIFY(help.ends());
        QCOMPARE(help.exitCode(), 0);
        for (const QString &option :
             {u"--demo"_s, u"--server <URL>"_s, u"--user <NAME>"_s, u"--api <FORM>"_s})
            QVERIFY2(help.output().contains(option), qPrintable(option));

        Program version({u"--version"_s}, false);
        QVERIFY(version.ends());
        QCOMPARE(version.output(), u"session-desk " DESK_VERSION "\n"_s);
    }

    void whatIsNotAnOptionIsRefusedInOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        QTest::newRow("a password is no option")
            << QStringList{u"--password"_s, u"x"_s} << u"password"_s;
        QTest::newRow("a token is no option") << QStringList{u"--token=x"_s} << u"token"_s;
        QTest::newRow("a secret key is no option")
            << QStringList{u"--secret-key=x"_s} << u"secret-key"_s;
        QTest::newRow("an unknown form of the API")
            << QStringList{u"--api"_s, u"3.0"_s} << u"--api takes"_s;
        QTest::newRow("an address with a password in it")
            << QStringList{u"--server"_s, u"https://u:p@h.example"_s} << u"--server"_s;
        QTest::newRow("http to another machine")
            << QStringList{u"--server"_s, u"http://h.example"_s} << u"--server"_s;
        QTest::newRow("a word beside the options")
            << QStringList{u"word"_s} << u"nothing is expected"_s;
    }
    void whatIsNotAnOptionIsRefusedInOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, words);
        Program program(arguments, false);
        QVERIFY(program.ends());
        QCOMPARE(program.exitCode(), 2);
        QCOMPARE(program.output(), QString());
        QVERIFY2(program.errors().contains(words), qPrintable(program.errors()));
    }

    void withoutADisplayItSaysSo()
    {
        Program program({}, false);
        QVERIFY(program.ends());
        QCOMPARE(program.exitCode(), 2);
        QVERIFY(program.errors().contains(u"no display"_s));
    }

    void aHeapThatIsPreloadedGetsItsOwnBlocksBack_data()
    {
        QTest::addColumn<QString>("heap");
        QTest::newRow("overwritten, where it tells their sizes")
            << QStringLiteral(DESK_TINY_MALLOC);
        QTest::newRow("as they are, where it does not") << QStringLiteral(DESK_SIZELESS_MALLOC);
    }
    void aHeapThatIsPreloadedGetsItsOwnBlocksBack()
    {
#if defined(DESK_HAS_SANITIZER) || !defined(__GLIBC__)
        QSKIP("the heap is that of the sanitizer or of another C library");
#endif
        QFETCH(QString, heap);
        Program version({u"--version"_s}, false, heap);
        QVERIFY(version.ends());
        QCOMPARE(version.errors(), QString());
        QCOMPARE(version.output(), u"session-desk " DESK_VERSION "\n"_s);
        QCOMPARE(version.exitCode(), 0);

        Program demo({u"--demo"_s}, true, heap);
        QTRY_COMPARE_WITH_TIMEOUT(demo.children().size(), 1, 20'000);
        demo.send(SIGTERM);
        QVERIFY(demo.ends());
        QCOMPARE(demo.errors(), QString());
        QCOMPARE(demo.exitCode(), 0);
    }

    void anAskedForEndIsOrderly_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void anAskedForEndIsOrderly()
    {
        QFETCH(int, number);
        Program program({u"--demo"_s});
        QTRY_COMPARE_WITH_TIMEOUT(program.children().size(), 1, 20'000);
        QVERIFY(program.children().first().contains(u"session-desk-democluster"_s));
        program.send(number);
        QVERIFY(program.ends());
        QCOMPARE(program.exitCode(), 0);
        QCOMPARE(program.errors(), QString());
        QCOMPARE(program.filesLeft(), QStringList());
    }

    void aDemoClusterDoesNotOutliveAKilledDesktop()
    {
        Program program({u"--demo"_s});
        QTRY_COMPARE_WITH_TIMEOUT(program.children().size(), 1, 20'000);
        const QString child = program.children().first();
        program.send(SIGKILL);
        QVERIFY(!program.ends());
        const auto isAlive = [&] {
            QProcess list;
            list.start(u"pgrep"_s, {u"-c"_s, u"-P"_s, u"1"_s, u"-f"_s,
                                    u"session-desk-democluster.*--stop-with-parent"_s});
            list.waitForFinished();
            return list.readAllStandardOutput().trimmed() != "0";
        };
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(), 10'000);
    }
};

QTEST_GUILESS_MAIN(TestDesktop)
#include "tst_desktop.moc"
