#pragma once

#include "core/http/httpclient.h"
#include "core/http/networksession.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <optional>

class QNetworkReply;

//! One call from send() to its answer: the limits, the retries of an idempotent GET, and the
//! promise that the callback comes once, from the event loop, or never.
class HttpExchange final : public QObject
{
    Q_OBJECT

public:
    HttpExchange(NetworkSession &session, const ConnectionSettings &settings, HttpRequest request,
                 HttpClient::Callback callback, QObject *parent);
    ~HttpExchange() override;

    [[nodiscard]] bool isActive() const { return static_cast<bool>(m_callback); }
    void cancel();

Q_SIGNALS:
    //! Status 0: no whole answer came.
    void attempted(const QString &method, const QString &path, int status, qint64 elapsedMs);

private:
    void start();
    void attempt(const Route &route);
    void watch();
    void encrypted();
    bool refusesCertificate();
    void headRead();
    void bodyRead();
    void finished();
    void whole(HttpResponse response);
    void fail(const ApiError &error);
    void append(QByteArray &piece, qint64 most);
    [[nodiscard]] std::optional<int> retryDelayMs(const HttpResponse &response) const;
    void letGo(bool isAnswered);
    void report(int status);
    void finish(HttpClient::Answer answer);
    void deliver();

    NetworkSession &m_session;
    const ConnectionSettings m_settings;
    HttpRequest m_request;
    HttpClient::Callback m_callback;
    QPointer<QNetworkReply> m_reply;
    QByteArray m_body;
    bool m_isCut = false;
    bool m_wasSent = false; // or some of it, in any attempt
    QTimer m_idleLimit;
    QTimer m_hardLimit;
    QTimer m_retry;
    QElapsedTimer m_elapsed;
    qint64 m_attemptStartMs = 0;
    // Of the moment of the click: what is forgotten later is neither missed nor brought back.
    const int m_era;
    QByteArray m_cookies;
    int m_retries = 0;
    std::optional<HttpClient::Answer> m_answer;
};
