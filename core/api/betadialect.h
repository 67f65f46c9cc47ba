#pragma once

#include "core/api/apidialect.h"

//! The v2 beta, in both its editions: the one of January 2022 and what grew out of it under another
//! prefix. FACTS 1, 2. The query-string variant of the later SDKs is left alone: it puts passwords
//! into the logs of proxies and servers.
class BetaDialect final : public ApiDialect
{
public:
    enum class Edition
    {
        January2022,
        Later,
    };

    explicit BetaDialect(Edition edition);

    [[nodiscard]] Api::Form form() const override;
    [[nodiscard]] bool canCheckToken() const override;
    [[nodiscard]] bool canSwitchOrg() const override;
    [[nodiscard]] bool canScopeToken() const override;
    [[nodiscard]] bool canCustomizeToken() const override { return false; }
    [[nodiscard]] bool canUseSecretKey() const override;
    [[nodiscard]] bool canChooseOrg() const override;
    [[nodiscard]] bool canTokenFromSession() const override;
    [[nodiscard]] bool infoNeedsBearer() const override;
    [[nodiscard]] bool tokenOrgMustBeNumber() const override;

    [[nodiscard]] ApiResult<HttpRequest> login(const SignInRequest &request) const override;
    [[nodiscard]] ApiResult<LoginReply> readLogin(const HttpResponse &response) const override;
    [[nodiscard]] HttpRequest sessionInfo(const SecretBuffer &bearer) const override;
    [[nodiscard]] ApiResult<SessionInfo>
    readSessionInfo(const HttpResponse &response) const override;
    [[nodiscard]] ApiResult<HttpRequest> token(const TokenWish &wish,
                                               const Credentials &credentials) const override;
    [[nodiscard]] ApiResult<HttpRequest>
    tokenFromSession(const SecretBuffer &bearer) const override;
    [[nodiscard]] ApiResult<Token> readToken(const HttpResponse &response,
                                             const TokenWish &wish) const override;
    [[nodiscard]] ApiResult<HttpRequest> revoke(const Token &token) const override;
    [[nodiscard]] ApiResult<Done> readRevoke(const HttpResponse &response) const override;
    [[nodiscard]] ApiResult<HttpRequest> check(const Token &token,
                                               const SecretBuffer &bearer) const override;
    [[nodiscard]] ApiResult<TokenCheck> readCheck(const HttpResponse &response, const Token &token,
                                                  const SecretBuffer &bearer) const override;
    [[nodiscard]] ApiResult<HttpRequest> switchOrg(const Org &org) const override;
    [[nodiscard]] ApiResult<Done> readSwitchOrg(const HttpResponse &response) const override;
    [[nodiscard]] std::optional<HttpRequest> orgs(const SecretBuffer &bearer) const override;
    [[nodiscard]] ApiResult<QList<Org>> readOrgs(const HttpResponse &response) const override;
    [[nodiscard]] HttpRequest logout() const override;
    [[nodiscard]] ApiResult<Done> readLogout(const HttpResponse &response) const override;

private:
    [[nodiscard]] bool isLater() const { return m_edition == Edition::Later; }
    [[nodiscard]] HttpRequest call(HttpRequest::Method method, QByteArrayView operation) const;
    [[nodiscard]] std::optional<ApiError> refusal(const TokenWish &wish,
                                                  const Credentials &credentials) const;

    Edition m_edition;
};
