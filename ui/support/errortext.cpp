#include "ui/support/errortext.h"

#include "core/api/formdetection.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

using Kind = ApiError::Kind;
using TlsReason = ApiError::TlsReason;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

static ErrorText say(const QString &what, const QString &nextStep)
{
    return {.what = what, .nextStep = nextStep, .details = {}};
}

static ErrorText tlsText(TlsReason reason)
{
    switch (reason) {
    case TlsReason::Expired:
        return say(Words::tr("The server's certificate has expired."),
                   Words::tr("Check the date of this machine; if it is right, the server's "
                             "administrator has to renew the certificate."));
    case TlsReason::NotYetValid:
        return say(Words::tr("The server's certificate is not valid yet."),
                   Words::tr("Check the date and time of this machine: most often its clock is "
                             "behind."));
    case TlsReason::SelfSigned:
        return say(Words::tr("The server's certificate is vouched for by nobody but itself."),
                   Words::tr("If the server is yours, choose its certificate as the authority "
                             "file of this profile; otherwise do not sign in."));
    case TlsReason::UnknownAuthority:
        return say(Words::tr("The server's certificate comes from an authority that this machine "
                             "does not know."),
                   Words::tr("If your company has an authority of its own, choose its PEM file in "
                             "this profile."));
    case TlsReason::IncompleteChain:
        return say(Words::tr("The server sends only a part of its certificate chain."),
                   Words::tr("Ask the server's administrator to add the certificate in between."));
    case TlsReason::WrongHost:
        return say(Words::tr("The server's certificate was made for another host name."),
                   Words::tr("Check the address, and use the name that the certificate was made "
                             "for."));
    case TlsReason::Revoked:
        return say(Words::tr("The server's certificate was withdrawn by its authority."),
                   Words::tr("Do not sign in, and tell the server's administrator."));
    case TlsReason::WeakKey:
        return say(Words::tr("The server's certificate is too weak to protect a password."),
                   Words::tr("Ask the server's administrator for a certificate with a stronger "
                             "key."));
    case TlsReason::ProtocolTooOld:
        return say(Words::tr("The server offers only outdated encryption."),
                   Words::tr("Ask the server's administrator to switch on TLS 1.2 or later."));
    case TlsReason::NotTls:
        return say(Words::tr("What answers at this address does not speak https."),
                   Words::tr("Check the port in the address."));
    case TlsReason::ClientCertificateDemanded:
        return say(Words::tr("The server wants a certificate from this machine, which is not "
                             "possible here."),
                   Words::tr("Ask the server's administrator for an address that does without."));
    case TlsReason::PinChanged:
        return say(Words::tr("The server shows another key than the one this profile is pinned "
                             "to."),
                   Words::tr("Do not sign in until the server's administrator has confirmed the "
                             "new key; then pin that one."));
    case TlsReason::AuthorityFileUnreadable:
        return say(Words::tr("The authority file of this profile cannot be read."),
                   Words::tr("Choose its PEM file in the profile again."));
    case TlsReason::None:
    case TlsReason::Other:
        break;
    }
    return say(Words::tr("No secure connection to the server came about."),
               Words::tr("Show the technical reason under Details to the server's administrator."));
}

static QString redirectedWhat(const QString &target)
{
    return target.isEmpty()
               ? Words::tr("The server points to another address, which was not followed.")
               : Words::tr("The server points to %1, which was not followed.")
                     .arg(shown(target, 200));
}

static QString invalidWhat(const QString &field)
{
    if (field == "Secret key"_L1)
        return Words::tr("The secret key is missing, or cannot be sent as it is.");
    return field.isEmpty()
               ? Words::tr("One entry cannot be sent as it is.")
               : Words::tr("One entry cannot be sent as it is: %1.").arg(shown(field, 120));
}

static ErrorText proxyText(int status)
{
    constexpr int wantsLogin = 407;
    if (status == wantsLogin)
        return say(Words::tr("The proxy wants a user name and a password."),
                   Words::tr("Session Desk cannot give them: choose a proxy in the profile that "
                             "lets this machine through without."));
    return say(Words::tr("The proxy did not let the call through."),
               Words::tr("Check the proxy of this profile."));
}

static QString rateLimitedStep(std::optional<int> seconds)
{
    return seconds && *seconds > 0 ? Words::tr("Try again in %1.").arg(timetext::duration(*seconds))
                                   : Words::tr("Wait a minute, then try again.");
}

