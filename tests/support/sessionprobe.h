#pragma once

#include "core/session/sessionservice.h"
#include "tests/support/fakeserver.h"

#include <QList>
#include <QStringList>

//! A service at one server with all it said written down, states in short words so that whole lists
//! can be compared:
//!   "out", "out: BadCredentials", "out (revoke Confirmed, logout Confirmed)",
//!   the same with ", proof NotAccepted" where a proof was asked for
//!   "signing in: LoggingIn"
//!   "in", "in, GettingToken", "in, no token", "in, ended, Refused, stale: SessionEnded"
//! A usable token goes without saying.
class SessionProbe final
{
public:
    SessionProbe(const QString &origin, Api::Form form, Deadlines deadlines = {},
                 TimeSource time = TimeSource::system());
    Q_DISABLE_COPY_MOVE(SessionProbe)

    [[nodiscard]] SessionService &service() { return m_service; }
    [[nodiscard]] HttpClient &client() { return m_client; }
    [[nodiscard]] const QStringList &states() const { return m_states; }
    [[nodiscard]] const QList<ConnectionReport> &reports() const { return m_reports; }
    [[nodiscard]] const QList<Api::Form> &formsFound() const { return m_formsFound; }
    [[nodiscard]] QString now() const { return words(m_service.state()); }
    [[nodiscard]] const SignedIn &signedIn() const { return std::get<SignedIn>(m_service.state()); }
    void forget() { m_states.clear(); }

    [[nodiscard]] static QString words(const SessionState &state);
    [[nodiscard]] static QString name(ApiError::Kind kind);

private:
    HttpClient m_client;
    SessionService m_service;
    QStringList m_states;
    QList<ConnectionReport> m_reports;
    QList<Api::Form> m_formsFound;
};

//! What a person types, for the people of fakecluster.
[[nodiscard]] SignInRequest signInRequest(const QString &org = {});
[[nodiscard]] Credentials sampleCredentials();

//! Scripts a FakeServer as a cluster that speaks one form, with one user and two Orgs, whatever the
//! credentials. Single paths are then changed with FakeServer::on().
namespace fakecluster {

struct Paths
{
    QByteArray login;
    QByteArray info;
    QByteArray token;
    QByteArray revoke;
    QByteArray check;
    QByteArray switchOrg;
    QByteArray logout;
    QByteArray orgs = "/callosum/v1/tspublic/v1/session/orgs";
};

[[nodiscard]] Paths paths(Api::Form form);
void speak(FakeServer &server, Api::Form form);

//! A refusal in the words of \a form: its status for 2.0, 500 with the status inside for the betas.
[[nodiscard]] FakeReply refusal(Api::Form form, int status, const QString &debug = {});
[[nodiscard]] FakeReply info(Api::Form form, qint64 orgId = 0);
//! A token "value" that lives one hour from now, for 2.0 in \a orgId.
[[nodiscard]] FakeReply token(Api::Form form, const QByteArray &value, qint64 orgId = 0);
[[nodiscard]] FakeReply done(Api::Form form);
inline const QByteArray firstToken = "Rmlyc3QgdG9rZW4=";

} // namespace fakecluster

//! A session that stands at a scripted cluster; the requests and states that led there are
//! forgotten.
class StandingSession final
{
public:
    explicit StandingSession(Api::Form form, Deadlines deadlines = {});
    Q_DISABLE_COPY_MOVE(StandingSession)

    [[nodiscard]] bool isReady() const { return m_isReady; }

    FakeServer server;
    const fakecluster::Paths path;
    SessionProbe probe;

private:
    bool m_isReady = false;
};
