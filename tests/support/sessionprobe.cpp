#include "tests/support/sessionprobe.h"

#include "tests/support/samples.h"
#include "tests/support/waiting.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaEnum>
#include <QTest>

using namespace Qt::StringLiterals;

static ConnectionSettings settingsFor(const QString &origin, Deadlines deadlines)
{
    ConnectionSettings settings;
    settings.origin = origin;
    settings.proxy.mode = ProxySettings::Mode::None;
    settings.deadlines = deadlines;
    return settings;
}

SessionProbe::SessionProbe(const QString &origin, Api::Form form, Deadlines deadlines,
                           TimeSource time)
    : m_client(settingsFor(origin, deadlines))
    , m_service(m_client, form, std::move(time))
{
    QObject::connect(&m_service, &SessionService::stateChanged, &m_service,
                     [this](const SessionState &state) { m_states.append(words(state)); });
    QObject::connect(&m_service, &SessionService::connectionTested, &m_service,
                     [this](const ConnectionReport &report) { m_reports.append(report); });
    QObject::connect(&m_service, &SessionService::formFound, &m_service,
                     [this](Api::Form found) { m_formsFound.append(found); });
}

QString SessionProbe::name(ApiError::Kind kind)
{
    return QString::fromLatin1(
        QMetaEnum::fromType<ApiError::Kind>().valueToKey(static_cast<int>(kind)));
}

static QString outcomeName(SignOutReport::Outcome outcome)
{
    static const QStringList names{u"NotNeeded"_s, u"Confirmed"_s, u"NotConfirmed"_s};
    return names.at(static_cast<int>(outcome));
}

static QString outWords(const SignedOut &out)
{
    static const QStringList proofs{{},
                                    u", proof Underway"_s,
                                    u", proof NotAccepted"_s,
                                    u", proof StillAccepted"_s,
                                    u", proof Failed"_s};
    if (out.report)
        return u"out (revoke %1, logout %2%3)"_s.arg(
            outcomeName(out.report->revoke), outcomeName(out.report->logout),
            proofs.at(static_cast<int>(out.report->proof)));
    return out.reason ? u"out: "_s + SessionProbe::name(out.reason->kind) : u"out"_s;
}

static QString inWords(const SignedIn &in)
{
    static const QStringList activities{u"Idle"_s,          u"RefreshingInfo"_s, u"GettingToken"_s,
                                        u"CheckingToken"_s, u"SwitchingOrg"_s,   u"RevokingToken"_s,
                                        u"SigningOut"_s};
    QStringList parts{u"in"_s};
    if (in.activity != SignedIn::Activity::Idle)
        parts.append(activities.at(static_cast<int>(in.activity)));
    if (in.ended)
        parts.append(u"ended"_s);
    if (!in.token)
        parts.append(u"no token"_s);
    else if (in.token->standing != Token::Standing::Usable)
        parts.append(QString::fromLatin1(QMetaEnum::fromType<Token::Standing>().valueToKey(
            static_cast<int>(in.token->standing))));
    if (!in.info)
        parts.append(u"no info"_s);
    if (in.infoIsStale)
        parts.append(u"stale"_s);
    const QString words = parts.join(u", "_s);
    return in.lastError ? words + u": "_s + SessionProbe::name(in.lastError->kind) : words;
}

QString SessionProbe::words(const SessionState &state)
{
    if (const auto *out = std::get_if<SignedOut>(&state))
        return outWords(*out);
    if (const auto *in = std::get_if<SignedIn>(&state))
        return inWords(*in);
    static const QStringList steps{u"FindingApi"_s, u"LoggingIn"_s, u"Fetching"_s};
    return u"signing in: "_s + steps.at(static_cast<int>(std::get<SigningIn>(state).step));
}

SignInRequest signInRequest(const QString &org)
{
    SignInRequest request;
    request.credentials = sampleCredentials();
    request.org = org;
    return request;
}

Credentials sampleCredentials()
{
    return {u"maria.lopez"_s, SecretBuffer::fromBytes(samples::password), {}};
}

fakecluster::Paths fakecluster::paths(Api::Form form)
{
    if (form == Api::Form::V2) {
        const QByteArray auth = "/api/rest/2.0/auth";
        return {auth + "/session/login", auth + "/session/user",   auth + "/token/full",
                auth + "/token/revoke",  auth + "/token/validate", {},
                auth + "/session/logout"};
    }
    const QByteArray base =
        form == Api::Form::Beta ? "/tspublic/rest/v2/session"_ba : "/api/rest/v2/session"_ba;
    return {base + "/login", base, base + "/gettoken", base + "/revoketoken", {}, base + "/org",
            base + "/logout"};
}

static FakeReply jsonReply(const QJsonObject &object, const FakeReply::Headers &headers = {})
{
    return FakeReply::json(QJsonDocument(object).toJson(QJsonDocument::Compact), 200, headers);
}

static QJsonArray orgList(const QString &idKey, const QString &nameKey)
{
    return {QJsonObject{{idKey, 0}, {nameKey, u"Primary"_s}},
            QJsonObject{{idKey, 1042377815}, {nameKey, u"retail-emea"_s}}};
}

