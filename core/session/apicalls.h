#pragma once

#include "core/api/apidialect.h"
#include "core/http/httpclient.h"
#include "core/support/clock.h"
#include "core/support/worker.h"

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

//! The calls of one activity. Each is answered once, later, from the event loop; every answer sets
//! the server clock. Dropping them (or destroying this) is silent: nothing that arrives afterwards
//! has an effect.
class ApiCalls final
{
public:
    using Answer = std::function<void(ApiResult<HttpResponse>)>;

    //! \a limitMs is how long each may take, in milliseconds, where that is less than the client's
    //! own limit.
    ApiCalls(HttpClient &client, ServerClock &clock, std::optional<int> limitMs = std::nullopt);
    ~ApiCalls();
    Q_DISABLE_COPY_MOVE(ApiCalls)

    void send(HttpRequest request, Answer then);

    //! Sends \a request, reads the reply with \a read (a reading member of ApiDialect, or a
    //! callable that takes dialect and response), wipes the body, hands the result to \a then. A
    //! request that could not be built is answered with its error. Large bodies are read by a
    //! worker.
    template<typename Read,
             typename Reply = std::invoke_result_t<Read, const ApiDialect &, const HttpResponse &>>
    void ask(const ApiDialect &dialect, ApiResult<HttpRequest> request, Read read,
             std::type_identity_t<std::function<void(Reply)>> then);

    //! For what needs no call: \a answer is called later, unless dropped.
    void answerLater(std::function<void()> answer);

    void drop();

private:
    static constexpr qsizetype largestReadInPlace = 256 * 1024;

    HttpClient &m_client;
    ServerClock &m_clock;
    const std::optional<int> m_limitMs;
    std::unique_ptr<QObject> m_context; // late worker results fall on it, and with it on nobody
    std::vector<HttpCall> m_calls;
};

template<typename Read, typename Reply>
void ApiCalls::ask(const ApiDialect &dialect, ApiResult<HttpRequest> request, Read read,
                   std::type_identity_t<std::function<void(Reply)>> then)
{
    if (!request) {
        answerLater([then, error = request.error()] { then(Failure{error}); });
        return;
    }
    // The worker may outlive the service, so it makes its own dialect (they hold no state).
    const auto parse = [form = dialect.form(), read](HttpResponse &response) -> Reply {
        Reply reply = std::invoke(read, *dialectFor(form), response);
        wipe(response.body);
        return reply;
    };
    send(std::move(request).value(), [this, parse, then](ApiResult<HttpResponse> answer) {
        if (!answer) {
            then(Failure{answer.error()});
        } else if (answer->body.size() <= largestReadInPlace) {
            then(parse(answer.value()));
        } else {
            runOnWorker(
                m_context.get(),
                [parse, response = std::move(answer).value()]() mutable { return parse(response); },
                then);
        }
    });
}
