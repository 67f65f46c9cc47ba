#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QTcpServer>

class QTcpSocket;

//! An HTTP proxy on 127.0.0.1 that leads every tunnel, whatever name it is asked for, to one port
//! of this machine: so that tests can use names that no name server knows.
class FakeProxy final : public QObject
{
    Q_OBJECT

public:
    explicit FakeProxy(quint16 destination, QObject *parent = nullptr);

    [[nodiscard]] int port() const { return m_server.serverPort(); }
    //! "cluster.example:443", one for each CONNECT that came.
    [[nodiscard]] const QList<QByteArray> &targets() const { return m_targets; }
    //! The Proxy-Authorization of each; null where there was none.
    [[nodiscard]] const QList<QByteArray> &credentials() const { return m_credentials; }
    //! All that was said to the proxy itself.
    [[nodiscard]] const QByteArray &heard() const { return m_heard; }

    //! Asks for this Basic login ("user:password") before it opens a tunnel.
    void demand(const QByteArray &login) { m_login = login; }
    //! Answers every CONNECT with these bytes and closes.
    void answerWith(const QByteArray &bytes) { m_answer = bytes; }

private:
    void accept();
    void connectRead(QTcpSocket *client);
    void openTunnel(QTcpSocket *client);

    QTcpServer m_server;
    quint16 m_destination;
    QList<QByteArray> m_targets;
    QList<QByteArray> m_credentials;
    QByteArray m_heard;
    QByteArray m_login;
    QByteArray m_answer;
};
