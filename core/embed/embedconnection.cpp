#include "core/embed/embedconnection.h"

#include <QTcpSocket>

#include <utility>

EmbedConnection::EmbedConnection(QTcpSocket *socket, const Limits &limits, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_limits(limits)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(m_limits.headBytes + 1);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &EmbedConnection::runOut);
    connect(m_socket, &QTcpSocket::readyRead, this, &EmbedConnection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &EmbedConnection::closed);
    m_deadline.start(m_limits.headMs);
    // What came before anybody listened.
    QMetaObject::invokeMethod(this, &EmbedConnection::read, Qt::QueuedConnection);
}

EmbedConnection::~EmbedConnection()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

void EmbedConnection::read()
{
    if (m_isAnswered) {
        m_socket->readAll();
        return;
    }
    m_bytes += m_socket->read(m_limits.headBytes + 1 - m_bytes.size());
    const qsizetype end = m_bytes.indexOf("\r\n\r\n");
    const bool goesOn = end >= 0 && end + 4 < m_bytes.size(); // pipelined, or a body
    if (goesOn)
        return refuse(400);
    if (m_isAsked)
        return;
    if (end < 0)
        return m_bytes.size() > m_limits.headBytes ? refuse(431) : void();
    const std::optional<RequestHead> head = RequestHead::parse(m_bytes);
    if (!head)
        return refuse(400);
    m_isAsked = true;
    m_deadline.start(m_limits.answerMs);
    Q_EMIT asked(*head);
}

void EmbedConnection::runOut()
{
    if (m_isAnswered || m_isAsked)
        m_socket->abort();
    else
        refuse(408);
}

void EmbedConnection::refuse(int status)
{
    answer({.status = status});
    Q_EMIT refused(status);
}

void EmbedConnection::answer(const EmbedAnswer &answer, const SecretBuffer &token)
{
    if (std::exchange(m_isAnswered, true))
        return;
    wipe(m_bytes); // the path is in it
    const QByteArray text = token.isEmpty() ? answer.text() : QByteArray();
    m_socket->write(answer.head(token.size() + text.size()));
    m_socket->write(text);
    m_socket->write(token.view().data(), token.size());
    // A connection that is closed with something unread loses what was just written.
    m_socket->readAll();
    m_deadline.start(m_limits.headMs);
    m_socket->flush(); // what stops the endpoint must not take this with it
    m_socket->disconnectFromHost();
}
