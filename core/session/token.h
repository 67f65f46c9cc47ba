#pragma once

#include "core/api/apierror.h"
#include "core/support/secretbuffer.h"

#include <QString>

#include <optional>

class QDebug;

//! What the server last said of a token when it was asked.
struct TokenCheck
{
    bool accepted = false;
    qint64 atMs = 0;                 //!< server time, milliseconds since epoch
    std::optional<qint64> expiresMs; //!< as the server reports it
    std::optional<qint64> orgId;

    friend bool operator==(const TokenCheck &, const TokenCheck &) = default;
};

//! A bearer token and what is known of it. All times are the server's, milliseconds since epoch.
//! Printing masks the value. FACTS 1, 3 and 6.7.
struct Token
{
    Q_GADGET

public:
    //! Revoked only after the server said so; RevokeUnconfirmed when it was asked and gave no clear
    //! answer.
    enum class Standing
    {
        Usable,
        Revoked,
        RevokeUnconfirmed,
        Refused
    };
    Q_ENUM(Standing)
    //! What is shown: the standing and the clock taken together.
    enum class Condition
    {
        Valid,
        ExpiringSoon,
        Expired,
        Revoked,
        RevokeUnconfirmed,
        Refused,
        LifeUnknown
    };
    Q_ENUM(Condition)

    //! The scope of a custom token. FACTS 3, AccessToken.
    static constexpr QLatin1StringView customScope{"CUSTOM"};

    SecretBuffer value;
    QString owner;   //!< user name
    QString ownerId; //!< GUID, where the API tells
    std::optional<qint64> orgId;
    QString orgName; //!< where known
    //! FULL, REPORT_BOOK_VIEW, … as the server says; customScope, of which it says nothing; empty
    //! where it does not say.
    QString scope;
    QString objectId;
    std::optional<qint64> createdMs;
    std::optional<qint64> expiresMs;
    //! Made in here by the cluster's secret key: whoever had that key acts for the owner.
    bool isBySecretKey = false;
    //! By how many milliseconds the server's clock was ahead of this machine's when the token was
    //! made or kept; 0 where that is not known. For where no server is asked for its time.
    qint64 serverAheadMs = 0;
    Standing standing = Standing::Usable;
    std::optional<TokenCheck> lastCheck;

    //! Milliseconds left at \a serverNowMs, never negative; none where the expiry is unknown.
    [[nodiscard]] std::optional<qint64> remainingMs(qint64 serverNowMs) const;
    //! The same with its times by this machine's clock.
    [[nodiscard]] Token byLocalClock() const;
    [[nodiscard]] bool isCustom() const { return scope == customScope; }
    //! "About to expire" means the last min(5 minutes, 10 % of its life), at least 30 s.
    [[nodiscard]] Condition condition(qint64 serverNowMs) const;
    //! The first characters and dots, for showing; never enough to be used.
    [[nodiscard]] QString masked() const;
    //! The first twelve hex digits of the value's SHA-256: tells tokens apart and gives nothing of
    //! them away. Empty where there is no value.
    [[nodiscard]] QString fingerprint() const;
    //! \a text is made of nothing but what a token may hold in a header: [A-Za-z0-9._~+/=-], at
    //! most 16 KiB.
    [[nodiscard]] static bool isWellFormed(QByteArrayView text);

    friend bool operator==(const Token &, const Token &) = default;
};

QDebug operator<<(QDebug debug, const Token &token);

Q_DECLARE_METATYPE(Token)
