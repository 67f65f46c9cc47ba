#include "core/api/errorreading.h"

#include "core/api/errorbody.h"
#include "core/http/httpmessage.h"

#include <QRegularExpression>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace errorreading {

using Kind = ApiError::Kind;

// FACTS 5.11, and 13090 for an Org that the user may not enter (sent with 400).
static constexpr int invalidParameter = 10002;
static constexpr int notAuthenticated = 10097;
static constexpr int forbidden = 10023;
static constexpr int orgRefused = 13090;

static QRegularExpression words(const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
}

static bool speaksOfSecondFactor(const QString &text)
{
    static const QRegularExpression pattern =
        words(u"\\b(?:mfa|2fa|(?:multi|two)[- ]?factor|second[- ]factor)\\b"_s);
    return pattern.match(text).hasMatch();
}

// For people of an identity provider, and where local sign-in is off. FACTS 5.15.
static bool speaksOfSingleSignOn(const QString &text)
{
    static const QRegularExpression pattern =
        words(u"\\b(?:saml|oidc|sso|single[- ]sign[- ]?on|identity provider)\\b|"
              u"\\blocal (?:auth(?:entication)?|log-?in|sign-?in)\\b.{0,60}\\b(?:disabled|off|not "
              u"(?:allowed|enabled))\\b"_s);
    return pattern.match(text).hasMatch();
}

static bool speaksOfLockedAccount(const QString &text)
{
    static const QRegularExpression pattern =
        words(u"\\blocked\\b|\\b(?:user|account)\\b.{0,80}\\b(?:inactive|not active|suspended|"
              u"deactivated)\\b|\\b(?:inactive|suspended|deactivated|disabled|expired) "
              u"(?:user|account)\\b|\\baccount\\b.{0,80}\\b(?:expired|disabled)\\b"_s);
    return pattern.match(text).hasMatch();
}

static bool speaksOfOrg(const QString &text)
{
    static const QRegularExpression pattern = words(u"\\borg(?:s|anization|anisation)?\\b"_s);
    return pattern.match(text).hasMatch();
}

static bool speaksOfDeadToken(const QString &text)
{
    static const QRegularExpression pattern =
        words(u"\\btoken\\b.*\\b(?:expired|invalid|revoked|malformed|not valid)\\b|"
              u"\\b(?:expired|invalid|revoked|malformed)\\b.*\\btoken\\b"_s);
    return pattern.match(text).hasMatch();
}

static bool speaksOfMissingSignIn(const QString &text)
{
    static const QRegularExpression pattern =
        words(u"\\bnot authenticated\\b|\\bunauthori[sz]ed\\b|\\bauthentication failed\\b|"
              u"\\bstatus code 401\\b"_s);
    return pattern.match(text).hasMatch();
}

// The status that the failure really has. The beta forms send 500 for everything. FACTS 1.
static int meantStatus(int status, const ErrorBody &body)
{
    if (status != 500)
        return status;
    if (body.upstreamStatus && *body.upstreamStatus >= 400)
        return *body.upstreamStatus;
    switch (body.code.value_or(0)) {
    case notAuthenticated:
        return 401;
    case forbidden:
        return 403;
    case invalidParameter:
    case orgRefused:
        return 400;
    default:
        return speaksOfMissingSignIn(body.message) ? 401 : status;
    }
}

// What is not in the cluster's own words did not come from the API.
static Kind refusalOf(const ErrorBody &body)
{
    return body.code || !body.message.isEmpty() ? Kind::RequestRefused : Kind::BadReply;
}

static Kind refusedKind(int status, const ErrorBody &body, Context context)
{
    const QString &text = body.message;
    if (context != Context::SignedIn && (speaksOfSecondFactor(text) || speaksOfSingleSignOn(text)))
        return Kind::MultiFactorRequired;
    if (body.code == orgRefused)
        return Kind::OrgNotAllowed;
    if (status == 400) {
        const bool isDead = body.code.value_or(invalidParameter) == invalidParameter &&
                            context == Context::SignedIn && speaksOfDeadToken(text);
        return isDead ? Kind::SessionEnded : refusalOf(body);
    }
    if (speaksOfLockedAccount(text))
        return Kind::AccountLocked;
    if (status == 401)
        return context == Context::SignedIn ? Kind::SessionEnded : Kind::BadCredentials;
    return speaksOfOrg(text) ? Kind::OrgNotAllowed : Kind::Forbidden;
}

static Kind kindOf(const HttpResponse &response, int status, const ErrorBody &body, Context context)
{
    const bool isPage = isWebPage(response);
    switch (status) {
    case 400:
    case 401:
    case 403:
        // A page comes from somebody in between, who knows nothing of account and session.
        return isPage ? Kind::NotAnApi : refusedKind(status, body, context);
    case 429:
        return Kind::RateLimited;
    default:
        break;
    }
    // Only the status line itself speaks of the path; a 404 behind a 500 is about something else.
    if (response.status == 404 || response.status == 405)
        return Kind::WrongApiForm;
    if (status >= 500)
        return Kind::ServerFault;
    if (status >= 400 && !isPage)
        return refusalOf(body);
    return isPage ? Kind::NotAnApi : Kind::BadReply;
}

static QString pageTitle(const HttpResponse &response)
{
    static const QRegularExpression title =
        QRegularExpression(u"<title[^>]*>([^<]*)<"_s, QRegularExpression::CaseInsensitiveOption);
    constexpr qsizetype head = 16 * 1024;
    constexpr qsizetype longest = 120;
    const QString page = QString::fromUtf8(response.body.left(head));
    return title.match(page).captured(1).simplified().left(longest);
}

// ThoughtSpot's own pages are titled "Site Maintenance" and "System Maintenance" and may come with
// any status. FACTS 5.13.
static bool isMaintenance(const QString &title)
{
    return title.contains("maintenance"_L1, Qt::CaseInsensitive);
}

bool isWebPage(const HttpResponse &response)
{
    if (response.contentType == "text/html" || response.contentType == "application/xhtml+xml")
        return true;
    const QByteArray start = response.body.left(256).trimmed().toLower();
    return start.startsWith("<!doctype html") || start.startsWith("<html");
}

static ApiError readPage(const HttpResponse &response, Context context)
{
    ApiError error;
    error.httpStatus = response.status;
    const QString title = pageTitle(response);
    const bool maintenance = isMaintenance(title);
    error.kind = maintenance ? Kind::ServerFault : kindOf(response, response.status, {}, context);
    error.detail = title.isEmpty() ? u"web page"_s : u"web page: "_s + title;
    error.retryAfterSeconds = response.retryAfterSeconds;
    return error;
}

ApiError read(const HttpResponse &response, Context context)
{
    if (isWebPage(response))
        return readPage(response, context);

    const ErrorBody body = ErrorBody::read(response);
    ApiError error;
    error.httpStatus = meantStatus(response.status, body);
    error.kind = kindOf(response, error.httpStatus, body, context);
    error.serverMessage = body.message;
    error.code = body.code;
    error.incidentId = body.incidentId;
    error.retryAfterSeconds = response.retryAfterSeconds;

    QStringList detail;
    if (error.httpStatus != response.status)
        detail.append(u"HTTP %1"_s.arg(response.status));
    if (!body.technical.isEmpty())
        detail.append(body.technical);
    if (detail.isEmpty() && error.serverMessage.isEmpty() && error.kind == Kind::BadReply)
        detail.append(u"status %1"_s.arg(response.status));
    error.detail = detail.join(u'\n');
    return error;
}

} // namespace errorreading