FakeReply fakecluster::info(Api::Form form, qint64 orgId)
{
    if (form != Api::Form::V2)
        return jsonReply({{u"userName"_s, u"maria.lopez"_s},
                          {u"userGUID"_s, u"3c9d2a50-6b1e-4a7f-9d58-0f2b7c41e6aa"_s},
                          {u"currentOrgId"_s, orgId}});
    const QString orgName = orgId == 0 ? u"Primary"_s : u"retail-emea"_s;
    return jsonReply({{u"id"_s, u"3c9d2a50-6b1e-4a7f-9d58-0f2b7c41e6aa"_s},
                      {u"name"_s, u"maria.lopez"_s},
                      {u"display_name"_s, u"Maria Lopez"_s},
                      {u"visibility"_s, u"SHARABLE"_s},
                      {u"current_org"_s, QJsonObject{{u"id"_s, orgId}, {u"name"_s, orgName}}},
                      {u"orgs"_s, orgList(u"id"_s, u"name"_s)}});
}

FakeReply fakecluster::token(Api::Form form, const QByteArray &value, qint64 orgId)
{
    const qint64 created = QDateTime::currentMSecsSinceEpoch();
    const qint64 expires = created + 3'600'000;
    if (form != Api::Form::V2)
        return jsonReply({{u"userName"_s, u"maria.lopez"_s},
                          {u"token"_s, QString::fromLatin1(value)},
                          {u"tokenCreatedTime"_s, QString::number(created)},
                          {u"tokenExpiryDuration"_s, QString::number(expires)},
                          {u"tokenType"_s, u"Bearer"_s}});
    return jsonReply(
        {{u"token"_s, QString::fromLatin1(value)},
         {u"creation_time_in_millis"_s, created},
         {u"expiration_time_in_millis"_s, expires},
         {u"scope"_s, QJsonObject{{u"access_type"_s, u"FULL"_s}, {u"org_id"_s, orgId}}},
         {u"valid_for_user_id"_s, u"3c9d2a50-6b1e-4a7f-9d58-0f2b7c41e6aa"_s},
         {u"valid_for_username"_s, u"maria.lopez"_s}});
}

FakeReply fakecluster::done(Api::Form form)
{
    return form == Api::Form::V2 ? FakeReply::empty() : FakeReply::json("true");
}

FakeReply fakecluster::refusal(Api::Form form, int status, const QString &debug)
{
    const int code = status == 400 ? 10002 : status == 401 ? 10097 : status == 403 ? 10023 : 10038;
    const QJsonObject data{{u"code"_s, code},
                           {u"incident_id_guid"_s, u"c0ffee00-0000-4000-8000-000000000001"_s},
                           {u"debug"_s, debug}};
    QJsonObject body{{u"error"_s, QJsonObject{{u"message"_s, data}}}};
    if (form == Api::Form::V2)
        return FakeReply::json(QJsonDocument(body).toJson(), status);
    const QJsonObject upstream{{u"data"_s, data}, {u"status"_s, status}};
    const QJsonObject exception{{u"upstreamResponse"_s, upstream}};
    const QJsonObject extension{{u"extension"_s, QJsonObject{{u"exception"_s, exception}}}};
    body.insert(u"error"_s, QJsonObject{{u"errors"_s, extension}});
    return FakeReply::json(QJsonDocument(body).toJson(), 500);
}

// Revoking and the session info, which the bearer does not get any more after that.
static FakeServer::Handler betaSession(Api::Form form)
{
    const fakecluster::Paths path = fakecluster::paths(form);
    return [form, path, isRevoked = std::make_shared<bool>(false)](const FakeRequest &request) {
        const bool isByBearer = !request.header("Authorization").isEmpty();
        if (request.path() == path.revoke) {
            *isRevoked = true;
            return fakecluster::done(form);
        }
        if (request.path() != path.info)
            return FakeReply::json("{}", 404);
        return isByBearer && *isRevoked ? fakecluster::refusal(form, 401) : fakecluster::info(form);
    };
}

void fakecluster::speak(FakeServer &server, Api::Form form)
{
    const Paths path = paths(form);
    const FakeReply::Headers cookies{{"Set-Cookie", "JSESSIONID=a; Path=/; HttpOnly"}};
    if (form == Api::Form::V2) {
        server.on(path.login, FakeReply::empty(204, cookies));
        server.on(path.check, refusal(form, 400, u"[\"Token is not valid\",\"\"]"_s));
    } else {
        server.on(path.login, jsonReply({{u"userName"_s, u"maria.lopez"_s},
                                         {u"token"_s, QString()},
                                         {u"tokenType"_s, u"Cookie"_s}},
                                        cookies));
    }
    if (form == Api::Form::Beta)
        server.on(path.switchOrg, done(form));
    if (form == Api::Form::V2) {
        server.on(path.info, info(form));
        server.on(path.revoke, done(form));
    } else {
        server.setHandler(betaSession(form));
    }
    server.on(path.token, token(form, firstToken));
    server.on(path.logout, done(form));
    if (form != Api::Form::Beta2022)
        server.on(path.orgs, jsonReply({{u"orgs"_s, orgList(u"orgId"_s, u"orgName"_s)},
                                        {u"currentOrgId"_s, 0}}));
}

StandingSession::StandingSession(Api::Form form, Deadlines deadlines)
    : path(fakecluster::paths(form))
    , probe(server.origin(), form, deadlines)
{
    fakecluster::speak(server, form);
    server.on(path.orgs, FakeReply::json("{}", 404));
    probe.service().signIn(signInRequest());
    const qsizetype wholeSignIn = form == Api::Form::Beta2022 ? 3 : 4;
    m_isReady =
        becomesTrue([&] { return probe.now() == u"in"_s && server.lines().size() == wholeSignIn; });
    server.forgetRequests();
    probe.forget();
}
