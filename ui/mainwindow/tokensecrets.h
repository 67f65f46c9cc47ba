#pragma once

#include "core/session/tokenmeans.h"
#include "core/storage/vault.h"

#include <QHash>
#include <QUuid>

#include <optional>

class ProfileStore;
class SecretKeeping;
class Sessions;

//! The secrets that profiles keep, for the tokens of their sessions. A profile that was edited
//! meanwhile may keep one for another server or user: that is none for the session.
class TokenSecrets final
{
public:
    //! Both outlive it.
    TokenSecrets(const ProfileStore &store, const Sessions &sessions);

    //! Where kept secrets come from; outlives this.
    void setKeeping(SecretKeeping &keeping);

    [[nodiscard]] const SignedIn *session(const QUuid &profile) const;
    //! What made the token in use makes one like it; the other secret is not tried.
    [[nodiscard]] SecretField madeBy(const QUuid &profile) const;
    //! Whether kept() would give one.
    [[nodiscard]] bool hasKept(const QUuid &profile, SecretField field) const;
    //! As far as it is to be had without asking anybody; else empty.
    [[nodiscard]] SecretBuffer kept(const QUuid &profile, SecretField field) const;
    //! The cluster has refused the kept one: it is not tried again.
    void forgetRefused(const QUuid &profile, SecretField field);

    //! What there is for a token that a person asks for.
    [[nodiscard]] ProfileSecrets of(const QUuid &profile) const;
    //! \a typed with the kept secret in the place of one that was not typed; none if that is not
    //! kept any more: servers lock accounts for an empty one, too. For a verb of the session that
    //! is called at once; what becomes of that is followed by noteState().
    [[nodiscard]] std::optional<Credentials> completed(const QUuid &profile,
                                                       const Credentials &typed);
    //! To be told of every state of every session.
    void noteState(const QUuid &profile, const SessionState &state);

private:
    const ProfileStore &m_store;
    const Sessions &m_sessions;
    SecretKeeping *m_keeping = nullptr; //!< none without a vault
    QHash<QUuid, SecretField> m_used;   //!< kept secrets that a token is being asked for with
};
