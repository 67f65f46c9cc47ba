#include "app/cli/failuretext.h"

#include "app/cli/clitext.h"
#include "core/api/formdetection.h"

// The program adds profiles, and changes none; details stand in brackets behind the sentences. What
// is empty here leaves the step as the window has it.

using Kind = ApiError::Kind;

static QString tlsStep(ApiError::TlsReason reason)
{
    using Reason = ApiError::TlsReason;
    switch (reason) {
    case Reason::SelfSigned:
        return Cli::tr("If the server is yours, choose its certificate as the authority file in "
                       "Session Desk (Edit profile), or add another profile with sdesk add "
                       "--authority FILE; otherwise do not sign in.");
    case Reason::UnknownAuthority:
        return Cli::tr("If your company has an authority of its own, choose its PEM file in "
                       "Session Desk (Edit profile), or add another profile with sdesk add "
                       "--authority FILE.");
    case Reason::PinChanged:
        return Cli::tr("Do not sign in until the server's administrator has confirmed the new key; "
                       "then pin that one in Session Desk (Edit profile).");
    case Reason::AuthorityFileUnreadable:
        return Cli::tr("Put its PEM file back, or choose it again in Session Desk (Edit profile).");
    case Reason::None:
    case Reason::Other:
        return Cli::tr("Show the technical reason in brackets to the server's administrator.");
    default:
        return {};
    }
}

static QString proxyStep(int status)
{
    constexpr int wantsLogin = 407;
    return status == wantsLogin
               ? Cli::tr("They cannot be given: choose a proxy that lets this machine through "
                         "without, in Session Desk (Edit profile).")
               : Cli::tr("Check the proxy of the system, or that of %1 in Session Desk (Edit "
                         "profile).");
}

static QString formStep(const ApiError &error, Api::Form form)
{
    if (formdetection::isV1Only(error))
        return {};
    return form == Api::Form::Auto
               ? Cli::tr("Check the server of %1, which sdesk profiles lists.")
               : Cli::tr("Set the API of %1 to Automatic in Session Desk (Edit profile), or add "
                         "another profile with sdesk add --api auto.");
}

//! %1 stands for the profile.
static QString stepOf(const ApiError &error, Api::Form form)
{
    switch (error.kind) {
    case Kind::Tls:
        return tlsStep(error.tlsReason);
    case Kind::Proxy:
        return proxyStep(error.httpStatus);
    case Kind::Redirected:
        return Cli::tr("If that is your cluster, add a profile for it: sdesk add.");
    case Kind::WrongApiForm:
        return formStep(error, form);
    case Kind::SessionEnded:
        return Cli::tr("Get another one: sdesk login %1.");
    case Kind::MultiFactorRequired:
        return Cli::tr("Get a token in your browser, then give it to sdesk login %1 --token.");
    case Kind::OrgNotAllowed:
        return Cli::tr("Name another Organization with --org.");
    case Kind::ServerFault:
        return error.incidentId.isEmpty()
                   ? QString()
                   : Cli::tr("Try again later; if it happens again, give ThoughtSpot support the "
                             "incident id in brackets.");
    case Kind::RequestRefused:
        return Cli::tr("Read in brackets what it says, and change what was given.");
    case Kind::Unsupported:
        return Cli::tr("Use a profile of REST API 2.0, where the server offers it: sdesk add --api "
                       "2.0.");
    default:
        return {};
    }
}

ErrorText failureText(const ApiError &error, const QString &word, Api::Form form)
{
    ErrorText text = errorText(error);
    // It speaks of a session; here there are tokens only.
    if (error.kind == Kind::SessionEnded)
        text.what = Cli::tr("The cluster no longer accepts the token.");
    const QString step = stepOf(error, form);
    if (!step.isEmpty())
        text.nextStep = step.contains(QLatin1StringView("%1")) ? step.arg(word) : step;
    return text;
}
