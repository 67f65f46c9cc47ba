#include "core/session/signinflow.h"

#include "core/session/orglookup.h"

#include <utility>

using namespace Qt::StringLiterals;

// Reasons that speak of the account itself: to go on as signed in would hide them.
static bool refusesCredentials(const ApiError &error)
{
    using Kind = ApiError::Kind;
    return error.kind == Kind::BadCredentials || error.kind == Kind::MultiFactorRequired ||
           error.kind == Kind::AccountLocked;
}

static ApiError noSession()
{
    ApiError error;
    error.detail = u"no session cookie"_s;
    return error;
}

SignInFlow::SignInFlow(HttpClient &client, ServerClock &clock, const ApiDialect &dialect,
                       SignInRequest request)
    : m_client(client)
    , m_dialect(dialect)
    , m_request(std::move(request))
    , m_calls(client, clock)
{
    if (m_request.token && m_request.token->org.isEmpty())
        m_request.token->org = m_request.org;
}

void SignInFlow::start(std::function<void()> loggedIn,
                       std::function<void(ApiResult<SignInOutcome>)> then)
{
    m_loggedIn = std::move(loggedIn);
    m_then = std::move(then);
    if (m_request.held)
        return resume();
    const bool isBySecretKey = m_request.credentials.isBySecretKey();
    if (isBySecretKey && m_request.token && m_dialect.canUseSecretKey())
        fetchToken({}, [this] { fetchInfo([this] { finishWhenWhole(); }); });
    else
        login();
}

void SignInFlow::undo(ApiCalls &calls, const std::function<bool(const Token &)> &isInUse) const
{
    const auto ignore = [](const ApiResult<Done> &) {};
    const bool hasToken = !m_isResumed && m_outcome.token && *m_outcome.token;
    if (hasToken && !isInUse(m_outcome.token->value()))
        calls.ask(m_dialect, m_dialect.revoke(m_outcome.token->value()), &ApiDialect::readRevoke,
                  ignore);
    if (m_helper)
        calls.ask(m_dialect, m_dialect.revoke(*m_helper), &ApiDialect::readRevoke, ignore);
    if (m_outcome.hasCookieSession)
        calls.ask(m_dialect, m_dialect.logout(), &ApiDialect::readLogout, ignore);
}

void SignInFlow::login()
{
    m_calls.ask(m_dialect, m_dialect.login(m_request), &ApiDialect::readLogin,
                [this](ApiResult<LoginReply> reply) {
                    if (!reply)
                        return finish(Failure{reply.error()});
                    m_outcome.userName = reply->userName;
                    m_outcome.hasCookieSession = m_client.hasSessionCookies();
                    // Some 9.x servers set no cookie (FACTS 3): then the bearer is the session.
                    if (!m_outcome.hasCookieSession && !m_request.token)
                        return finish(Failure{noSession()});
                    fetch();
                    const auto loggedIn = std::exchange(m_loggedIn, {});
                    loggedIn(); // may destroy this
                });
}

// The token itself is what is believed or not: there is nothing else to be signed in by.
void SignInFlow::resume()
{
    m_isResumed = true;
    m_request.token.reset();
    m_outcome.token = *m_request.held;
    const auto whenWhole = [this] {
        const ApiResult<SessionInfo> &info = *m_outcome.info;
        if (!info && info.error().kind == ApiError::Kind::SessionEnded)
            return finish(Failure{info.error()});
        if (info)
            m_outcome.userName = info->userName;
        finishWhenWhole();
    };
    if (!m_dialect.canCheckToken())
        return fetchInfo(whenWhole);
    fetchInfo([this, whenWhole] {
        if (m_isChecked)
            whenWhole();
    });
    tokencalls::check(m_calls, m_dialect, *m_request.held, false,
                      [this, whenWhole](const tokencalls::Checked &checked) {
                          m_isChecked = true;
                          if (checked.result) // an error takes nothing away from the info
                              m_outcome.check = checked.result.value();
                          if (m_outcome.info)
                              whenWhole();
                      });
}

