#include "core/session/sessionservice.h"

#include "core/session/formfinder.h"
#include "core/session/orglookup.h"
#include "core/session/outcomes.h"
#include "core/session/signinflow.h"
#include "core/session/signoutflow.h"
#include "core/support/logging.h"

#include <QPointer>

#include <utility>

// So that nothing of the token is left ten seconds after the sign-out, whoever does not answer.
static constexpr int proofLimitMs = 8'000;

SessionService::SessionService(HttpClient &client, Api::Form form, TimeSource time, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_time(std::move(time))
    , m_clock(m_time)
    , m_choice(form)
    , m_form(form)
    , m_formIsProven(form != Api::Form::Auto)
    , m_finder(std::make_unique<FormFinder>(client, m_clock))
    , m_test(std::make_unique<FormFinder>(client, m_clock))
    , m_calls(std::make_unique<ApiCalls>(client, m_clock))
    , m_background(std::make_unique<ApiCalls>(client, m_clock))
    , m_aside(std::make_unique<ApiCalls>(client, m_clock))
    , m_revokes(std::make_unique<ApiCalls>(client, m_clock))
    , m_proof(std::make_unique<ApiCalls>(client, m_clock, proofLimitMs))
    , m_farewell(std::make_unique<ApiCalls>(client, m_clock))
{}

SessionService::~SessionService() = default;

// Announced in order and as values, so that a verb called from a slot neither swaps two states nor
// pulls one away under its reader. May destroy this: always the last thing done.
void SessionService::setState(SessionState next)
{
    m_state = std::move(next);
    m_held.follow(m_state, m_clock.nowMs());
    m_infoSafe.follow(m_state);
    m_unannounced.enqueue(m_state);
    if (std::exchange(m_isAnnouncing, true))
        return;
    const QPointer<SessionService> alive(this);
    while (alive && !m_unannounced.isEmpty())
        Q_EMIT stateChanged(m_unannounced.dequeue());
    if (alive)
        m_isAnnouncing = false;
}

bool SessionService::isLegal(bool legal, const char *verb) const
{
    if (!legal)
        qCInfo(lcSession, "%s ignored in state %zu", verb, m_state.index());
    return legal;
}

bool SessionService::canSignIn() const
{
    const auto *in = std::get_if<SignedIn>(&m_state);
    return std::holds_alternative<SignedOut>(m_state) ||
           (in && in->ended && in->activity == Activity::Idle);
}

const SignedIn *SessionService::idle() const
{
    const auto *in = std::get_if<SignedIn>(&m_state);
    return in && in->activity == Activity::Idle ? in : nullptr;
}

const SignedIn &SessionService::current() const
{
    return std::get<SignedIn>(m_state);
}

void SessionService::expectForm(Api::Form form)
{
    if (!m_formIsProven && form != Api::Form::Auto)
        m_form = form;
}

void SessionService::noteForm(Api::Form form)
{
    m_formIsProven = true;
    if (std::exchange(m_form, form) != form)
        Q_EMIT formFound(form);
}

void SessionService::prepare()
{
    if (!isLegal(canSignIn(), "prepare"))
        return;
    // Cookies of a session that is over would cost the sign-in what is opened here.
    const auto *ended = std::get_if<SignedIn>(&m_state);
    if (ended && !ended->hasCookieSession && m_client.hasSessionCookies())
        m_client.forgetSession();
    m_client.warmUp();
    if (m_formIsProven || m_finder->isActive())
        return;
    // An error says nothing yet: sign-in asks again, and then it counts.
    m_finder->find([this](const ApiResult<Api::Form> &found) {
        if (found)
            noteForm(*found);
    });
}

void SessionService::testConnection()
{
    if (!isLegal(canSignIn(), "testConnection"))
        return;
    m_test->drop();
    m_testStartedMs = m_time.elapsedMs();
    const auto tell = [this](const ApiResult<Api::Form> &found) {
        ConnectionReport report;
        if (found)
            report.form = *found;
        else
            report.error = found.error();
        reportConnection(report);
    };
    if (m_choice == Api::Form::Auto)
        m_test->find(tell);
    else
        m_test->confirm(m_choice, tell);
}

void SessionService::reportConnection(ConnectionReport report)
{
    report.elapsedMs = m_time.elapsedMs() - m_testStartedMs;
    if (m_clock.isSynchronized())
        report.clockSkewMs = m_clock.skewMs();
    const QPointer<SessionService> alive(this);
    if (!report.error && canSignIn())
        noteForm(report.form);
    if (alive)
        Q_EMIT connectionTested(report);
}

void SessionService::signIn(const SignInRequest &request)
{
    if (!isLegal(canSignIn(), "signIn"))
        return;
    m_calls->drop();
    m_background->drop();
    m_aside->drop();
    m_proof->drop();
    m_before.reset();
    if (const auto *ended = std::get_if<SignedIn>(&m_state)) {
        m_before = *ended;
        m_before->hasCookieSession = false;
    }
    // Cookies of one account never travel with the login of another.
    if (m_client.hasSessionCookies())
        m_client.forgetSession();
    if (m_form == Api::Form::Auto)
        findForm(request);
    else
        logIn(request);
}

static Account accountOf(const HttpClient &client, Api::Form form, const SignInRequest &request)
{
    return {client.settings().origin, form, request.credentials.userName, request.org};
}

void SessionService::findForm(const SignInRequest &request)
{
    m_finder->find([this, request](const ApiResult<Api::Form> &found) {
        if (!found)
            return signInEnded(found.error());
        const QPointer<SessionService> alive(this);
        noteForm(*found);
        if (alive)
            logIn(request);
    });
    setState(SigningIn{accountOf(m_client, Api::Form::Auto, request), SigningIn::Step::FindingApi});
}

void SessionService::logIn(const SignInRequest &request)
{
    m_finder->drop();
    prepareMemory();
    m_dialect = dialectFor(m_form);
    m_signIn = std::make_unique<SignInFlow>(m_client, m_clock, *m_dialect, request);
    m_signIn->watchHelpers(helpers());
    const Account account = accountOf(m_client, m_form, request);
    const auto loggedIn = [this, account] {
        setState(SigningIn{account, SigningIn::Step::Fetching});
    };
    m_signIn->start(loggedIn, [this, request](ApiResult<SignInOutcome> outcome) {
        if (outcome)
            signedIn(std::move(outcome).value());
        else
            loginFailed(request, outcome.error());
    });
    setState(
        SigningIn{account, request.held ? SigningIn::Step::Fetching : SigningIn::Step::LoggingIn});
}

void SessionService::loginFailed(const SignInRequest &request, const ApiError &error)
{
    const bool formIsStale = !m_formIsProven && error.kind == ApiError::Kind::WrongApiForm;
    if (formIsStale) {
        m_signIn.reset();
        m_form = Api::Form::Auto;
        findForm(request);
    } else {
        signInEnded(error);
    }
}

void SessionService::signInEnded(const ApiError &reason)
{
    // The login may have been accepted: what it opened is not left behind.
    if (m_signIn)
        m_signIn->undo(*m_farewell,
                       [this](const Token &token) { return knows(token).value_or(false); });
    m_signIn.reset();
    if (m_client.hasSessionCookies())
        m_client.forgetSession();
    if (std::optional<SignedIn> before = std::exchange(m_before, std::nullopt)) {
        before->lastError = reason;
        setState(*before);
    } else {
        setState(SignedOut{reason, std::nullopt});
    }
}

void SessionService::signedIn(SignInOutcome outcome)
{
    const Account account = std::get<SigningIn>(m_state).account;
    const std::optional<SignedIn> before = std::exchange(m_before, std::nullopt);
    m_signIn.reset();
    m_formIsProven = true;
    SignedIn next = outcomes::signedIn(account, std::move(outcome), m_clock.nowMs());
    next.leftToken = before && !usableBearer(*before).isEmpty() &&
                     !(next.token && next.token->value == before->token->value);
    learnOrgs(next);
    setState(std::move(next));
}

void SessionService::learnOrgs(const SignedIn &state)
{
    const std::optional<HttpRequest> request = m_dialect->orgs(bearerWithoutSession(state));
    if (!request || state.ended)
        return;
    m_background->ask(*m_dialect, *request, &ApiDialect::readOrgs,
                      [this](ApiResult<QList<Org>> orgs) {
                          if (!orgs)
                              return; // the info's Orgs have to do
                          SignedIn next = outcomes::withOrgs(current(), *orgs);
                          if (next != current())
                              setState(std::move(next));
                      });
}

void SessionService::interrupt()
{
    const auto *in = std::get_if<SignedIn>(&m_state);
    const bool isSigningIn = std::holds_alternative<SigningIn>(m_state);
    m_background->drop();
    m_aside->drop();
    if (!isSigningIn)
        m_finder->drop();
    const bool isBusy =
        in && in->activity != Activity::Idle && in->activity != Activity::SigningOut;
    if (isSigningIn || isBusy || m_test->isActive())
        cancel(); // may destroy this
}

void SessionService::putInfoAway()
{
    SessionState without = m_state;
    if (m_infoSafe.take(without))
        setState(std::move(without));
}

void SessionService::bringInfoBack()
{
    SessionState whole = m_state;
    if (m_infoSafe.giveBack(whole))
        setState(std::move(whole));
}

void SessionService::cancel()
{
    ApiError cancelled;
    cancelled.kind = ApiError::Kind::Cancelled;
    const auto *in = std::get_if<SignedIn>(&m_state);
    if (canSignIn() && m_test->isActive()) {
        m_test->drop();
        ConnectionReport report;
        report.error = cancelled;
        reportConnection(report);
    } else if (std::holds_alternative<SigningIn>(m_state)) {
        m_finder->drop();
        signInEnded(cancelled);
    } else if (m_signOut) {
        signedOut(m_signOut->abandon(), std::nullopt);
    } else if (isLegal(in && in->activity != Activity::Idle, "cancel")) {
        m_calls->drop();
        setState(outcomes::cancelled(*in));
    }
}
