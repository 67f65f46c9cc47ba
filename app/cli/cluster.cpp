#include "app/cli/cluster.h"

#include "app/cli/noting.h"
#include "core/session/orglookup.h"

#include <algorithm>

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

void Cluster::mint(const TokenWish &wish, const Credentials &credentials, const QList<Token> &kept,
                   const std::function<void(const Minted &)> &then)
{
    mint({wish, credentials, kept, then});
}

bool Cluster::isInUse(const Minting &minting, const Token &token) const
{
    const auto isSame = [&token](const Token &kept) { return kept.value == token.value; };
    return std::ranges::any_of(minting.kept, isSame) || noting::isKnown(m_profile, token);
}

std::optional<SecretBuffer> Cluster::bearer(const Minting &minting) const
{
    for (const Token &token : minting.kept) {
        if (token.remainingMs(nowMs()).value_or(0) > 0)
            return token.value;
    }
    return std::nullopt;
}

void Cluster::mint(const Minting &minting)
{
    fetch(minting, [minting, this](const ApiResult<Token> &token) {
        // What was found in an earlier run may be no longer so.
        const bool isStale = !token && token.error().kind == ApiError::Kind::WrongApiForm &&
                             !m_isFormProven && m_dialect;
        if (isStale) {
            setForm(Api::Form::Auto);
            return mint(minting);
        }
        if (!token || minting.wish.org.isEmpty())
            return minting.then({.token = token, .orgs = m_orgs});
        compareOrg(minting, *token);
    });
}

void Cluster::fetch(const Minting &minting, const Then<Token> &then)
{
    findForm([minting, then, this](const ApiResult<Api::Form> &found) {
        if (!found)
            return then(Failure{found.error()});
        const tokencalls::Order order{
            .wish = minting.wish,
            .credentials = minting.credentials,
            .knownOrgs = m_profile.knownOrgs,
            .bearer = bearer(minting),
            .learnt = [this](const QList<Org> &orgs) { m_orgs = orgs; },
            .helpers = {.told =
                            [this](const Token &helper) {
                                noting::came(m_profile, helper, LedgerEntry::Origin::Minted);
                            },
                        .isInUse = [this, minting](
                                       const Token &token) { return isInUse(minting, token); }}};
        tokencalls::fetch(m_calls, *m_dialect, order, then);
    });
}

// The betas repeat what was asked for; only 2.0 tells with the token what it is for.
void Cluster::compareOrg(const Minting &minting, const Token &token)
{
    if (m_dialect->canCheckToken() && token.orgId)
        return judgeOrg(minting, token, Org{*token.orgId, token.orgName});
    info(token, [minting, token, this](const ApiResult<SessionInfo> &info) {
        judgeOrg(minting, token, info ? info->currentOrg : std::nullopt);
    });
}

void Cluster::judgeOrg(const Minting &minting, Token token, const std::optional<Org> &inForce)
{
    const QList<Org> known = orglookup::merged(m_orgs, m_profile.knownOrgs);
    if (const auto mismatch = orglookup::mismatch(known, minting.wish.org, inForce))
        return giveBack(minting, token, *mismatch, *inForce);
    if (inForce) {
        token.orgId = inForce->id;
        const auto named = orglookup::find(known, QString::number(inForce->id));
        if (token.orgName.isEmpty())
            token.orgName = named ? named->name : inForce->name;
    }
    minting.then({.token = token, .orgs = m_orgs, .isOrgUntold = !inForce});
}

// It was made all the same, and may live on; one that was given before may be in use somewhere.
void Cluster::giveBack(const Minting &minting, const Token &token, const ApiError &mismatch,
                       const Org &got)
{
    if (isInUse(minting, token))
        return minting.then({.token = Failure{mismatch},
                             .orgs = m_orgs,
                             .otherOrg = got,
                             .expiresMs = token.expiresMs});
    noting::came(m_profile, token, LedgerEntry::Origin::Minted);
    revoke(token, [=, this](const tokencalls::Revoked &revoked) {
        noting::ended(m_profile, token, revoked);
        minting.then({.token = Failure{mismatch},
                      .orgs = m_orgs,
                      .otherOrg = got,
                      .revoked = revoked,
                      .expiresMs = token.expiresMs});
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
