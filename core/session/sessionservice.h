#pragma once

#include "core/http/httpclient.h"
#include "core/session/sessionstate.h"
#include "core/support/clock.h"

#include <QObject>

#include <memory>
#include <optional>

class ApiDialect;

//! What "Test connection" found, without any credential.
struct ConnectionReport
{
    std::optional<ApiError> error;     //!< set: nothing below holds
    Api::Form form = Api::Form::Auto;  //!< what the server speaks
    std::optional<qint64> clockSkewMs; //!< server minus local
    qint64 elapsedMs = 0;

    friend bool operator==(const ConnectionReport &, const ConnectionReport &) = default;
};

Q_DECLARE_METATYPE(ConnectionReport)

//! One account at one server: verbs in, one state out. It knows no settings, no widgets and no
//! sentences.
//!
//!   state        legal verbs
//!   SignedOut    prepare  testConnection  signIn
//!   SigningIn    cancel
//!   SignedIn     idle:  refreshInfo getToken checkToken switchOrg revokeToken signOut  (ended:
//!   signIn too)
//!                busy:  cancel signOut
//!
//! A verb that is not legal in the present state is ignored and logged, so that a double click is
//! harmless. Sign-in: login alone (a wrong password costs exactly one attempt), then session info
//! and token side by side; the 2022 beta wants the bearer for the info, so there the token comes
//! first.
class SessionService final : public QObject
{
    Q_OBJECT

public:
    //! \a client outlives the service. With Api::Form::Auto the form is found at first need.
    SessionService(HttpClient &client, Api::Form form, TimeSource time = TimeSource::system(),
                   QObject *parent = nullptr);
    ~SessionService() override;

    [[nodiscard]] const SessionState &state() const { return m_state; }
    [[nodiscard]] const ServerClock &serverClock() const { return m_clock; }
    //! The form spoken, or Auto as long as it is not known.
    [[nodiscard]] Api::Form form() const;

    //! Warms the connection and finds the form while the person is still typing. Sends no
    //! credential.
    void prepare();
    //! Finds out what answers at the address, without credentials; connectionTested() tells.
    void testConnection();
    void signIn(const SignInRequest &request);
    void refreshInfo();
    //! Asks for a new token. The password is not kept from sign-in, so \a credentials carries it
    //! again, unless the wish says FromSession.
    void getToken(const TokenWish &wish, const Credentials &credentials);
    //! Asks the server whether the token is still accepted (2.0; Unsupported elsewhere).
    void checkToken();
    //! Beta: moves the cookie session. 2.0: asks for a new token in \a org, which needs \a
    //! credentials.
    void switchOrg(const Org &org, const Credentials &credentials);
    //! Revokes at the server; on 2.0 proved by validate. "Revoked" only after the server said so.
    void revokeToken();
    //! Revoke, then logout, then forget. Ends in SignedOut whatever the server says.
    void signOut();
    //! Stops what is under way and returns to the state before it. A late answer changes nothing.
    void cancel();

Q_SIGNALS:
    void stateChanged(const SessionState &state);
    void connectionTested(const ConnectionReport &report);
    //! The form was found out; the profile remembers it.
    void formFound(Api::Form form);

private:
    HttpClient &m_client;
    ServerClock m_clock;
    SessionState m_state;
};
