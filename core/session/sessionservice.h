#pragma once

#include "core/http/httpclient.h"
#include "core/session/heldtokens.h"
#include "core/session/infosafe.h"
#include "core/support/clock.h"

#include <QObject>
#include <QQueue>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

class ApiCalls;
class ApiDialect;
class FormFinder;
class SignInFlow;
class SignOutFlow;
struct SignInOutcome;

namespace outcomes {
enum class By;
}

namespace tokencalls {
struct Helpers;
struct Order;
} // namespace tokencalls

//! What the program remembers of tokens beside those that a session holds. It is asked in the
//! middle of errands and must not end the service.
struct TokenMemory
{
    //! A token is being asked for: knows() is going to be asked of it.
    std::function<void()> prepare = {};
    //! Whether somebody got \a token here before; none as long as that cannot be told.
    std::function<std::optional<bool>(const Token &token)> knows = {};
};

//! What "Test connection" found, without any credential.
struct ConnectionReport
{
    std::optional<ApiError> error;     //!< set: form does not hold
    Api::Form form = Api::Form::Auto;  //!< what the server speaks
    std::optional<qint64> clockSkewMs; //!< server minus local; none where the server never told
    qint64 elapsedMs = 0;

    friend bool operator==(const ConnectionReport &, const ConnectionReport &) = default;
};

Q_DECLARE_METATYPE(ConnectionReport)

//! One account at one server: verbs in, one state out. It knows no settings, no widgets and no
//! sentences.
//!
//!   state            legal verbs           leads to
//!   SignedOut        prepare               (no other state)
//!                    testConnection        (no other state) connectionTested
//!                    cancel                (while testing)  connectionTested
//!                    signIn                SigningIn
//!   SigningIn        cancel                the state before it
//!   SignedIn, idle   refreshInfo getToken checkToken switchOrg revokeToken
//!                                          busy, then idle
//!                    signOut               SigningOut, then SignedOut
//!   SignedIn, ended  the same; and what SignedOut allows
//!   SignedIn, busy   cancel                idle
//!                    signOut               SigningOut, then SignedOut
//!   SignedIn         revokeHeld            (no other state) heldTokenRevoked
//!   SignedIn, idle   useHeld               (not ended) the same, with that token
//!   SignedIn         mintAside             (not ended, not in a wrong Org) (no other state)
//!                                          tokenMadeAside
//!   SignedIn         acceptOrg             (while in a wrong Org) the same, the Org accepted
//!   SigningOut       cancel                SignedOut, what has no answer yet is not confirmed
//!   SignedOut        (after a sign-out on 2.0)  SignedOut once more, with what the proof told
//!
//! checkToken and revokeToken want a token; one that is Revoked is not revoked again. A verb that
//! is not legal in the present state is ignored and logged, so that a double click is harmless.
//!
//! A sign-in may bring a token instead of credentials (SignInRequest::held): then nobody logs in.
//!
//! Sign-in (SignInFlow): login alone (a wrong password costs exactly one attempt), then session
//! info and token side by side; the 2022 beta wants the bearer for the info, so there the token
//! comes first. A sign-in from an ended session that fails or is cancelled leads back to it.
//!
//! "No longer accepted" in answer to any verb ends the session: info and token stay as the last
//! known. A later verb that the server does accept takes that back.
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
    [[nodiscard]] Api::Form form() const { return m_form; }
    //! With Auto: what was found last time. It is believed until the server turns out not to speak
    //! it.
    void expectForm(Api::Form form);
    //! A server may hand out a token once more instead of a new one: what \a memory knows, or is
    //! held here, is not revoked just because it served for a moment only.
    void setMemory(TokenMemory memory) { m_memory = std::move(memory); }

    //! Warms the connection and finds the form while the person is still typing. Sends no
    //! credential.
    void prepare();
    //! Finds out what answers at the address, without credentials; connectionTested() tells.
    void testConnection();
    void signIn(const SignInRequest &request);
    void refreshInfo();
    //! Asks for a new token. The password is not kept from sign-in, so \a credentials carries it
    //! again (an empty user name means the one signed in), unless the wish says FromSession: then
    //! the cookie session gives it, or the token held where there is none. An empty Org means the
    //! one of the sign-in.
    void getToken(const TokenWish &wish, const Credentials &credentials);
    //! Asks the server whether the token is still accepted (2.0; Unsupported elsewhere).
    void checkToken();
    //! The person has seen that another Org than the one asked for is in force, and uses it all
    //! the same. Good for this mismatch of this token only; asks nothing of the server.
    void acceptOrg();
    //! Beta: moves the cookie session. 2.0, and the later beta without one (changesOrgByToken()):
    //! asks for a new token in \a org, which needs \a credentials; a custom token (CustomTokenHeld)
    //! has to be asked for anew by getToken().
    void switchOrg(const Org &org, const Credentials &credentials);
    //! Revokes at the server; on 2.0 proved by validate. "Revoked" only after the server said so.
    void revokeToken();
    //! The tokens that this session came by and that may still be accepted, the one in use too.
    [[nodiscard]] QList<HeldToken> heldTokens() const { return m_held.alive(m_clock.nowMs()); }
    //! Goes on with another one of them; nothing is asked of the server. False where it is not
    //! held, or the session is busy or over.
    bool useHeld(const QString &fingerprint);
    //! revokeToken() for any of them; heldTokenRevoked() tells. False where it is not held, or is
    //! in use by a session that is busy. One that is not in use goes on after a sign-out.
    bool revokeHeld(const QString &fingerprint);
    //! Asks for one more token, to be handed to somebody else: the one in use stays in use, and
    //! whatever else is under way goes on. \a wish and \a credentials as for getToken(). \a then
    //! is called once, later; never after interrupt(), or when the session is over. One that is no
    //! other than a token held, or is for another Org than asked for, is an error: the latter is
    //! revoked. False where it is not legal: \a then is not called.
    bool mintAside(const TokenWish &wish, const Credentials &credentials,
                   std::function<void(const Result<Token, ApiError> &)> then);
    //! Revoke, then logout, then forget; beside that, \a rest is revoked. Ends in SignedOut
    //! whatever the server says. Where the form can, it is then asked whether the token is really
    //! dead: its report is completed when the answer is there, unless somebody signs in before.
    void signOut(const SignOutRest &rest = {});
    //! Stops what is under way and returns to the state before it. A late answer changes nothing.
    void cancel();
    //! For a lock: cancel(), and what runs in the background is dropped as well. A sign-out goes
    //! on: it has nothing to show, and stopped halfway it would leave a token alive.
    void interrupt();
    //! For a lock, too: the state has no SessionInfo::json until bringInfoBack(), which asks
    //! nothing of the server.
    void putInfoAway();
    void bringInfoBack();

