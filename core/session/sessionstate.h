#pragma once

#include "core/api/apierror.h"
#include "core/session/account.h"
#include "core/session/sessioninfo.h"
#include "core/session/token.h"

#include <QList>

#include <optional>
#include <variant>

//! What else is kept for the profile of a session, to end with a sign-out.
struct SignOutRest
{
    QList<Token> tokens = {};
    bool isShut = false; //!< there may be more, and they cannot be opened
};

//! A kept token that was to end with a sign-out, beside the one in use.
struct KeptEnd
{
    enum class End
    {
        Revoked,         //!< and not accepted any more
        RevokedUnproved, //!< the server said so; whether it is accepted was not answered
        WasDead,
        StillAccepted, //!< though the server said that it revoked it
        NotConfirmed
    };

    Org org = {};           //!< without a name where none is known
    bool isOrgKnown = true; //!< false: nothing is
    End end = End::NotConfirmed;
    std::optional<qint64> expiresMs = {};

    friend bool operator==(const KeptEnd &, const KeptEnd &) = default;
};

//! What a sign-out could and could not do at the server. Local state is gone in any case.
struct SignOutReport
{
    enum class Outcome
    {
        NotNeeded,
        Confirmed,
        NotConfirmed
    };
    //! Whether a token that the server says it revoked is accepted all the same. It is asked after
    //! all else, and nothing waits for the answer. FACTS 5.9.
    enum class Proof
    {
        NotMade, //!< nothing was revoked
        Underway,
        NotAccepted,
        StillAccepted,
        Failed //!< asked, and no answer told
    };

    Outcome revoke = Outcome::NotNeeded;
    std::optional<ApiError> revokeError;
    Outcome logout = Outcome::NotNeeded;
    std::optional<ApiError> logoutError;
    Proof proof = Proof::NotMade;
    std::optional<ApiError> proofError;
    std::optional<qint64>
        tokenDiesMs;            //!< when a token that is not surely dead ends by itself, if known
    int othersLeft = 0;         //!< tokens beside the one in use that live on, held no longer
    bool mayLeaveToken = false; //!< one more was being asked for, and may have been made
    QList<KeptEnd> kept = {};   //!< what came of SignOutRest::tokens
    bool isRestShut = false;    //!< SignOutRest::isShut

    friend bool operator==(const SignOutReport &, const SignOutReport &) = default;
};

struct SignedOut
{
    std::optional<ApiError> reason;      //!< why a sign-in failed
    std::optional<SignOutReport> report; //!< after a sign-out

    friend bool operator==(const SignedOut &, const SignedOut &) = default;
};

//! Never holds a password.
struct SigningIn
{
    enum class Step
    {
        FindingApi,
        LoggingIn,
        Fetching
    };

    Account account;
    Step step = Step::LoggingIn;

    friend bool operator==(const SigningIn &, const SigningIn &) = default;
};

//! In force is surely another Org than the one asked for. Nothing of such a session is handed out
//! until a person has seen and accepted it.
struct OrgMismatch
{
    QString asked; //!< as it was asked for: an id or a name
    Org got;
    bool isAccepted = false; //!< seen, and to be used all the same

    friend bool operator==(const OrgMismatch &, const OrgMismatch &) = default;
};

struct SignedIn
{
    enum class Activity
    {
        Idle,
        RefreshingInfo,
        GettingToken,
        CheckingToken,
        SwitchingOrg,
        RevokingToken,
        SigningOut
    };

    Account account; //!< form is the one really spoken, never Auto
    std::optional<Token> token;
    std::optional<SessionInfo> info; //!< the last known; see infoIsStale
    QList<Org> orgs;                 //!< all that are known, from the info and from v1 session/orgs
    Activity activity = Activity::Idle;
    std::optional<ApiError> lastError; //!< of the last verb; cleared when the next one starts
    bool infoIsStale = false;          //!< the last fetch of info failed
    QString tokenOrg; //!< the Org that the token was asked for, as asked; empty for the server's
                      //!< choice
    std::optional<OrgMismatch> orgMismatch; //!< none as well where the server does not tell
    bool hasCookieSession = false;          //!< a login made it; false for a token-only session
    bool ended = false;       //!< the server no longer accepts us: what is shown is the last known
    bool isSameToken = false; //!< asked for a new token, the server gave the one held once more
    bool leftToken = false;   //!< signing in again left a token that may still be good
    qint64 signedInMs = 0;    //!< server time, milliseconds since epoch

    friend bool operator==(const SignedIn &, const SignedIn &) = default;
};

using SessionState = std::variant<SignedOut, SigningIn, SignedIn>;

Q_DECLARE_METATYPE(SessionState)