static QString serverFaultStep(const QString &incidentId)
{
    return incidentId.isEmpty()
               ? Words::tr(
                     "Try again later; if it happens again, tell the cluster's administrator.")
               : Words::tr("Try again later; if it happens again, give ThoughtSpot support the "
                           "incident id under Details.");
}

// One line per kind reads better whole than in parts.
static ErrorText kindText(const ApiError &error)
{
    switch (error.kind) {
    case Kind::InvalidInput:
        return say(invalidWhat(error.detail), Words::tr("Correct it, then try again."));
    case Kind::InsecureAddress:
        return say(Words::tr("An http address would send the password in clear."),
                   Words::tr("Use https; http is for this machine only."));
    case Kind::Unreachable:
        return say(Words::tr("The server cannot be reached."),
                   Words::tr("Check the address and the network; an internal cluster may need the "
                             "VPN."));
    case Kind::HostNotFound:
        return say(Words::tr("There is no server of this name."),
                   Words::tr("Check the spelling; an internal name may need the VPN."));
    case Kind::ConnectionLost:
        return say(Words::tr("The server hung up before its answer was complete."),
                   Words::tr("Try again; if it happens again, ask whoever runs the server or the "
                             "proxy in front of it."));
    case Kind::Timeout:
        return say(Words::tr("The server did not answer in time."),
                   Words::tr("Try again; if it happens again, check the VPN, or ask whether the "
                             "cluster is down for maintenance."));
    case Kind::Tls:
        return tlsText(error.tlsReason);
    case Kind::Proxy:
        return proxyText(error.httpStatus);
    case Kind::Redirected:
        return say(redirectedWhat(error.detail),
                   Words::tr("If that is your cluster, enter it as the server."));
    case Kind::NotAnApi:
        return say(Words::tr("A web page came back instead of the API."),
                   Words::tr("Check the address; a sign-on page, a proxy or maintenance may stand "
                             "in front of the cluster."));
    case Kind::WrongApiForm:
        if (formdetection::isV1Only(error))
            return say(Words::tr("This server offers only the old REST API v1."),
                       Words::tr("Ask the cluster's administrator for a later release of "
                                 "ThoughtSpot, with REST API 2.0 or a v2 beta."));
        return say(Words::tr("This server does not offer this form of the API."),
                   Words::tr("Set API to Automatic."));
    case Kind::BadCredentials:
        return say(Words::tr("User name or password not accepted."),
                   Words::tr("Check both; after several wrong tries the cluster locks the "
                             "account."));
    case Kind::SessionEnded:
        return say(Words::tr("The cluster no longer accepts this session."),
                   Words::tr("Sign in again."));
    case Kind::MultiFactorRequired:
        return say(Words::tr("A password alone does not sign in here: the account wants a second "
                             "factor or single sign-on."),
                   Words::tr("Sign in with your browser and paste the token it shows."));
    case Kind::AccountLocked:
        return say(Words::tr("The account is locked, inactive or expired."),
                   Words::tr("Ask the cluster's administrator to open it again."));
    case Kind::OrgNotAllowed:
        return say(Words::tr("The account has no access to this Organization."),
                   Words::tr("Choose another Organization, or leave the field empty for the last "
                             "one used."));
    case Kind::Forbidden:
        return say(Words::tr("The account is not allowed to do this."),
                   Words::tr("Ask the cluster's administrator for the privilege that is missing."));
    case Kind::RateLimited:
        return say(Words::tr("The cluster has had too many requests and takes no more just now."),
                   rateLimitedStep(error.retryAfterSeconds));
    case Kind::ServerFault:
        return say(Words::tr("Something went wrong inside the cluster."),
                   serverFaultStep(error.incidentId));
    case Kind::BadReply:
        return say(Words::tr("The server's answer makes no sense as an answer of the API."),
                   Words::tr("Check that the address is that of a ThoughtSpot cluster; a proxy in "
                             "between may also have changed the answer."));
    case Kind::TooLarge:
        return say(Words::tr("The server's answer was too large and was not read to its end."),
                   Words::tr("Check the address; if it is right, tell the cluster's "
                             "administrator."));
    case Kind::RequestRefused:
        return say(Words::tr("The cluster understood the request, and refused it."),
                   Words::tr("Read under Details what it says, and change what was entered."));
    case Kind::Unsupported:
        return say(Words::tr("This form of the API has no such operation."),
                   Words::tr("Choose REST API 2.0, where the server offers it."));
    case Kind::NotOffered:
        return say(Words::tr("This cluster does not offer the operation yet."),
                   Words::tr("It came with a later release of ThoughtSpot; go on without it."));
    case Kind::CustomTokenHeld:
        return say(Words::tr("A custom token cannot be had again elsewhere: what it carries is not "
                             "kept."),
                   Words::tr("Get a new token, with the Organization that you want."));
    case Kind::Cancelled:
        return say(Words::tr("Cancelled."), Words::tr("Start again whenever you like."));
    }
    return {};
}

