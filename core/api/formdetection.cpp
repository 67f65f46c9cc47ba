#include "core/api/formdetection.h"

#include "core/api/errorreading.h"
#include "core/api/strictjson.h"

#include <QByteArrayView>

#include <array>

using namespace Qt::StringLiterals;

namespace formdetection {

using Verdict = ApiResult<std::optional<Api::Form>>;

struct Step
{
    Api::Form form; //!< Auto stands for v1, which is recognised and not spoken
    QByteArrayView target;
    bool hidesStatus; //!< every failure is a 500 with the real status inside
};

static constexpr std::array<Step, stepCount> steps = {{
    {Api::Form::V2, "/api/rest/2.0/auth/session/user", false},
    {Api::Form::Beta, "/tspublic/rest/v2/session", true},
    {Api::Form::Beta2022, "/api/rest/v2/session", true},
    {Api::Form::Auto, "/callosum/v1/tspublic/v1/session/info", false},
}};

static constexpr QLatin1StringView v1("v1");

static const Step &at(int step)
{
    return steps[static_cast<std::size_t>(step)];
}

HttpRequest probe(int step)
{
    // Room for the start page that some servers answer for any path.
    constexpr qint64 aPage = 4 * 1024 * 1024;
    HttpRequest request;
    request.target = at(step).target.toByteArray();
    request.contentType = at(step).hidesStatus ? "application/json"_ba : QByteArray();
    request.replyCap = aPage;
    return request;
}

// Asked without credentials, a server that speaks the form says so in the form's own words: nobody
// is signed in.
static bool isSpoken(const Step &step, const HttpResponse &response, const ApiError &error)
{
    if (!strictjson::isJson(response) || !strictjson::object(response.body))
        return false;
    if (response.status == 200 || response.status == 401)
        return true;
    if (step.hidesStatus)
        return response.status == 500 && error.kind == ApiError::Kind::SessionEnded;
    return response.status == 403;
}

static bool endsTheSearch(const ApiError &error)
{
    return error.kind == ApiError::Kind::RateLimited ||
           (error.kind == ApiError::Kind::ServerFault && error.httpStatus != 500);
}

Verdict verdict(int step, const HttpResponse &response)
{
    const Step &current = at(step);
    ApiError error = errorreading::read(response, errorreading::Context::SignedIn);
    const bool isLast = step == stepCount - 1;
    // v1 may say its 401 without a body.
    const bool isBare401 = isLast && response.status == 401 && !errorreading::isWebPage(response);
    if (isBare401 || isSpoken(current, response, error)) {
        if (current.form != Api::Form::Auto)
            return std::optional(current.form);
        error.kind = ApiError::Kind::WrongApiForm;
        error.detail = v1;
        return Failure{error};
    }
    if (endsTheSearch(error))
        return Failure{error};
    if (!isLast)
        return std::optional<Api::Form>();
    if (errorreading::isWebPage(response) && error.kind != ApiError::Kind::ServerFault)
        error.kind = ApiError::Kind::NotAnApi;
    return Failure{error};
}

bool isV1Only(const ApiError &error)
{
    return error.kind == ApiError::Kind::WrongApiForm && error.detail == v1;
}

} // namespace formdetection
