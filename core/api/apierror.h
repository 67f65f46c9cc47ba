#pragma once

#include <QObject>
#include <QString>

#include <optional>

//! Why a call failed, as a kind with data. Never a sentence: those are made in
//! ui/support/errortext.
struct ApiError
{
    Q_GADGET

public:
    enum class Kind
    {
        InvalidInput,        //!< refused here before anything was sent; detail names the field
        InsecureAddress,     //!< http to another machine than this one
        Unreachable,         //!< refused, no route, network down
        HostNotFound,        //!< the name does not resolve
        ConnectionLost,      //!< closed without an answer, or the answer was cut off
        Timeout,             //!< idle limit or hard deadline reached
        Tls,                 //!< see tlsReason
        Proxy,               //!< the proxy, not the cluster, is at fault; 407: it wants a login
        Redirected,          //!< a 3xx; detail is the target's origin
        NotAnApi,            //!< a web page came back
        WrongApiForm,        //!< this server does not offer this form of the API here
        BadCredentials,      //!< user name, password or secret key not accepted
        SessionEnded,        //!< session or token no longer accepted
        MultiFactorRequired, //!< a password alone is refused for this account or cluster
        AccountLocked,       //!< locked, inactive or expired account
        OrgNotAllowed,       //!< no access to the Org that was asked for
        Forbidden,           //!< a privilege is missing
        RateLimited,         //!< see retryAfterSeconds
        ServerFault,         //!< 5xx that really is one
        BadReply, //!< not HTTP, wrong status, not strict JSON, a required field missing; detail
                  //!< says what
        TooLarge, //!< the reply passed its cap, in bytes or in values
        RequestRefused,  //!< understood and refused for what it asks; serverMessage says why
        Unsupported,     //!< this form of the API has no such operation
        NotOffered,      //!< the form has it, but not the release of this server
        CustomTokenHeld, //!< what that one carries is not kept, so that no other like it can be
                         //!< had
        Cancelled,       //!< by the person
    };
    Q_ENUM(Kind)

    enum class TlsReason
    {
        None,
        Expired,
        NotYetValid,
        SelfSigned,
        UnknownAuthority,
        IncompleteChain,
        WrongHost,
        Revoked,
        WeakKey,
        ProtocolTooOld,
        NotTls,
        ClientCertificateDemanded,
        PinChanged,
        AuthorityFileUnreadable,
        Other,
    };
    Q_ENUM(TlsReason)

    Kind kind = Kind::BadReply;
    int httpStatus =
        0; //!< 0 where no HTTP answer came; the upstream status where the API hides it (FACTS 6.8)
    QString serverMessage{};   //!< the server's own words, raw and untrusted
    std::optional<int> code{}; //!< the server's code, FACTS 5.11
    QString incidentId{};      //!< what ThoughtSpot support asks for
    QString detail{}; //!< for the Details fold: field, target, technical text. Never a secret
    TlsReason tlsReason = TlsReason::None;
    std::optional<int> retryAfterSeconds{};
    bool isUnsent = false; //!< certainly nothing of the request has left this machine

    friend bool operator==(const ApiError &, const ApiError &) = default;
};

Q_DECLARE_METATYPE(ApiError)
