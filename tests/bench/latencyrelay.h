#pragma once

#include <QThread>

#include <memory>

class RelayServer;

//! A wire with a length: whatever passes takes its time each way, a new connection two ways more,
//! as its handshake would. It runs in a thread of its own, so that nothing here delays it.
class LatencyRelay final
{
public:
    //! Listens on the loopback and passes on to \a targetPort there.
    LatencyRelay(quint16 targetPort, int oneWayMs);
    ~LatencyRelay();
    Q_DISABLE_COPY_MOVE(LatencyRelay)

    [[nodiscard]] quint16 port() const { return m_port; }

private:
    QThread m_thread;
    std::unique_ptr<RelayServer> m_server;
    quint16 m_port = 0;
};
