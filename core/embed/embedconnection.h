#pragma once

#include "core/embed/embedrules.h"

#include <QObject>
#include <QTimer>

class QTcpSocket;

//! One connection to the embed endpoint: reads one request head, writes one answer, closes. What
//! comes slowly, is too long or goes on after the head is answered here, as a refusal.
class EmbedConnection final : public QObject
{
    Q_OBJECT

public:
    //! What one request may cost.
    struct Limits
    {
        qsizetype headBytes = 16 * 1024; //!< pages on this machine may have many cookies
        int headMs = 5'000;              //!< until the head is complete, however many bytes drip in
        int answerMs = 90'000;           //!< until the answer is sent: longer than any mint
    };

    //! Takes \a socket over.
    EmbedConnection(QTcpSocket *socket, const Limits &limits, QObject *parent);
    ~EmbedConnection() override;

    //! Writes \a answer with \a token as its body, and closes. A second answer is ignored.
    void answer(const EmbedAnswer &answer, const SecretBuffer &token = {});

Q_SIGNALS:
    //! To be answered, now or later.
    void asked(const RequestHead &head);
    //! No proper request; it has been answered with \a status.
    void refused(int status);
    //! The other side is gone, or all is said: the end of this.
    void closed();

private:
    void read();
    void runOut();
    void refuse(int status);

    QTcpSocket *m_socket;
    const Limits m_limits;
    QTimer m_deadline;
    QByteArray m_bytes;
    bool m_isAsked = false;
    bool m_isAnswered = false;
};
