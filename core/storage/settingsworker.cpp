#include "core/storage/settingsworker.h"

#include "core/support/stragglers.h"

#include <QSemaphore>

#include <atomic>

//! Does the jobs; lives on the thread and may outlive the SettingsWorker.
class SettingsHand final : public QObject
{
    Q_OBJECT

public:
    explicit SettingsHand(const SettingsFile &file)
        : m_file(file)
    {}

    void read() { Q_EMIT finished(m_file.read()); }
    void write(const QList<StoredChange> &changes, const StoredState &known)
    {
        Q_EMIT finished(m_file.write(changes, known));
    }

Q_SIGNALS:
    void finished(const SettingsFile::Outcome &outcome);

private:
    SettingsFile m_file;
};

SettingsWorker::SettingsWorker(const SettingsFile &file, QObject *parent)
    : QObject(parent)
    , m_file(file)
{}

SettingsWorker::~SettingsWorker()
{
    if (!m_thread)
        return;
    // The thread must not quit while the call that tells it so is still being posted.
    struct End
    {
        QSemaphore drained;
        std::atomic_bool isLeft = false;
    };
    QThread *thread = m_thread.get();
    const auto end = std::make_shared<End>();
    QMetaObject::invokeMethod(
        m_hand.get(),
        [thread, end] {
            end->drained.release();
            if (end->isLeft)
                thread->quit();
        },
        Qt::QueuedConnection);
    const bool isDrained = end->drained.tryAcquire(1, endWaitMs);
    end->isLeft = !isDrained;
    if (isDrained || end->drained.tryAcquire()) {
        thread->quit();
        thread->wait();
        return;
    }
    // A disk that does not answer must not hold up the end of the program. The thread and its
    // object are left to end by themselves; a write that is cut off leaves the old file.
    stragglers::leaveBehind();
    SettingsHand *hand = m_hand.release();
    m_thread.release();
    connect(thread, &QThread::finished, hand, &QObject::deleteLater);
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
}

void SettingsWorker::start()
{
    if (m_thread)
        return;
    m_thread = std::make_unique<QThread>();
    m_thread->setObjectName(QLatin1StringView("settings"));
    m_hand = std::make_unique<SettingsHand>(m_file);
    m_hand->moveToThread(m_thread.get());
    connect(m_hand.get(), &SettingsHand::finished, this, &SettingsWorker::finished);
    m_thread->start();
}

void SettingsWorker::read()
{
    start();
    QMetaObject::invokeMethod(
        m_hand.get(), [hand = m_hand.get()] { hand->read(); }, Qt::QueuedConnection);
}

void SettingsWorker::write(const QList<StoredChange> &changes, const StoredState &known)
{
    start();
    QMetaObject::invokeMethod(
        m_hand.get(), [hand = m_hand.get(), changes, known] { hand->write(changes, known); },
        Qt::QueuedConnection);
}

#include "settingsworker.moc"
