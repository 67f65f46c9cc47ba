#pragma once

#include "core/session/customtoken.h"
#include "core/session/token.h"
#include "core/support/secretbuffer.h"

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>

#include <optional>

//! The forms of the API that servers speak. Auto stands for "find out" and is never spoken.
namespace Api {
Q_NAMESPACE
enum class Form
{
    Auto,
    Beta2022,
    Beta,
    V2
};
Q_ENUM_NS(Form)
} // namespace Api

//! An organisation of a cluster. Ids are integers, may be large or negative. FACTS 5.8.
struct Org
{
    qint64 id = 0;
    QString name;

    friend bool operator==(const Org &, const Org &) = default;
};

//! Who is signed in where. Never holds a secret.
struct Account
{
    QString origin;
    Api::Form form = Api::Form::Auto;
    QString userName;
    QString org; //!< as asked for: an id, a name, or empty for the server's choice

    friend bool operator==(const Account &, const Account &) = default;
};

//! How long and for what a token is asked.
struct TokenWish
{
    enum class Scope
    {
        Full,
        Object,
        Custom //!< 2.0, 10.4 and later
    };
    //! FromSession (2.0 only) mints from the signed-in session without a password; the server sets
    //! the life.
    enum class Source
    {
        Credentials,
        FromSession
    };

    int validitySeconds = 3600;
    QString org; //!< an id, a name, or empty
    Scope scope = Scope::Full;
    QString objectId;     //!< GUID, for Scope::Object
    CustomToken custom{}; //!< for Scope::Custom
    Source source = Source::Credentials;

    friend bool operator==(const TokenWish &, const TokenWish &) = default;
};

//! Which secret signs in. Chosen by a person, never tried in turn: servers lock accounts.
enum class SignInMethod
{
    Password,
    SecretKey //!< the cluster's (trusted authentication); userName is whom to act for. FACTS 6.24
};

//! What a person gives to sign in or to get a token. One of password and secretKey, never both.
//! FACTS 5.7.
struct Credentials
{
    QString userName;
    SecretBuffer password;
    SecretBuffer secretKey;
    SignInMethod method = SignInMethod::Password; //!< which one was meant, should neither be there

    [[nodiscard]] bool isBySecretKey() const
    {
        return method == SignInMethod::SecretKey || (password.isEmpty() && !secretKey.isEmpty());
    }

    friend bool operator==(const Credentials &, const Credentials &) = default;
};

//! One press on "Sign in".
struct SignInRequest
{
    Credentials credentials;
    QString org;                                  //!< an id, a name, or empty
    bool rememberMe = false;                      //!< asks the server for a long-lived session
    std::optional<TokenWish> token = TokenWish{}; //!< none: session only
    //! A token that one has already: it is the session then. No credential is sent and nothing is
    //! minted.
    std::optional<Token> held = std::nullopt;

    friend bool operator==(const SignInRequest &, const SignInRequest &) = default;
};