Q_SIGNALS:
    void stateChanged(const SessionState &state);
    void connectionTested(const ConnectionReport &report);
    //! Answers each revoke that is not cancelled, of the token in use too: \a token as it stands
    //! now, \a error where the server did not say that it is done, or went on to accept it. Tells
    //! of the rest of a sign-out as well, when that is over.
    void heldTokenRevoked(const Token &token, const std::optional<ApiError> &error);
    //! mintAside() got \a token; before its callback is called. Or it is a helper of
    //! tokencalls::fetch(), as it was made and as it stands once it was to be revoked: in the
    //! middle of that errand, as the service may end before anything later. Who hears it must not
    //! end the service.
    void tokenMadeAside(const Token &token);
    //! The form was found out; the profile remembers it.
    void formFound(Api::Form form);

private:
    using Activity = SignedIn::Activity;

    void setState(SessionState next);
    [[nodiscard]] bool isLegal(bool legal, const char *verb) const;
    [[nodiscard]] bool canSignIn() const;
    [[nodiscard]] const SignedIn *idle() const;
    [[nodiscard]] const SignedIn &current() const;
    void begin(Activity activity);

    void noteForm(Api::Form form);
    void findForm(const SignInRequest &request);
    void logIn(const SignInRequest &request);
    void loginFailed(const SignInRequest &request, const ApiError &error);
    void signedIn(SignInOutcome outcome);
    void signInEnded(const ApiError &reason);
    void learnOrgs(const SignedIn &state);
    void signedOut(SignOutReport report, const std::optional<Token> &revoked);
    [[nodiscard]] QList<SignedIn> takeOthers();
    [[nodiscard]] int countOthersLeft(const QList<SignedIn> &ended) const;
    void proveSignOut(const Token &token);
    void reportConnection(ConnectionReport report);

    void tellRevoked(const SignedIn &after);
    [[nodiscard]] tokencalls::Helpers helpers();
    [[nodiscard]] std::optional<bool> knows(const Token &token) const;
    [[nodiscard]] bool mayBeInUse(const Token &helper);
    void prepareMemory() const;
    void fetchInfo(const QString &askedOrg);
    void fetchToken(const TokenWish &wish, const Credentials &credentials);
    [[nodiscard]] tokencalls::Order orderFor(const TokenWish &wish, const Credentials &credentials);
    void revokeAside(const Token &token);
    [[nodiscard]] Result<Token, ApiError> keepAside(Result<Token, ApiError> token,
                                                    const QString &askedOrg, outcomes::By by);
    void takeOver(Result<Token, ApiError> token, const QString &askedOrg, outcomes::By by);
    void refuseSwitch();
    void moveSession(const Org &org);
    [[nodiscard]] SecretBuffer usableBearer(const SignedIn &state) const;
    [[nodiscard]] SecretBuffer bearerWithoutSession(const SignedIn &state) const;
    [[nodiscard]] bool canAskAsSession(const SignedIn &state) const;

    HttpClient &m_client;
    const TimeSource m_time;
    ServerClock m_clock;
    const Api::Form m_choice;
    Api::Form m_form;
    bool m_formIsProven;
    std::unique_ptr<ApiDialect> m_dialect;

    SessionState m_state;
    HeldTokens m_held;
    TokenMemory m_memory;
    InfoSafe m_infoSafe;
    std::optional<SignedIn> m_before; // the ended session that a sign-in starts from
    QQueue<SessionState> m_unannounced;
    bool m_isAnnouncing = false;

    std::unique_ptr<FormFinder> m_finder;
    std::unique_ptr<FormFinder> m_test;
    qint64 m_testStartedMs = 0;
    std::unique_ptr<SignInFlow> m_signIn;
    std::unique_ptr<SignOutFlow> m_signOut;
    std::unique_ptr<ApiCalls> m_calls;      // of the verb under way
    std::unique_ptr<ApiCalls> m_background; // what no verb waits for
    std::unique_ptr<ApiCalls> m_aside;      // for tokens that others get
    std::unique_ptr<ApiCalls> m_revokes;    // of tokens that are not in use
    std::unique_ptr<ApiCalls> m_proof;      // of a sign-out that is over
    std::unique_ptr<ApiCalls> m_farewell;   // undoes sign-ins that led to nothing; never dropped
};
