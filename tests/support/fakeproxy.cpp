#include "tests/support/fakeproxy.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpSocket>

FakeProxy::FakeProxy(quint16 destination, QObject *parent)
    : QObject(parent)
    , m_destination(destination)
{
    connect(&m_server, &QTcpServer::newConnection, this, &FakeProxy::accept);
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("FakeProxy cannot listen");
}

void FakeProxy::accept()
{
    while (QTcpSocket *client = m_server.nextPendingConnection()) {
        connect(client, &QTcpSocket::readyRead, this, [this, client] { connectRead(client); });
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    }
}

void FakeProxy::connectRead(QTcpSocket *client)
{
    if (!client->peek(16 * 1024).contains("\r\n\r\n"))
        return;
    const QByteArray head = client->readAll();
    m_heard += head;
    m_targets += head.split(' ').value(1);
    QByteArray credentials;
    for (const QByteArray &line : head.split('\n')) {
        if (line.toLower().startsWith("proxy-authorization:"))
            credentials = line.mid(line.indexOf(':') + 1).trimmed();
    }
    m_credentials += credentials;
    if (!m_answer.isEmpty()) {
        client->write(m_answer);
        client->disconnectFromHost();
    } else if (!m_login.isEmpty() && credentials != "Basic " + m_login.toBase64()) {
        client->write("HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n"
                      "Content-Length: 0\r\n\r\n");
    } else {
        openTunnel(client);
    }
}

void FakeProxy::openTunnel(QTcpSocket *client)
{
    client->disconnect(this);
    auto *server = new QTcpSocket(client);
    connect(server, &QTcpSocket::connected, client,
            [client] { client->write("HTTP/1.1 200 Connection established\r\n\r\n"); });
    connect(server, &QTcpSocket::readyRead, client,
            [client, server] { client->write(server->readAll()); });
    connect(client, &QTcpSocket::readyRead, server,
            [client, server] { server->write(client->readAll()); });
    connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    server->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_destination);
}
