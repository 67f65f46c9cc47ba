#include "core/embed/embedendpoint.h"

#include "core/session/renewalrule.h"
#include "core/support/logging.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <sodium.h>

#include <algorithm>
#include <array>

using Kind = EmbedRefusal::Kind;
using End = EmbedState::End;

static constexpr qint64 minuteMs = 60'000;

// 256 bits of chance, in the alphabet that needs no escaping.
static SecretBuffer unguessablePath()
{
    std::array<unsigned char, 32> chance{};
    randombytes_buf(chance.data(), chance.size());
    SecretWriter path;
    path.append('/');
    constexpr QByteArrayView digits = "0123456789abcdef";
    for (const unsigned char byte : chance) {
        path.append(digits[byte >> 4]);
        path.append(digits[byte & 15]);
    }
    sodium_memzero(chance.data(), chance.size());
    return path.take();
}

EmbedEndpoint::EmbedEndpoint(Mint mint, Means means, QObject *parent)
    : QObject(parent)
    , m_mint(std::move(mint))
    , m_means(std::move(means))
    , m_alarm([this] { check(); }, m_means.alarm)
{}

EmbedEndpoint::EmbedEndpoint(Mint mint, QObject *parent)
    : EmbedEndpoint(std::move(mint), Means{}, parent)
{}

EmbedEndpoint::~EmbedEndpoint() = default;

void EmbedEndpoint::start(const EmbedPlan &plan)
{
    stop();
    m_state = {};
    m_given.clear(); // m_started stays: stopping and starting is no way around the limit
    auto server = std::make_unique<QTcpServer>();
    if (plan.origins.isEmpty() || !server->listen(QHostAddress::LocalHost, plan.port)) {
        m_state.end = End::CannotListen;
        Q_EMIT changed();
        return;
    }
    const SecretBuffer path = unguessablePath();
    m_rules.emplace(server->serverPort(), path, plan.origins);
    SecretWriter url;
    url.append("http://127.0.0.1:" + QByteArray::number(server->serverPort()));
    url.append(path.view());
    m_server = std::move(server);
    connect(m_server.get(), &QTcpServer::newConnection, this, &EmbedEndpoint::accept);
    const qint64 length = std::clamp(plan.forMs, shortestMs, longestMs);
    m_usedElapsedMs = m_means.time.elapsedMs();
    m_endsElapsedMs = m_usedElapsedMs + length;
    m_state.isRunning = true;
    m_state.url = url.take();
    m_state.endsMs = m_means.time.wallMs() + length;
    setAlarm();
    Q_EMIT changed();
}

void EmbedEndpoint::stop(End why)
{
    if (!m_server)
        return;
    m_waiting.clear();
    m_isMinting = false;
    m_alarm.stop();
    m_rules.reset();
    m_server->disconnect(this);
    m_server->close();
    const auto connections = m_server->findChildren<EmbedConnection *>();
    for (EmbedConnection *connection : connections)
        connection->disconnect(this);
    m_server.release()->deleteLater(); // this may be called from within one of its connections
    m_state.isRunning = false;
    m_state.url = {};
    m_state.end = why;
    Q_EMIT changed();
}

void EmbedEndpoint::setAlarm()
{
    const qint64 next = std::min(m_endsElapsedMs, m_usedElapsedMs + m_means.limits.unusedMs);
    m_alarm.ringAfter(std::max<qint64>(0, next - m_means.time.elapsedMs()));
}

void EmbedEndpoint::check()
{
    if (!m_server)
        return;
    const qint64 now = m_means.time.elapsedMs();
    if (now >= m_endsElapsedMs)
        return stop(End::TimeUp);
    if (now >= m_usedElapsedMs + m_means.limits.unusedMs)
        return stop(End::NotUsed);
    setAlarm();
}

void EmbedEndpoint::accept()
{
    while (m_server && m_server->hasPendingConnections()) {
        QTcpSocket *socket = m_server->nextPendingConnection();
        const auto open = m_server->findChildren<EmbedConnection *>(Qt::FindDirectChildrenOnly);
        if (open.size() >= m_means.limits.connections) {
            socket->abort();
            socket->deleteLater();
            note({Kind::TooMany});
            continue;
        }
        auto *connection = new EmbedConnection(socket, m_means.limits.connection, m_server.get());
        connect(connection, &EmbedConnection::closed, connection, &QObject::deleteLater);
        connect(connection, &EmbedConnection::refused, this, [this](int status) {
            qCInfo(lcSession) << "embed endpoint: refused" << status;
            note({Kind::Odd});
        });
        connect(connection, &EmbedConnection::asked, this,
                [this, connection](const RequestHead &head) { judge(*connection, head); });
    }
}