void SignInFlow::fetch()
{
    const auto whenFetched = [this] { finishWhenWhole(); };
    const auto infoThenFinish = [this, whenFetched] { fetchInfo(whenFetched); };
    if (!m_request.token)
        return infoThenFinish();
    if (m_dialect.infoNeedsBearer() || !m_outcome.hasCookieSession)
        return fetchToken({}, infoThenFinish);

    const QString org = m_request.token->org;
    if (m_dialect.tokenOrgMustBeNumber() && !org.isEmpty() && !orglookup::idIn(org)) {
        fetchInfo([this, whenFetched] {
            const ApiResult<SessionInfo> &info = *m_outcome.info;
            fetchToken(info ? info->orgs : QList<Org>(), whenFetched);
        });
        return;
    }
    fetchInfo(whenFetched);
    fetchToken({}, whenFetched);
}

void SignInFlow::fetchToken(const QList<Org> &knownOrgs, std::function<void()> then)
{
    const Credentials credentials = std::exchange(m_request.credentials, {});
    const bool hasSession = m_outcome.hasCookieSession;
    const tokencalls::Order order{
        .wish = *m_request.token,
        .credentials = credentials,
        .knownOrgs = knownOrgs,
        .bearer = hasSession ? std::optional(SecretBuffer()) : std::nullopt,
        .helpers = {.told = [this](const Token &helper) { noteHelper(helper); },
                    .isInUse = m_helpers.isInUse}};
    tokencalls::fetch(m_calls, m_dialect, order, [this, then](ApiResult<Token> token) {
        // Without a cookie session (a secret key, or a login that set none) it is all there is.
        if (!token && (refusesCredentials(token.error()) || !m_outcome.hasCookieSession))
            return finish(Failure{token.error()});
        m_outcome.token = std::move(token);
        then();
    });
}

void SignInFlow::noteHelper(const Token &helper)
{
    m_helper = helper.standing == Token::Standing::Usable ? std::optional(helper) : std::nullopt;
    if (m_helpers.told)
        m_helpers.told(helper);
}

SecretBuffer SignInFlow::bearer() const
{
    const bool wantsBearer = m_dialect.infoNeedsBearer() || !m_outcome.hasCookieSession;
    const bool hasToken = m_outcome.token && m_outcome.token->hasValue();
    return wantsBearer && hasToken ? m_outcome.token->value().value : SecretBuffer();
}

void SignInFlow::fetchInfo(std::function<void()> then)
{
    m_outcome.infoByBearer = !bearer().isEmpty();
    m_calls.ask(m_dialect, m_dialect.sessionInfo(bearer()), &ApiDialect::readSessionInfo,
                [this, then](ApiResult<SessionInfo> info) { enterOrg(std::move(info), then); });
}

// The info only counts once the session is where it is to be.
void SignInFlow::enterOrg(ApiResult<SessionInfo> info, std::function<void()> then)
{
    const bool maySwitch = m_dialect.canSwitchOrg() && !m_request.org.isEmpty() &&
                           m_outcome.hasCookieSession && info && info->currentOrg;
    if (!maySwitch) {
        m_outcome.info = std::move(info);
        return then();
    }
    const SessionInfo before = std::move(info).value();
    orglookup::resolve(m_calls, m_dialect, m_request.org, before.orgs, SecretBuffer(),
                       [this, then, before](const ApiResult<Org> &org) {
                           if (org && org->id != before.currentOrg->id)
                               return switchTo(*org, before, then);
                           if (!org)
                               m_outcome.orgError = org.error();
                           m_outcome.info = before;
                           then();
                       });
}

void SignInFlow::switchTo(const Org &org, const SessionInfo &before, std::function<void()> then)
{
    m_calls.ask(m_dialect, m_dialect.switchOrg(org), &ApiDialect::readSwitchOrg,
                [this, before, then](const ApiResult<Done> &done) {
                    if (!done) {
                        m_outcome.orgError = done.error();
                        m_outcome.info = before;
                        return then();
                    }
                    m_calls.ask(m_dialect, m_dialect.sessionInfo({}), &ApiDialect::readSessionInfo,
                                [this, then](ApiResult<SessionInfo> info) {
                                    m_outcome.info = std::move(info);
                                    then();
                                });
                });
}

void SignInFlow::finishWhenWhole()
{
    const bool waitsForToken = m_request.token && !m_outcome.token;
    if (!waitsForToken && m_outcome.info)
        finish(std::move(m_outcome));
}

void SignInFlow::finish(ApiResult<SignInOutcome> result)
{
    m_calls.drop();
    m_request = {};
    const auto then = std::exchange(m_then, {});
    then(std::move(result)); // may destroy this
}
