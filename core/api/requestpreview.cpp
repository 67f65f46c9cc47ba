#include "core/api/requestpreview.h"

#include "core/http/requestrules.h"

#include <QNetworkRequest>
#include <QUrl>

using namespace Qt::StringLiterals;

static Credentials masked(const Credentials &credentials)
{
    const SecretBuffer mask = SecretBuffer::fromBytes(RequestPreview::mask);
    const bool isByKey = credentials.isBySecretKey();
    return {credentials.userName, isByKey ? SecretBuffer() : mask, isByKey ? mask : SecretBuffer()};
}

static ApiResult<HttpRequest> requestFor(const ApiDialect &dialect, const TokenWish &wish,
                                         const Credentials &credentials, SessionProof proof)
{
    if (wish.source != TokenWish::Source::FromSession)
        return dialect.token(wish, masked(credentials));
    return dialect.tokenFromSession(proof == SessionProof::Bearer
                                        ? SecretBuffer::fromBytes(RequestPreview::mask)
                                        : SecretBuffer());
}

ApiResult<RequestPreview> previewOfToken(const ApiDialect &dialect, const TokenWish &wish,
                                         const Credentials &credentials,
                                         const ConnectionSettings &settings, SessionProof proof)
{
    const ApiResult<HttpRequest> request = requestFor(dialect, wish, credentials, proof);
    if (!request)
        return Failure{request.error()};
    const QNetworkRequest network = requestrules::toNetwork(
        *request, settings, request->usesCookies ? "session"_ba : QByteArray());
    RequestPreview preview;
    preview.method = requestrules::methodName(request->method);
    preview.url = network.url().toString(QUrl::FullyEncoded);
    if (request->body)
        preview.body = request->body->view().toByteArray();
    const QList<QByteArray> names = network.rawHeaderList();
    const auto is = [](const QByteArray &name, QByteArrayView wanted) {
        return name.compare(wanted, Qt::CaseInsensitive) == 0; // Qt 6.8 gives them in lower case
    };
    for (const QByteArray &name : names) {
        const bool isSecret =
            is(name, "Cookie") || (is(name, "Content-Length") && request->body.has_value());
        preview.headers.emplaceBack(name, isSecret ? RequestPreview::mask.toByteArray()
                                                   : network.rawHeader(name));
    }
    return preview;
}
