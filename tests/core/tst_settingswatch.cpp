#include "core/storage/settingswatch.h"
#include "tests/storage/quickdirectory.h"

#include <QDir>
#include <QFile>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

// As many watches at once as a system gives one user with ease, so that one wait serves them all.
static constexpr int batches = 10;
static constexpr int watchesPerBatch = 50;

class TestSettingsWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDirectoryMadeWhileTheWatchBeginsIsNotMissed();
};

//! A watch that begins while somebody else makes the directory.
class RacedWatch final : public QObject
{
public:
    explicit RacedWatch(const QString &path)
        : m_path(path)
    {
        QSemaphore go;
        std::thread maker([&] {
            go.acquire();
            QDir().mkpath(QFileInfo(path).path());
        });
        go.release();
        m_watch = std::make_unique<SettingsWatch>(path);
        maker.join();
        connect(m_watch.get(), &SettingsWatch::stirred, this,
                [this] { m_isSeen = m_isSeen || QFileInfo::exists(m_path); });
    }

    [[nodiscard]] bool isSeen() const { return m_isSeen; }
    [[nodiscard]] bool makeFile() const { return QFile(m_path).open(QIODevice::WriteOnly); }

private:
    QString m_path;
    std::unique_ptr<SettingsWatch> m_watch;
    bool m_isSeen = false;
};

void TestSettingsWatch::aDirectoryMadeWhileTheWatchBeginsIsNotMissed()
{
    const QTemporaryDir top(quickDirectory());
    for (int batch = 0; batch < batches; ++batch) {
        std::vector<std::unique_ptr<RacedWatch>> watches;
        for (int i = 0; i < watchesPerBatch; ++i)
            watches.push_back(std::make_unique<RacedWatch>(
                top.filePath(u"%1/%2/desk/profiles.conf"_s.arg(batch).arg(i))));
        for (const auto &watch : watches)
            QVERIFY(watch->makeFile());
        QTRY_VERIFY(std::all_of(watches.cbegin(), watches.cend(),
                                [](const auto &watch) { return watch->isSeen(); }));
    }
}

QTEST_GUILESS_MAIN(TestSettingsWatch)
#include "tst_settingswatch.moc"