void EmbedEndpoint::judge(EmbedConnection &connection, const RequestHead &head)
{
    check(); // after a sleep, the first that comes may come after the end
    if (!m_rules)
        return;
    EmbedRules::Verdict verdict = m_rules->judge(head);
    if (verdict.refusal)
        return refuse(connection, verdict.answer, *verdict.refusal);
    if (!verdict.isForToken) {
        qCInfo(lcSession) << "embed endpoint: preflight answered";
        return connection.answer(verdict.answer);
    }
    m_usedElapsedMs = m_means.time.elapsedMs();
    setAlarm();
    if (const qint64 seconds = secondsUntilFree(); seconds > 0) {
        EmbedAnswer answer{.status = 429, .origin = verdict.answer.origin};
        answer.fields = {{"Retry-After", QByteArray::number(seconds)}};
        return refuse(connection, answer,
                      {Kind::TooOften, QString::fromLatin1(verdict.answer.origin)});
    }
    m_started.enqueue(m_usedElapsedMs);
    m_waiting.enqueue({&connection, std::move(verdict.answer)});
    mintNext();
}

qint64 EmbedEndpoint::secondsUntilFree()
{
    const qint64 now = m_means.time.elapsedMs();
    while (!m_started.isEmpty() && m_started.head() <= now - minuteMs)
        m_started.dequeue();
    if (m_started.size() < m_means.limits.tokensPerMinute)
        return 0;
    return (m_started.head() + minuteMs - now + 999) / 1000;
}

void EmbedEndpoint::mintNext()
{
    while (!m_waiting.isEmpty() && !m_isMinting) {
        const Asker asker = m_waiting.dequeue();
        if (!asker.connection)
            continue; // gone while it waited
        m_isMinting = true;
        const QPointer<EmbedEndpoint> alive(this);
        // Of this run: what comes after a stop is given to nobody.
        m_mint([alive, run = QPointer<QTcpServer>(m_server.get()),
                asker](const ApiResult<Token> &token) {
            if (alive && run && alive->m_server.get() == run)
                alive->minted(asker, token);
        });
    }
}

void EmbedEndpoint::minted(const Asker &asker, const ApiResult<Token> &token)
{
    m_isMinting = false;
    const QString origin = QString::fromLatin1(asker.answer.origin);
    const bool isNew = token && !m_given.contains(token->fingerprint());
    const bool isSame = token ? !isNew : token.error() == renewalrule::noOtherToken();
    if (token)
        m_given.insert(token->fingerprint());
    else
        m_state.error = token.error();
    if (asker.connection && isNew) {
        asker.connection->answer(asker.answer, token->value);
        qCInfo(lcSession) << "embed endpoint: token given";
        ++m_state.handedOut;
        m_state.lastOrigin = origin;
        m_state.lastMs = m_means.time.wallMs();
        Q_EMIT handedOut(origin, *token);
        Q_EMIT changed();
    } else if (asker.connection) {
        refuse(*asker.connection, {.status = 503, .origin = asker.answer.origin},
               {isSame ? Kind::SameToken : Kind::NoToken, origin});
    }
    // Asked again, it would be refused again, and the account be locked in the end.
    if (!token && renewalrule::isFinal(token.error()))
        return stop(End::Refused);
    mintNext();
}

void EmbedEndpoint::refuse(EmbedConnection &connection, const EmbedAnswer &answer,
                           const EmbedRefusal &refusal)
{
    qCInfo(lcSession) << "embed endpoint: refused" << answer.status << refusal.kind;
    connection.answer(answer);
    note(refusal);
}

void EmbedEndpoint::note(const EmbedRefusal &refusal)
{
    ++m_state.refusals;
    if (refusal.kind != Kind::Odd || !m_state.lastRefusal)
        m_state.lastRefusal = refusal;
    m_state.lastRefusalMs = m_means.time.wallMs();
    Q_EMIT changed();
}
