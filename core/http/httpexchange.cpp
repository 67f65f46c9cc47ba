#include "core/http/httpexchange.h"

#include "core/http/replyreader.h"
#include "core/http/requestrules.h"
#include "core/support/logging.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr qint64 pieceSize = 64 * 1024;

// Qt does not always say that it has sent something before the connection ends, so that its silence
// alone proves nothing.
static bool failsBeforeSending(ApiError::Kind kind)
{
    using Kind = ApiError::Kind;
    return kind == Kind::InvalidInput || kind == Kind::InsecureAddress ||
           kind == Kind::HostNotFound || kind == Kind::Unreachable || kind == Kind::Proxy ||
           kind == Kind::Tls;
}

HttpExchange::HttpExchange(NetworkSession &session, const ConnectionSettings &settings,
                           HttpRequest request, HttpClient::Callback callback, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_settings(settings)
    , m_request(std::move(request))
    , m_callback(std::move(callback))
    , m_era(session.era())
{
    if (m_request.usesCookies)
        m_cookies = session.cookies(requestrules::path(m_request.target));
    for (QTimer *timer : {&m_idleLimit, &m_hardLimit, &m_retry})
        timer->setSingleShot(true);
    m_idleLimit.setInterval(settings.deadlines.idleMs);
    connect(&m_idleLimit, &QTimer::timeout, this, [this] {
        fail({.kind = ApiError::Kind::Timeout,
              .detail = u"nothing came for %1 ms"_s.arg(m_settings.deadlines.idleMs)});
    });
    connect(&m_hardLimit, &QTimer::timeout, this, [this] {
        fail({.kind = ApiError::Kind::Timeout,
              .detail = u"no whole answer within %1 ms"_s.arg(m_hardLimit.interval())});
    });
    connect(&m_retry, &QTimer::timeout, this, &HttpExchange::start);
    m_elapsed.start();
    m_hardLimit.start(std::min(settings.deadlines.totalMs,
                               m_request.limitMs.value_or(settings.deadlines.totalMs)));
    QMetaObject::invokeMethod(this, &HttpExchange::start, Qt::QueuedConnection);
}

HttpExchange::~HttpExchange()
{
    letGo(false);
    wipe(m_body);
    wipe(m_cookies);
}

void HttpExchange::cancel()
{
    if (!m_callback)
        return;
    m_callback = nullptr;
    letGo(false);
    m_hardLimit.stop();
    m_retry.stop();
    deleteLater();
}

void HttpExchange::start()
{
    if (!m_callback || m_answer)
        return;
    if (const auto objection = requestrules::objection(m_request, m_settings.acceptLanguage))
        return finish(Failure{*objection});
    m_idleLimit.start();
    m_session.prepare(this, [this](const Route &route) { attempt(route); });
}

void HttpExchange::attempt(const Route &route)
{
    if (!m_callback || m_answer)
        return;
    if (route.problem)
        return finish(Failure{*route.problem});
    m_attemptStartMs = m_elapsed.elapsed();
    m_isCut = false;
    QNetworkRequest network = requestrules::toNetwork(m_request, m_settings, m_cookies);
    if (route.tls)
        network.setSslConfiguration(route.tls->configuration());
    // As a custom verb, so that Qt adds no header of its own for a POST without a body.
    auto *body = new OneTimeBody(m_request.body.value_or(SecretBuffer()), this);
    m_reply = m_session.managerForCall().sendCustomRequest(
        network, requestrules::methodName(m_request.method), body);
    body->setParent(m_reply);
    m_reply->setReadBufferSize(pieceSize);
    watch();
}

void HttpExchange::watch()
{
    QNetworkReply *reply = m_reply;
    const auto stirred = [this] { m_idleLimit.start(); };
    connect(reply, &QNetworkReply::socketStartedConnecting, this, stirred);
    connect(reply, &QNetworkReply::requestSent, this, [this] {
        m_wasSent = true;
        m_idleLimit.start();
    });
    connect(reply, &QNetworkReply::uploadProgress, this, stirred);
    connect(reply, &QNetworkReply::encrypted, this, &HttpExchange::encrypted);
    connect(reply, &QNetworkReply::metaDataChanged, this, &HttpExchange::headRead);
    connect(reply, &QNetworkReply::readyRead, this, &HttpExchange::bodyRead);
    connect(reply, &QNetworkReply::finished, this, &HttpExchange::finished);
}

// Before the first byte of the request is sent: nothing reaches a server with the wrong key.
void HttpExchange::encrypted()
{
    m_idleLimit.start();
    refusesCertificate();
}

bool HttpExchange::refusesCertificate()
{
    const Route &route = m_session.route();
    const auto objection = route.tls ? route.tls->objection(*m_reply, route.host) : std::nullopt;
    if (!objection)
        return false;
    m_session.retireConnections();
    m_reply->disconnect(this);
    m_reply->abort();
    fail(*objection);
    return true;
}

void HttpExchange::headRead()
{
    m_idleLimit.start();
    if (refusesCertificate()) // on a connection that was opened for another call
        return;
    if (const auto fault = replyreader::headFault(*m_reply, m_request.replyCap)) {
        m_session.retireConnections(); // what follows on this one could pass for another answer
        fail(*fault);
    }
}

void HttpExchange::bodyRead()
{
    m_idleLimit.start();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const qint64 most = status >= 400 ? replyreader::errorBodyKept : m_request.replyCap;
    while (m_reply && m_reply->bytesAvailable() > 0) {
        QByteArray piece = m_reply->read(pieceSize);
        const bool isOver = m_body.size() + piece.size() > most;
        if (isOver && status < 400) {
            wipe(piece);
            return fail({.kind = ApiError::Kind::TooLarge,
                         .httpStatus = status,
                         .detail = u"more than %1 bytes"_s.arg(most)});
        }
        if (isOver)
            piece.truncate(most - m_body.size());
        append(piece, most);
        if (isOver) {
            m_isCut = true; // the status is what counts; the rest is not waited for
            return finished();
        }
    }
}

//! A body may hold a token, so no half-grown copy of it is left behind. What does not fit into the
//! first piece gets all the room it may need at once: pages that are not written to cost nothing.
void HttpExchange::append(QByteArray &piece, qint64 most)
{
    if (m_body.size() + piece.size() > m_body.capacity()) {
        QByteArray larger;
        larger.reserve(m_body.isEmpty() ? pieceSize : most);
        larger.append(QByteArrayView(m_body));
        wipe(m_body);
        m_body = std::move(larger);
    }
    m_body.append(QByteArrayView(piece));
    wipe(piece);
}

void HttpExchange::finished()
{
    if (!m_isCut && m_reply)
        bodyRead();
    if (!m_reply || m_answer)
        return;
    if (!m_isCut && !replyreader::isAnswer(*m_reply, m_session.route()))
        return fail(
            replyreader::transportError(*m_reply, m_session.route(), m_session.tlsErrors()));
    if (const auto fault = replyreader::headFault(*m_reply, m_request.replyCap)) {
        m_session.retireConnections();
        return fail(*fault);
    }
    if (replyreader::isAmbiguous(*m_reply))
        m_session.retireConnections();
    auto answer = replyreader::read(*m_reply, std::exchange(m_body, {}), m_isCut);
    if (answer)
        return whole(std::move(answer).value());
    m_session.retireConnections();
    fail(answer.error());
}

void HttpExchange::whole(HttpResponse response)
{
    if (m_request.usesCookies && response.status < 300)
        m_session.setCookies(m_reply->rawHeader("Set-Cookie"), m_era);
    report(response.status);
    letGo(!m_isCut);
    if (const auto delay = retryDelayMs(response)) {
        ++m_retries;
        m_retry.start(*delay);
        return;
    }
    response.receivedElapsedMs = m_elapsed.elapsed();
    finish(std::move(response));
}

void HttpExchange::fail(const ApiError &error)
{
    if (m_answer)
        return;
    report(error.httpStatus);
    if (error.httpStatus == 0 || error.kind == ApiError::Kind::Proxy)
        m_session.doubtRoute();
    finish(Failure{error});
}

std::optional<int> HttpExchange::retryDelayMs(const HttpResponse &response) const
{
    const bool isPassing = response.status == 429 || response.status == 502 ||
                           response.status == 503 || response.status == 504;
    const bool mayRepeat = m_request.method == HttpRequest::Method::Get && m_request.mayRepeat;
    if (!mayRepeat || !isPassing || m_retries == 2)
        return std::nullopt;
    const int doubling = 500 << m_retries;
    const qint64 wanted = response.retryAfterSeconds
                              ? *response.retryAfterSeconds * qint64(1000)
                              : doubling + QRandomGenerator::global()->bounded(doubling / 2);
    if (wanted > m_settings.deadlines.retryWaitMs || wanted >= m_hardLimit.remainingTime())
        return std::nullopt;
    return static_cast<int>(wanted);
}

// A connection keeps what it was to send, headers and all, as long as there is no answer, and of
// what it has sent last, with TLS, the clear text. The jar has the cookies in any case.
void HttpExchange::letGo(bool isAnswered)
{
    m_idleLimit.stop();
    if (!m_reply)
        return;
    // Deleting it ends it. Qt is not prepared for abort() in most of its signals.
    m_reply->disconnect(this);
    m_reply->deleteLater();
    m_reply = nullptr;
    const bool isSecret = m_request.body || !m_request.bearer.isEmpty();
    if (!isAnswered && (isSecret || !m_cookies.isEmpty()))
        m_session.retireConnections();
    else if (isSecret)
        m_session.noteSecretSent();
}

void HttpExchange::report(int status)
{
    const qint64 elapsed = m_elapsed.elapsed() - m_attemptStartMs;
    const QString method = QString::fromLatin1(requestrules::methodName(m_request.method));
    const QString path = QString::fromLatin1(requestrules::path(m_request.target));
    qCInfo(lcHttp).noquote() << method << path << status << elapsed << "ms";
    Q_EMIT attempted(method, path, status, elapsed);
}

void HttpExchange::finish(HttpClient::Answer answer)
{
    letGo(false); // where there was one, whole() has done it
    m_hardLimit.stop();
    m_retry.stop();
    if (!answer) {
        ApiError error = std::move(answer).error();
        error.isUnsent = !m_wasSent && failsBeforeSending(error.kind);
        answer = Failure{std::move(error)};
    }
    m_answer = std::move(answer);
    // Not from within a slot of the reply: the receiver may delete the client with all it owns.
    QMetaObject::invokeMethod(this, &HttpExchange::deliver, Qt::QueuedConnection);
}

void HttpExchange::deliver()
{
    if (!m_callback)
        return;
    const HttpClient::Callback callback = std::exchange(m_callback, nullptr);
    HttpClient::Answer answer = std::move(*m_answer);
    deleteLater();
    callback(std::move(answer)); // may delete this
}