static QString detailsOf(const ApiError &error)
{
    QStringList lines;
    if (error.httpStatus > 0)
        lines += Words::tr("HTTP status %1").arg(error.httpStatus);
    if (error.code)
        lines += Words::tr("Code %1").arg(*error.code);
    if (!error.incidentId.isEmpty())
        lines += Words::tr("Incident id %1").arg(shown(error.incidentId, 64));
    if (!error.serverMessage.isEmpty())
        lines += Words::tr("The server says: %1").arg(shown(error.serverMessage));
    if (!error.detail.isEmpty())
        lines += shown(error.detail);
    return lines.join(u'\n');
}

ErrorText errorText(const ApiError &error)
{
    ErrorText text = kindText(error);
    text.details = detailsOf(error);
    return text;
}

static ErrorText problemText(StorageProblem::Kind kind)
{
    using Problem = StorageProblem::Kind;
    switch (kind) {
    case Problem::CorruptRestored:
        return say(Words::tr("The settings file was damaged; its last good copy was loaded."),
                   Words::tr("Check that your profiles are as you left them."));
    case Problem::CorruptLost:
        return say(Words::tr("The settings file was damaged, and there was no good copy of it."),
                   Words::tr("Add your profiles again; the damaged file was kept."));
    case Problem::NotReadable:
        return say(Words::tr("The settings file cannot be read, so nothing in it was touched."),
                   Words::tr("Give your user the right to read it, then start again."));
    case Problem::NotWritable:
        return say(Words::tr("The last change could not be saved: the settings file cannot be "
                             "written."),
                   Words::tr("Give your user the right to write it, then try again."));
    case Problem::DiskFull:
        return say(Words::tr("The last change could not be saved: the disk is full."),
                   Words::tr("Make room on the disk, then try again."));
    case Problem::Locked:
        return say(Words::tr("The last change could not be saved: another program holds the "
                             "settings file."),
                   Words::tr("Close the other program, then try again."));
    case Problem::NewerVersion:
        return say(Words::tr("The settings were written by a newer version, so they are only "
                             "read."),
                   Words::tr("Update this program to change them."));
    case Problem::ModesRepaired:
        return say(Words::tr("Other users of this machine could read the settings file; that is "
                             "mended."),
                   Words::tr("Nothing needs to be done: it never holds a secret in clear."));
    case Problem::NotConverted:
        return say(Words::tr("The settings file of an earlier version could not be converted; it "
                             "is as it was."),
                   Words::tr("Make sure that it can be written and the disk has room, then start "
                             "again."));
    }
    return {};
}

ErrorText errorText(const StorageProblem &problem)
{
    ErrorText text = problemText(problem.kind);
    QStringList lines;
    if (!problem.path.isEmpty())
        lines += shown(problem.path);
    if (!problem.detail.isEmpty())
        lines += shown(problem.detail);
    text.details = lines.join(u'\n');
    return text;
}

ErrorText errorText(ServerAddress::Problem problem)
{
    using Problem = ServerAddress::Problem;
    switch (problem) {
    case Problem::Empty:
        return say(Words::tr("The server is missing."),
                   Words::tr("Enter the address of the cluster, such as "
                             "https://acme.thoughtspot.cloud."));
    case Problem::NotAnAddress:
        return say(Words::tr("This is not an address."),
                   Words::tr("Enter a host name, or paste the address of any page of the "
                             "cluster."));
    case Problem::UserInfo:
        return say(Words::tr("The address carries a user name or password."),
                   Words::tr("Leave out what stands before the @; there are fields for it."));
    case Problem::UnknownScheme:
        return say(Words::tr("The address is of another kind than https."),
                   Words::tr("Begin it with https://."));
    case Problem::InsecureScheme:
        return say(Words::tr("The address begins with http, which would send the password in "
                             "clear."),
                   Words::tr("Begin it with https://; http is for this machine only."));
    case Problem::BadPort:
        return say(Words::tr("The port in the address is no port."),
                   Words::tr("Give a number from 1 to 65535 after the colon, or leave it out."));
    case Problem::BadHost:
        return say(Words::tr("The host name in the address cannot exist."),
                   Words::tr("Check it for spaces, doubled dots and odd characters."));
    }
    return {};
}
