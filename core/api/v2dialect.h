#pragma once

#include "core/api/apidialect.h"

//! The released 2.0 API. FACTS 3.
class V2Dialect final : public ApiDialect
{
public:
    [[nodiscard]] Api::Form form() const override { return Api::Form::V2; }
    [[nodiscard]] bool canCheckToken() const override { return true; }
    [[nodiscard]] bool canSwitchOrg() const override { return false; }
    [[nodiscard]] bool canScopeToken() const override { return true; }
    [[nodiscard]] bool canCustomizeToken() const override { return true; }
    [[nodiscard]] bool canUseSecretKey() const override { return true; }
    [[nodiscard]] bool canChooseOrg() const override { return true; }
    [[nodiscard]] bool canTokenFromSession() const override { return true; }
    [[nodiscard]] bool infoNeedsBearer() const override { return false; }
    [[nodiscard]] bool tokenOrgMustBeNumber() const override { return true; }

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
};
