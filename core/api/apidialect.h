#pragma once

#include "core/api/apierror.h"
#include "core/http/httpmessage.h"
#include "core/session/account.h"
#include "core/session/sessioninfo.h"
#include "core/session/token.h"
#include "core/support/result.h"

#include <QList>

#include <memory>
#include <optional>

template<typename T> using ApiResult = Result<T, ApiError>;

//! What a login said. Cookies travel beside it, in the client's jar; some 9.x servers set none.
struct LoginReply
{
    QString userName; //!< as the server spells it; empty where it does not say
};

//! One form of the API: pure functions that build the request for a verb and read its reply. No
//! network, no clock, no settings, no state: safe to call from any thread. Requests that cannot be
//! built (a NUL in a password, an Org that must be a number) come back as InvalidInput.
class ApiDialect
{
public:
    virtual ~ApiDialect() = default;

    [[nodiscard]] virtual Api::Form form() const = 0;

    //! What the form can do; a verb it cannot do gives Unsupported.
    [[nodiscard]] virtual bool canCheckToken() const = 0;
    [[nodiscard]] virtual bool canSwitchOrg() const = 0;      //!< by moving the cookie session
    [[nodiscard]] virtual bool canScopeToken() const = 0;     //!< object-scoped tokens
    [[nodiscard]] virtual bool canCustomizeToken() const = 0; //!< releases before 10.4 cannot yet
    [[nodiscard]] virtual bool canUseSecretKey() const = 0;
    [[nodiscard]] virtual bool canChooseOrg() const = 0;
    [[nodiscard]] virtual bool canTokenFromSession() const = 0;
    //! The session info is asked with the bearer, so the token has to come first (2022 beta).
    [[nodiscard]] virtual bool infoNeedsBearer() const = 0;
    //! The token call takes the Org as a number only; names are resolved before.
    [[nodiscard]] virtual bool tokenOrgMustBeNumber() const = 0;

    //! The later beta has no Org at login: there switchOrg() moves the session afterwards.
    [[nodiscard]] virtual ApiResult<HttpRequest> login(const SignInRequest &request) const = 0;
    [[nodiscard]] virtual ApiResult<LoginReply> readLogin(const HttpResponse &response) const = 0;

    //! With \a bearer empty the cookie session is asked.
    [[nodiscard]] virtual HttpRequest sessionInfo(const SecretBuffer &bearer) const = 0;
    [[nodiscard]] virtual ApiResult<SessionInfo>
    readSessionInfo(const HttpResponse &response) const = 0;

    [[nodiscard]] virtual ApiResult<HttpRequest> token(const TokenWish &wish,
                                                       const Credentials &credentials) const = 0;
    //! One that the session itself gives, without a secret (canTokenFromSession()). With \a bearer
    //! empty the cookie session is asked. FACTS 3, 5.6.
    [[nodiscard]] virtual ApiResult<HttpRequest>
    tokenFromSession(const SecretBuffer &bearer) const = 0;
    //! \a wish fills in what the reply does not say (owner and Org in the beta forms stay as asked
    //! for).
    [[nodiscard]] virtual ApiResult<Token> readToken(const HttpResponse &response,
                                                     const TokenWish &wish) const = 0;

    [[nodiscard]] virtual ApiResult<HttpRequest> revoke(const Token &token) const = 0;
    [[nodiscard]] virtual ApiResult<Done> readRevoke(const HttpResponse &response) const = 0;

    //! Asks about \a token with \a bearer, which may be the token itself; with \a bearer empty the
    //! cookie session asks.
    [[nodiscard]] virtual ApiResult<HttpRequest> check(const Token &token,
                                                       const SecretBuffer &bearer) const = 0;
    //! A token that is no longer accepted is a good answer (accepted = false), not an error. \a
    //! token and \a bearer are those of check(): "not authenticated" is an answer about the token
    //! only where the token itself asked, otherwise it is SessionEnded of who asked. FACTS 3.
    [[nodiscard]] virtual ApiResult<TokenCheck> readCheck(const HttpResponse &response,
                                                          const Token &token,
                                                          const SecretBuffer &bearer) const = 0;

    [[nodiscard]] virtual ApiResult<HttpRequest> switchOrg(const Org &org) const = 0;
    [[nodiscard]] virtual ApiResult<Done> readSwitchOrg(const HttpResponse &response) const = 0;

    //! v1 session/orgs, where it answers; none where the form has no Orgs. FACTS 4.
    [[nodiscard]] virtual std::optional<HttpRequest> orgs(const SecretBuffer &bearer) const = 0;
    [[nodiscard]] virtual ApiResult<QList<Org>> readOrgs(const HttpResponse &response) const = 0;

    [[nodiscard]] virtual HttpRequest logout() const = 0;
    [[nodiscard]] virtual ApiResult<Done> readLogout(const HttpResponse &response) const = 0;
};

//! The dialect of \a form; none for Auto, which is never spoken.
[[nodiscard]] std::unique_ptr<ApiDialect> dialectFor(Api::Form form);
