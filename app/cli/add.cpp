#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/profilejson.h"
#include "app/cli/spelling.h"
#include "app/cli/verb.h"
#include "core/http/serveraddress.h"
#include "ui/support/uitext.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

//! The profile that \a line describes; none: the program has ended.
static std::optional<Profile> read(CliContext &context, const QCommandLineParser &line)
{
    const auto refuse = [&context](const QString &what, const QString &nextStep) {
        context.fail(ExitCode::Misuse, what, nextStep);
        return std::nullopt;
    };
    for (const QString &needed : {u"server"_s, u"user"_s}) {
        if (line.value(needed).isEmpty())
            return refuse(Cli::tr("--%1 is missing.").arg(needed), Cli::tr("Add it."));
    }
    const auto address = ServerAddress::parse(line.value(u"server"_s));
    if (!address) {
        const ErrorText text = errorText(address.error());
        return refuse(u"--server: "_s + text.what, text.nextStep);
    }
    const auto form = spelling::form(line.value(u"api"_s));
    if (!form)
        return refuse(Cli::tr("This --api is not known."),
                      Cli::tr("Say auto, beta-2022, beta or 2.0."));
    const auto method = spelling::method(line.value(u"method"_s));
    if (!method)
        return refuse(Cli::tr("This --method is not known."),
                      Cli::tr("Say password or secret-key."));
    Profile profile;
    profile.method = *method;
    profile.name = line.positionalArguments().constFirst();
    profile.origin = address->origin;
    profile.userName = line.value(u"user"_s);
    profile.org = line.value(u"org"_s);
    profile.form = *form;
    if (line.isSet(u"host-variable"_s))
        profile.variables.host = line.value(u"host-variable"_s);
    if (line.isSet(u"token-variable"_s))
        profile.variables.token = line.value(u"token-variable"_s);
    if (!profile.variables.areProper())
        return refuse(Cli::tr("The names of the variables cannot be used."),
                      Cli::tr("Give two different ones of letters, digits and _, not names that "
                              "the system uses."));
    if (line.isSet(u"authority"_s))
        profile.authorityFile = QFileInfo(line.value(u"authority"_s)).absoluteFilePath();
    return profile;
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    auto profile = read(context, line);
    if (!profile)
        return;
    profile->name = Profile::cleanName(profile->name, profile->origin);
    profile->tokenValiditySeconds = context.store().preferences().tokenValiditySeconds;
    const QList<Profile> known = context.store().profiles();
    const bool isTaken = std::ranges::any_of(
        known, [&](const Profile &other) { return other.name == profile->name; });
    if (isTaken)
        return context.fail(ExitCode::NoProfile,
                            Cli::tr("There is a profile of this name already."),
                            Cli::tr("Choose another name."));
    profile->id = context.store().save(*profile);
    if (line.isSet(u"json"_s))
        context.print(QJsonDocument(jsonOf(*profile)));
    context.finish();
}

Verb verbs::add()
{
    return {
        .name = u"add"_s,
        .arguments = u"PROFILE"_s,
        .summary = Cli::tr("adds a profile: --server and --user are needed"),
        .fewest = 1,
        .most = 1,
        .options = {{u"server"_s, Cli::tr("The cluster's address."), Cli::tr("URL")},
                    {u"user"_s, Cli::tr("The user's name."), Cli::tr("NAME")},
                    {u"api"_s, Cli::tr("Form of the API: auto, beta-2022, beta or 2.0."),
                     Cli::tr("FORM"), u"auto"_s},
                    {u"org"_s, Cli::tr("The Organization: its number or name."), Cli::tr("ORG")},
                    {u"method"_s,
                     Cli::tr("How it signs in: password, or secret-key, the cluster's own (trusted "
                             "authentication)."),
                     Cli::tr("METHOD"), u"password"_s},
                    {u"host-variable"_s, Cli::tr("What env and exec call the host (TS_HOST)."),
                     Cli::tr("NAME")},
                    {u"token-variable"_s,
                     Cli::tr("What env and exec call the token (TS_AUTH_TOKEN)."), Cli::tr("NAME")},
                    {u"authority"_s, Cli::tr("PEM file with a private authority."),
                     Cli::tr("FILE")},
                    {u"json"_s, Cli::tr("Prints the profile as JSON.")}},
        .run = run};
}
