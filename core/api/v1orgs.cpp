#include "core/api/v1orgs.h"

#include "core/api/replyreading.h"
#include "core/api/sessioninforeading.h"

using namespace Qt::StringLiterals;

namespace v1orgs {

HttpRequest request(const SecretBuffer &bearer)
{
    // A cluster may have more Orgs than fit into the usual cap, at some 300 bytes for each.
    constexpr qint64 longList = 4 * 1024 * 1024;
    HttpRequest request;
    request.target = "/callosum/v1/tspublic/v1/session/orgs?batchsize=-1&offset=-1"_ba;
    request.bearer = bearer;
    request.usesCookies = bearer.isEmpty();
    request.replyCap = longList;
    return request;
}

ApiResult<QList<Org>> read(const HttpResponse &response)
{
    const auto json = replyreading::object(response, errorreading::Context::SignedIn);
    if (!json)
        return Failure{replyreading::missingOperation(json.error())};
    auto orgs = sessioninforeading::orgsOf(*json);
    if (!orgs)
        return Failure{replyreading::badReply(response, u"no list of Orgs"_s)};
    return std::move(*orgs);
}

} // namespace v1orgs
