#include "core/http/httpclient.h"

#include "core/http/httpexchange.h"
#include "core/http/networksession.h"

#include <utility>

HttpCall::HttpCall() = default;

HttpCall::HttpCall(HttpExchange *exchange)
    : m_exchange(exchange)
{}

HttpCall::HttpCall(HttpCall &&other) noexcept
    : m_exchange(std::exchange(other.m_exchange, nullptr))
{}

HttpCall &HttpCall::operator=(HttpCall &&other) noexcept
{
    if (this != &other) {
        cancel();
        m_exchange = std::exchange(other.m_exchange, nullptr);
    }
    return *this;
}

HttpCall::~HttpCall()
{
    cancel();
}

bool HttpCall::isActive() const
{
    return m_exchange && m_exchange->isActive();
}

void HttpCall::cancel()
{
    if (m_exchange)
        m_exchange->cancel();
    m_exchange = nullptr;
}

HttpClient::HttpClient(ConnectionSettings settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_session(std::make_unique<NetworkSession>(m_settings))
{}

HttpClient::~HttpClient()
{
    // Before what they use.
    const auto exchanges = findChildren<HttpExchange *>(QString(), Qt::FindDirectChildrenOnly);
    qDeleteAll(exchanges);
}

const ConnectionSettings &HttpClient::settings() const
{
    return m_settings;
}

HttpCall HttpClient::send(HttpRequest request, Callback callback)
{
    auto *exchange =
        new HttpExchange(*m_session, m_settings, std::move(request), std::move(callback), this);
    connect(exchange, &HttpExchange::attempted, this, &HttpClient::exchanged);
    return HttpCall(exchange);
}

void HttpClient::warmUp(int connections)
{
    m_session->warmUp(connections);
}

void HttpClient::forgetSession()
{
    m_session->forget();
}

bool HttpClient::hasSessionCookies() const
{
    return m_session->hasCookies();
}

void HttpClient::setProxyCredentials(const QString &user, const SecretBuffer &password)
{
    m_session->setProxyCredentials({user, password});
}
