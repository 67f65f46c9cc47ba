#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/verb.h"
#include "core/import/profileimport.h"
#include "ui/support/uitext.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

static std::optional<QByteArray> contentOf(const QString &name)
{
    QFile file(name);
    const bool isOpen =
        name == "-"_L1 ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return std::nullopt;
    // One byte too many is enough to see that it is too large.
    QByteArray content;
    while (content.size() <= profileimport::longestFile) {
        const QByteArray more = file.read(profileimport::longestFile + 1 - content.size());
        if (more.isEmpty())
            break;
        content += more;
    }
    return file.error() == QFileDevice::NoError ? std::optional(content) : std::nullopt;
}

static void failBy(CliContext &context, const profileimport::Fault &fault)
{
    using Problem = profileimport::Problem;
    switch (fault.problem) {
    case Problem::TooLarge:
        return context.fail(ExitCode::Failed, Cli::tr("The file is larger than 1 MB."),
                            Cli::tr("Give the file that holds the profiles alone."));
    case Problem::NotText:
        return context.fail(ExitCode::Failed, Cli::tr("The file is not text in UTF-8."),
                            Cli::tr("Save it as UTF-8, then try again."));
    case Problem::Unknown:
        return context.fail(ExitCode::Failed, Cli::tr("The file has no form that is known here."),
                            Cli::tr("Give JSON, TOML, lines of NAME=value, or an environment of "
                                    "Postman or Bruno."));
    case Problem::Broken:
        return context.fail(ExitCode::Failed,
                            Cli::tr("The file cannot be read at line %1.").arg(fault.line),
                            Cli::tr("Mend that line, then try again; nothing was added."));
    case Problem::Newer:
        return context.fail(ExitCode::Failed, Cli::tr("The file was written by a newer program."),
                            Cli::tr("Install a newer version."));
    }
}

//! A list of names out of a file, none of which is a secret, at a length for a line.
static QString listed(const QStringList &names)
{
    constexpr int most = 12;
    QStringList spoken;
    for (const QString &name : names.first(qMin(names.size(), qsizetype(most))))
        spoken.append(shown(name, 64));
    const QString text = spoken.join(", "_L1);
    return names.size() > most ? Cli::tr("%1 and %2 more").arg(text).arg(names.size() - most)
                               : text;
}

//! The same cluster, user and Org under the same name is there already.
static bool isKnown(const QList<Profile> &all, const Profile &profile)
{
    return std::ranges::any_of(all, [&](const Profile &other) {
        return other.name == profile.name && other.origin == profile.origin &&
               other.userName == profile.userName && other.org == profile.org;
    });
}

static QString freeName(const QList<Profile> &all, const Profile &profile)
{
    QString name = profile.name;
    for (int number = 2; std::ranges::find(all, name, &Profile::name) != all.end(); ++number)
        name = u"%1 %2"_s.arg(profile.name.left(Profile::longestName - 6)).arg(number);
    return name;
}

static void tell(CliContext &context, const profileimport::Found &found, const Profile &kept)
{
    const QString name = shown(kept.name, Profile::longestName);
    const QString who = kept.userName.isEmpty() ? Cli::tr("no user") : shown(kept.userName, 64);
    context.print(Cli::tr("%1: added, %2, %3").arg(name, kept.origin, who));
    if (kept.proxy.mode == ProxySettings::Mode::Manual)
        context.print(Cli::tr("%1: goes by the proxy %2").arg(name, shown(kept.proxy.host, 200)));
    if (!kept.authorityFile.isEmpty())
        context.print(
            Cli::tr("%1: trusts the authority in %2").arg(name, shown(kept.authorityFile, 200)));
    if (!found.secrets.isEmpty())
        context.print(Cli::tr("%1: not taken, for they are secrets: %2; use sdesk login")
                          .arg(name, listed(found.secrets)));
    if (!found.skipped.isEmpty())
        context.print(Cli::tr("%1: not understood: %2").arg(name, listed(found.skipped)));
}

static void add(CliContext &context, const QList<profileimport::Found> &all)
{
    std::optional<QString> refused;
    for (const profileimport::Found &found : all) {
        const QString name = shown(found.profile.name, Profile::longestName);
        if (found.refusal) {
            if (!refused)
                refused = Cli::tr("%1 was not added: %2").arg(name, errorText(*found.refusal).what);
            continue;
        }
        const QList<Profile> known = context.store().profiles();
        if (isKnown(known, found.profile)) {
            context.print(Cli::tr("%1: was there already").arg(name));
            continue;
        }
        Profile kept = found.profile;
        kept.name = freeName(known, kept);
        context.store().save(kept);
        tell(context, found, kept);
    }
    if (refused)
        return context.fail(ExitCode::Failed, *refused,
                            Cli::tr("Put its address right, then import it again."));
    if (all.isEmpty())
        return context.fail(ExitCode::Failed, Cli::tr("There is no profile in the file."),
                            Cli::tr("Give one with a server's address in it."));
    context.finish();
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const QString name = line.positionalArguments().value(0, u"-"_s);
    const auto content = contentOf(name);
    if (!content)
        return context.fail(ExitCode::Failed, Cli::tr("%1 cannot be read.").arg(shown(name, 200)),
                            Cli::tr("Check its name, and whether you may read it."));
    QString fallback = name == "-"_L1 ? QString() : QFileInfo(name).completeBaseName();
    if (fallback.startsWith("cluster-cfg_"_L1)) // as cs_tools names its files
        fallback.remove(0, 12);
    const auto outcome = profileimport::read(*content, fallback);
    if (outcome)
        add(context, outcome->found);
    else
        failBy(context, outcome.error());
}

Verb verbs::importProfiles()
{
    return {.name = u"import"_s,
            .arguments = u"[FILE]"_s,
            .summary = Cli::tr("adds profiles from files of cs_tools, ts-cli, Postman, Bruno, .env "
                               "or sdesk export"),
            .fewest = 0,
            .most = 1,
            .run = run};
}
