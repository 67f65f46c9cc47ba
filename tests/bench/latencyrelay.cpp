#include "tests/bench/latencyrelay.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <queue>
#include <utility>

//! One direction of one connection: bytes come out after their time, in order.
class Wire final : public QObject
{
public:
    Wire(QTcpSocket *from, QTcpSocket *to, int delayMs, int firstExtraMs)
        : QObject(from)
        , m_to(to)
        , m_delayMs(delayMs)
        , m_opensAtMs(firstExtraMs)
    {
        m_clock.start();
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] { deliver(); });
        connect(from, &QTcpSocket::readyRead, this, [this, from] { take(from->readAll()); });
        connect(from, &QTcpSocket::disconnected, this, [this] { take({}); });
    }

private:
    void take(const QByteArray &bytes)
    {
        m_queue.emplace(qMax(m_clock.elapsed(), m_opensAtMs) + m_delayMs, bytes);
        if (!m_timer.isActive())
            wait();
    }

    void wait() { m_timer.start(int(qMax(qint64(0), m_queue.front().first - m_clock.elapsed()))); }

    void deliver()
    {
        while (!m_queue.empty() && m_queue.front().first <= m_clock.elapsed()) {
            const QByteArray bytes = m_queue.front().second;
            m_queue.pop();
            if (bytes.isEmpty())
                m_to->disconnectFromHost();
            else
                m_to->write(bytes);
        }
        if (!m_queue.empty())
            wait();
    }

    QTcpSocket *m_to;
    const int m_delayMs;
    const qint64 m_opensAtMs;
    QElapsedTimer m_clock;
    QTimer m_timer;
    std::queue<std::pair<qint64, QByteArray>> m_queue;
};

class RelayServer final : public QTcpServer
{
public:
    RelayServer(quint16 targetPort, int oneWayMs)
        : m_targetPort(targetPort)
        , m_oneWayMs(oneWayMs)
    {}

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *near = new QTcpSocket(this);
        auto *far = new QTcpSocket(near);
        near->setSocketDescriptor(descriptor);
        near->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        far->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        far->connectToHost(QHostAddress::LocalHost, m_targetPort);
        new Wire(near, far, m_oneWayMs, 2 * m_oneWayMs);
        new Wire(far, near, m_oneWayMs, 0);
    }

private:
    const quint16 m_targetPort;
    const int m_oneWayMs;
};

LatencyRelay::LatencyRelay(quint16 targetPort, int oneWayMs)
    : m_server(std::make_unique<RelayServer>(targetPort, oneWayMs))
{
    m_server->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        m_server.get(),
        [this] {
            m_server->listen(QHostAddress::LocalHost);
            m_port = m_server->serverPort();
        },
        Qt::BlockingQueuedConnection);
}

LatencyRelay::~LatencyRelay()
{
    // Its sockets have to go where they live.
    QMetaObject::invokeMethod(
        m_server.get(), [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}
