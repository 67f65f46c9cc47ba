#include "app/cli/cluster.h"

#include "app/cli/noting.h"
#include "core/session/orglookup.h"

Cluster::Cluster(const Profile &profile)
    : m_profile(profile)
    , m_client(profile.connection())
    , m_finder(m_client, m_clock)
    , m_isFormProven(profile.form != Api::Form::Auto)
    , m_calls(m_client, m_clock)
{
    setForm(profile.spokenForm());
}

void Cluster::setForm(Api::Form form)
{
    m_form = form;
    m_dialect = dialectFor(form);
}

void Cluster::findForm(const Then<Api::Form> &then)
{
    if (m_dialect)
        return m_calls.answerLater([this, then] { then(m_form); });
    m_finder.find([this, then](const ApiResult<Api::Form> &found) {
        if (found) {
            setForm(*found);
            m_isFormProven = true;
        }
        then(found);
    });
}

void Cluster::testForm(const Then<Api::Form> &then)
{
    const auto note = [this, then](const ApiResult<Api::Form> &found) {
        if (found)
            setForm(*found);
        then(found);
    };
    if (m_profile.form == Api::Form::Auto)
        m_finder.find(note);
    else
        m_finder.confirm(m_profile.form, note);
}

void Cluster::mint(const TokenWish &wish, const Credentials &credentials, const Then<Token> &then)
{
    fetch(wish, credentials, [=, this](const ApiResult<Token> &token) {
        // What was found in an earlier run may be no longer so.
        const bool isStale = !token && token.error().kind == ApiError::Kind::WrongApiForm &&
                             !m_isFormProven && m_dialect;
        if (isStale) {
            setForm(Api::Form::Auto);
            return mint(wish, credentials, then);
        }
        if (!token || wish.org.isEmpty())
            return then(token);
        compareOrg(*token, wish.org, then);
    });
}

void Cluster::fetch(const TokenWish &wish, const Credentials &credentials, const Then<Token> &then)
{
    findForm([=, this](const ApiResult<Api::Form> &found) {
        if (!found)
            return then(Failure{found.error()});
        const tokencalls::Order order{wish, credentials, m_profile.knownOrgs, std::nullopt};
        tokencalls::fetch(m_calls, *m_dialect, order, then);
    });
}

// The betas repeat what was asked for; only 2.0 tells with the token what it is for.
void Cluster::compareOrg(const Token &token, const QString &asked, const Then<Token> &then)
{
    if (m_dialect->canCheckToken() && token.orgId)
        return judgeOrg(token, asked, Org{*token.orgId, token.orgName}, then);
    info(token, [=, this](const ApiResult<SessionInfo> &info) {
        judgeOrg(token, asked, info ? info->currentOrg : std::nullopt, then);
    });
}

void Cluster::judgeOrg(const Token &token, const QString &asked, const std::optional<Org> &inForce,
                       const Then<Token> &then)
{
    const auto mismatch = orglookup::mismatch(m_profile.knownOrgs, asked, inForce);
    if (!mismatch)
        return then(token);
    // It was made all the same, and may live on.
    noting::came(m_profile, token, LedgerEntry::Origin::Minted);
    revoke(token, [=, this, error = *mismatch](const tokencalls::Revoked &revoked) {
        noting::ended(m_profile, token, revoked);
        then(Failure{error});
    });
}

void Cluster::info(const Token &token, const Then<SessionInfo> &then)
{
    findForm([=, this](const ApiResult<Api::Form> &found) {
        if (!found)
            return then(Failure{found.error()});
        m_calls.ask(*m_dialect, m_dialect->sessionInfo(token.value), &ApiDialect::readSessionInfo,
                    then);
    });
}

void Cluster::check(const Token &token, const Then<TokenCheck> &then)
{
    findForm([=, this](const ApiResult<Api::Form> &found) {
        if (!found)
            return then(Failure{found.error()});
        tokencalls::check(m_calls, *m_dialect, token, false,
                          [then](const tokencalls::Checked &checked) { then(checked.result); });
    });
}

void Cluster::revoke(const Token &token,
                     const std::function<void(const tokencalls::Revoked &)> &then)
{
    findForm([=, this](const ApiResult<Api::Form> &found) {
        if (!found)
            return then({Failure{found.error()}, std::nullopt, false});
        tokencalls::revoke(m_calls, *m_dialect, token, false, then);
    });
}
