#include "tests/storage/actorprocess.h"
#include "tests/storage/settingsplace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <memory>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

//! The window beside slow disks, locks that others hold, and odd places for its settings.
class TestStorageWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aSlowDiskDoesNotHoldUpTheWindow();
    void theWindowStartsBesideWhateverIsInPlaceOfTheLock_data();
    void theWindowStartsBesideWhateverIsInPlaceOfTheLock();
    void aDirectoryThatMayOnlyBeReadIsSaid();
    void oddPlacesForSettingsAreEndured_data();
    void oddPlacesForSettingsAreEndured();

private:
    [[nodiscard]] QString config() const { return m_home->filePath(u"config"_s); }
    [[nodiscard]] QString path() const { return config() + u"/session-desk/profiles.conf"_s; }
    [[nodiscard]] QStringList environment(const QString &configHome) const
    {
        return {u"HOME="_s + m_home->path(), u"XDG_CONFIG_HOME="_s + configHome,
                u"XDG_RUNTIME_DIR="_s + m_home->path(), u"QT_QPA_PLATFORM=offscreen"_s,
                u"DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere"_s};
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

static const QString holdsTheFile = u"another program holds the settings file"_s;

void TestStorageWindow::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_home = std::make_unique<QTemporaryDir>(quickDirectory());
}

void TestStorageWindow::aSlowDiskDoesNotHoldUpTheWindow()
{
    prepareFile(path());
    ActorProcess window;
    window.start({u"rename"_s},
                 environment(config()) + ActorProcess::preload() +
                     QStringList{u"DESK_SLOW_FSYNC_MS=3000"_s},
                 QLatin1StringView(STORAGE_WINDOW));
    const QJsonObject result = window.result();
    qInfo() << result;
    // Of the 150 that there is time for; a thread that waits for the disk has none.
    QVERIFY(result.value("ticks"_L1).toInt() >= 30);
}

void TestStorageWindow::theWindowStartsBesideWhateverIsInPlaceOfTheLock_data()
{
    QTest::addColumn<QString>("obstacle");
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("ticks");
    QTest::newRow("the lock of another program") << u"held"_s << holdsTheFile << 20;
    QTest::newRow("a directory") << u"directory"_s << holdsTheFile << 20;
    QTest::newRow("debris") << u"debris"_s << u"its last good copy was loaded"_s << 0;
}

void TestStorageWindow::theWindowStartsBesideWhateverIsInPlaceOfTheLock()
{
    QFETCH(QString, obstacle);
    QFETCH(QString, words);
    QFETCH(int, ticks);
    prepareFile(path());
    put(path(), "damaged"); // for which the lock is needed
    ActorProcess holder;
    if (obstacle == u"held"_s) {
        QSignalSpy printed(&holder.process, &QProcess::readyReadStandardOutput);
        holder.start({u"hold"_s, path() + u".lock"_s});
        QVERIFY(printed.wait());
    } else if (obstacle == u"directory"_s) {
        QVERIFY(QDir().mkdir(path() + u".lock"_s));
    } else {
        put(path() + u".lock"_s, "neither a number\nnor a name");
    }
    ActorProcess window;
    const QString verb = obstacle == u"debris"_s ? u"keep looking"_s : u"look"_s;
    window.start({verb, words}, environment(config()), QLatin1StringView(STORAGE_WINDOW));
    const QJsonObject result = window.result();
    qInfo() << result;
    QVERIFY(result.value("ticks"_L1).toInt(-1) >= ticks);
}

void TestStorageWindow::aDirectoryThatMayOnlyBeReadIsSaid()
{
    if (::geteuid() != 0)
        QSKIP("only root can make files of another user");
    prepareFile(path());
    QCOMPARE(::chmod(QFile::encodeName(m_home->path()).constData(), 0755), 0);
    QCOMPARE(::chmod(QFile::encodeName(config()).constData(), 0755), 0);
    const QByteArray directory = QFile::encodeName(QFileInfo(path()).path());
    for (const QByteArray &owned :
         {directory, directory + "/profiles.conf", directory + "/profiles.conf.bak"})
        QCOMPARE(::chown(owned.constData(), 65'534, 65'534), 0);
    QCOMPARE(::chmod(directory.constData(), 0500), 0);
    ActorProcess window;
    window.start({u"rename"_s, u"the settings file cannot be written"_s},
                 environment(config()) + QStringList{u"DESK_AS_NOBODY=1"_s},
                 QLatin1StringView(STORAGE_WINDOW));
    QVERIFY(window.result().value("ticks"_L1).toInt(-1) >= 0);
}

void TestStorageWindow::oddPlacesForSettingsAreEndured_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("words");
    // The specification says that a path that is not whole counts as none.
    QTest::newRow("a path that is not whole") << u"config"_s << u"rename"_s << QString();
    QTest::newRow("a file") << u"/a file"_s << u"look"_s << u"Welcome to Session Desk"_s;
    QTest::newRow("nowhere") << u"/dev/null/config"_s << u"look"_s << u"Welcome to Session Desk"_s;
}

void TestStorageWindow::oddPlacesForSettingsAreEndured()
{
    QFETCH(QString, place);
    QFETCH(QString, verb);
    QFETCH(QString, words);
    const QString inHome = m_home->filePath(u".config/session-desk/profiles.conf"_s);
    prepareFile(inHome);
    put(m_home->filePath(u"a file"_s), "x");
    ActorProcess window;
    window.process.setWorkingDirectory(m_home->path());
    window.start({verb, words}, environment(place == u"/a file"_s ? m_home->path() + place : place),
                 QLatin1StringView(STORAGE_WINDOW));
    QVERIFY(window.result().value("ticks"_L1).toInt(-1) >= 0);
    QCOMPARE(contentOf(inHome).contains("renamed"), verb == u"rename"_s);
    QVERIFY(!QFileInfo::exists(config()));
}

QTEST_GUILESS_MAIN(TestStorageWindow)
#include "tst_storagewindow.moc"
