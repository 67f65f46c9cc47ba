#include "tests/app/orderedprocess.h"

using namespace Qt::StringLiterals;

//! The manager of clipboardmanager.cpp on \a screen.
class Manager final
{
public:
    Manager(const Screen &screen, bool isPolite)
    {
        m_process.setProcessEnvironment(screen.environment(m_home.path()));
        m_process.start(QStringLiteral(DESK_CLIPBOARD_MANAGER),
                        {isPolite ? u"polite"_s : u"ill-mannered"_s});
        static_cast<void>(QTest::qWaitFor([this] { return m_process.canReadLine(); }, 10'000));
        m_isReady = m_process.readLine() == "ready\n";
    }
    ~Manager()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Manager)

    [[nodiscard]] bool isReady() const { return m_isReady; }

    //! What it has taken over since it was asked last. Who ends waits for it, so it is all there
    //! once the other program has gone.
    [[nodiscard]] QByteArray kept()
    {
        m_process.waitForReadyRead(50);
        return m_process.readAllStandardOutput();
    }

private:
    QTemporaryDir m_home;
    QProcess m_process;
    bool m_isReady = false;
};

//! Desktops have a program that is handed the clipboard when its owner ends. It is not handed a
//! token.
class TestClipboardManager final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!Screen::isUsable())
            QSKIP("Needs Xvfb and xclip: only there is a clipboard that managers take over.");
    }

    // Without this the other test would also pass by a manager that keeps nothing.
    void theManagerKeepsWhatAnotherProgramLeaves_data()
    {
        QTest::addColumn<bool>("isPolite");
        QTest::addColumn<QString>("mark");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("a polite one, an ordinary text")
            << true << QString() << "kept UTF8_STRING: a shopping list\n"_ba;
        QTest::newRow("a polite one, a marked text") << true << u"marked"_s << "left alone\n"_ba;
        QTest::newRow("an ill-mannered one, an ordinary text")
            << false << QString() << "kept UTF8_STRING: a shopping list\n"_ba;
        QTest::newRow("an ill-mannered one, a marked text")
            << false << u"marked"_s << "kept UTF8_STRING: a shopping list\n"_ba;
    }
    void theManagerKeepsWhatAnotherProgramLeaves()
    {
        QFETCH(bool, isPolite);
        QFETCH(QString, mark);
        QFETCH(QByteArray, expected);
        const Screen screen;
        Manager manager(screen, isPolite);
        QVERIFY(manager.isReady());
        const QTemporaryDir home;
        QProcess other;
        other.setProcessEnvironment(screen.environment(home.path()));
        other.start(QStringLiteral(DESK_LEAVING_ACTOR), {u"a shopping list"_s, mark});
        QVERIFY(other.waitForFinished());
        QCOMPARE(other.exitCode(), 0);
        const QByteArray kept = manager.kept();
        QVERIFY2(kept.contains(expected), kept.constData());
    }

    void atTheEndOfTheProgramItGetsNoToken_data()
    {
        QTest::addColumn<bool>("isPolite");
        QTest::addColumn<QByteArray>("order");
        for (const char *order : {"quit", "close", "SIGTERM"}) {
            QTest::addRow("%s, a polite one", order) << true << QByteArray(order);
            QTest::addRow("%s, an ill-mannered one", order) << false << QByteArray(order);
        }
    }
    void atTheEndOfTheProgramItGetsNoToken()
    {
        QFETCH(bool, isPolite);
        QFETCH(QByteArray, order);
        const Screen screen;
        Manager manager(screen, isPolite);
        QVERIFY(manager.isReady());
        CopyingDesk desk(screen);
        QVERIFY2(desk.hasCopied(), desk.errors().constData());
        QTRY_VERIFY(screen.reads(u"clipboard"_s).size() > 40);
        desk.make(order);
        QVERIFY(desk.ends());
        QCOMPARE(manager.kept(), QByteArray());
        QCOMPARE(screen.reads(u"clipboard"_s), QByteArray());
        QCOMPARE(desk.errors(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestClipboardManager)
#include "tst_clipboardmanager.moc"
