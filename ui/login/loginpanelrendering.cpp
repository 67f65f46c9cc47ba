// The rendering half of LoginPanel: what came of a press, in the form.
#include "core/api/formdetection.h"
#include "ui/login/demousers.h"
#include "ui/login/loginbuttons.h"
#include "ui/login/loginfields.h"
#include "ui/login/loginpanel.h"
#include "ui/login/serverentry.h"
#include "ui/support/errortext.h"
#include "ui/support/formtext.h"
#include "ui/support/statustext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"

#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

void LoginPanel::showBanner()
{
    // Once the layout has made room for it.
    QTimer::singleShot(0, m_banner, [this] { m_scroll->ensureWidgetVisible(m_banner); });
}

void LoginPanel::complain(const QString &what, const QString &nextStep, QWidget *field)
{
    // A wrong address is said below its field already.
    if (field == m_fields->server()->field() && m_fields->server()->hasComplaint())
        m_banner->dismiss();
    else
        m_banner->present(Banner::Kind::Warning, what, nextStep);
    showBanner();
    field->setFocus();
    Q_EMIT statusChanged(what + u' ' + nextStep);
}

void LoginPanel::renderConnection(const ConnectionReport &report)
{
    const bool wasTest = m_buttons->isTesting();
    if (report.error && report.error->kind == ApiError::Kind::Cancelled)
        return stopTesting();
    m_buttons->setTesting(false);
    const auto address = m_fields->server()->address();
    if (m_fields->server()->showReport(report, wasTest) && !report.error)
        m_fields->setFoundForm(address->origin, report.form);
    if (!wasTest)
        return;
    if (report.error) {
        presentError(*report.error);
        const ErrorText text = errorText(*report.error);
        Q_EMIT statusChanged(text.what + u' ' + text.nextStep);
    } else {
        Q_EMIT statusChanged(tr("A ThoughtSpot cluster answered in %1 ms. It speaks %2.")
                                 .arg(report.elapsedMs)
                                 .arg(formName(report.form)));
    }
}

void LoginPanel::renderForm(const QString &origin, Api::Form form)
{
    m_fields->setFoundForm(origin, form);
    if (!m_buttons->isTesting())
        m_fields->server()->showForm(origin, form);
}

void LoginPanel::render(const SessionState &state)
{
    if (const auto *signingIn = std::get_if<SigningIn>(&state)) {
        m_banner->dismiss();
        setBusy(true, activityText(signingIn->step));
        return;
    }
    const bool wasBusy = m_buttons->isBusy();
    setBusy(false);
    if (const auto *out = std::get_if<SignedOut>(&state)) {
        renderOutcome(*out);
        if (wasBusy && isVisible())
            m_fields->focusPassword();
        return;
    }
    m_banner->dismiss();
    m_fields->forgetPassword();
}

void LoginPanel::renderOutcome(const SignedOut &state)
{
    if (state.reason && state.reason->kind != ApiError::Kind::Cancelled)
        presentError(*state.reason);
    else
        m_banner->dismiss();
}

//! Where a password may not be what the cluster wants, its sign-on in the browser is a way on. A
//! secret key that is not accepted is no question of that.
static bool leadsToBrowser(const ApiError &error, SignInMethod method)
{
    switch (error.kind) {
    case ApiError::Kind::MultiFactorRequired:
    case ApiError::Kind::Redirected:
    case ApiError::Kind::NotAnApi:
        return true;
    case ApiError::Kind::BadCredentials:
    case ApiError::Kind::Forbidden:
        return method == SignInMethod::Password;
    default:
        return false;
    }
}

static QString browserStep(ApiError::Kind kind)
{
    if (kind == ApiError::Kind::MultiFactorRequired)
        return {}; // it is the one step
    return kind == ApiError::Kind::Redirected || kind == ApiError::Kind::NotAnApi
               ? LoginPanel::tr("If it is a sign-on page, use your browser.")
               : LoginPanel::tr("With single sign-on, use your browser.");
}

void LoginPanel::presentError(const ApiError &error)
{
    ErrorText text = errorText(error);
    const SignInMethod method = m_fields->method();
    if (error.kind == ApiError::Kind::BadCredentials && method == SignInMethod::SecretKey) {
        text.what = tr("The cluster does not accept this secret key for this user.");
        text.nextStep = tr("Check the key and the user's name, and whether trusted authentication "
                           "is on.");
    }
    const bool offersBrowser = leadsToBrowser(error, method);
    if (const QString step = browserStep(error.kind); offersBrowser && !step.isEmpty())
        text.nextStep += u' ' + step;
    m_banner->present(Banner::Kind::Error, text.what, text.nextStep, text.details);
    showBanner();
    offerWays(error, offersBrowser);
}

void LoginPanel::offerWays(const ApiError &error, bool offersBrowser)
{
    m_offeredOrigin.clear();
    const auto target =
        ServerAddress::parse(error.kind == ApiError::Kind::Redirected ? error.detail : QString());
    const auto here = m_fields->server()->address();
    // A page of its own to sign in at is no other server.
    if (target && !(here && here->origin == target->origin))
        m_offeredOrigin = target->origin;
    m_offersForm = error.kind == ApiError::Kind::WrongApiForm && !formdetection::isV1Only(error) &&
                   m_fields->profile().form != Api::Form::Auto;
    const QString browser = offersBrowser ? tr("Use your browser") : QString();
    const QString other = m_offersForm                ? tr("Set API to Automatic")
                          : m_offeredOrigin.isEmpty() ? QString()
                                                      : tr("Enter it as the server");
    m_banner->offerAction(other);
    m_banner->offerOther(browser);
}

void LoginPanel::followOffer()
{
    m_banner->dismiss();
    if (m_offersForm)
        m_fields->chooseAutomaticForm();
    else
        m_fields->setServer(m_offeredOrigin);
    m_fields->focusFirstEmptyField();
}

void LoginPanel::setBusy(bool isBusy, const QString &words)
{
    const bool hadFocus = focusWidget() && m_card->isAncestorOf(focusWidget());
    m_fields->setEnabled(!isBusy);
    m_demoUsers->setEnabled(!isBusy);
    m_useToken->setEnabled(!isBusy);
    m_otherWay->setEnabled(!isBusy);
    m_buttons->setBusy(isBusy, words);
    if (isBusy && hadFocus)
        m_buttons->focusCancel();
}

//! No answer is waited for any more: it was asked for something else than what stands there now, or
//! called off.
void LoginPanel::stopTesting()
{
    if (!m_buttons->isTesting())
        return;
    m_buttons->setTesting(false);
    m_fields->server()->stopAsking();
    Q_EMIT statusChanged(tr("Test cancelled."));
}
