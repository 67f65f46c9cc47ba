#include "core/session/apicalls.h"

#include <algorithm>

ApiCalls::ApiCalls(HttpClient &client, ServerClock &clock, std::optional<int> limitMs)
    : m_client(client)
    , m_clock(clock)
    , m_limitMs(limitMs)
    , m_context(std::make_unique<QObject>())
{}

ApiCalls::~ApiCalls() = default;

void ApiCalls::send(HttpRequest request, Answer then)
{
    request.limitMs = m_limitMs;
    std::erase_if(m_calls, [](const HttpCall &call) { return !call.isActive(); });
    m_calls.push_back(
        m_client.send(std::move(request), [this, then](ApiResult<HttpResponse> answer) {
            if (answer && answer->serverTimeMs)
                m_clock.synchronize(*answer->serverTimeMs);
            then(std::move(answer));
        }));
}

void ApiCalls::answerLater(std::function<void()> answer)
{
    QMetaObject::invokeMethod(m_context.get(), std::move(answer), Qt::QueuedConnection);
}

void ApiCalls::drop()
{
    m_calls.clear();
    m_context = std::make_unique<QObject>();
}
