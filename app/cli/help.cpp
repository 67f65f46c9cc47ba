#include "app/cli/help.h"

#include "app/cli/clitext.h"

using namespace Qt::StringLiterals;

static QString usage(const Verb &verb)
{
    QString line = u"sdesk "_s + verb.name;
    if (!verb.arguments.isEmpty())
        line += u' ' + verb.arguments;
    if (verb.options.isEmpty())
        return line;
    // What follows belongs to the command.
    return verb.takesCommand ? line.replace(verb.name, verb.name + Cli::tr(" [OPTIONS]"))
                             : line + Cli::tr(" [OPTIONS]");
}

QList<std::pair<ExitCode, QString>> help::exitMeanings()
{
    return {
        {ExitCode::Ok, Cli::tr("done")},
        {ExitCode::Failed, Cli::tr("another failure")},
        {ExitCode::Misuse, Cli::tr("the command line is wrong, or no password came")},
        {ExitCode::NoProfile, Cli::tr("no such profile, or more than one; add: the name is taken")},
        {ExitCode::NothingKept, Cli::tr("no token is kept, or it has expired")},
        {ExitCode::VaultShut, Cli::tr("what is kept cannot be opened, or has no place yet")},
        {ExitCode::Refused, Cli::tr("the cluster does not accept the password or token")},
        {ExitCode::NotAllowed, Cli::tr("a privilege is missing, or the Organization is another")},
        {ExitCode::Unreachable,
         Cli::tr("the cluster is not reached: name, network, TLS, proxy, time")},
        {ExitCode::BadAnswer,
         Cli::tr("the cluster fails or refuses, or its answer makes no sense")},
        {ExitCode::Settings, Cli::tr("the settings file cannot be read or written")},
    };
}

static QString exitCodes()
{
    QString text = Cli::tr("Exit codes:\n");
    for (const auto &[code, meaning] : help::exitMeanings())
        text += u"  %1  %2\n"_s.arg(static_cast<int>(code), 3).arg(meaning);
    return text + Cli::tr("  exec ends as its command does; 126: it cannot be run; 127: there is "
                          "none.\n");
}

QString help::ofProgram()
{
    QString text =
        Cli::tr("Usage: sdesk VERB …\n\n"
                "Sessions and tokens for ThoughtSpot clusters, in the terminal: the "
                "profiles and tokens of Session Desk.\n"
                "No secret is an argument. Passwords, secret keys and tokens are asked for "
                "without echo, or read as one\n"
                "line of standard input. Passphrases are asked for without echo, or come "
                "from the file descriptor that\n"
                "SDESK_PASSPHRASE_FD names, that of a sealed export from the one that "
                "SDESK_FILE_PASSPHRASE_FD names.\n\nVerbs:\n");
    for (const Verb &verb : verbs::all())
        text += u"  %1 %2\n"_s.arg(verb.name + u' ' + verb.arguments, -30).arg(verb.summary);
    return text + Cli::tr("\nsdesk VERB --help tells a verb's options.\n\n") + exitCodes();
}

QString help::of(const Verb &verb, const QCommandLineParser &line)
{
    // Qt's own first line names this file's path and knows no verbs.
    QString options = line.helpText();
    options.remove(0, options.indexOf(u'\n') + 1);
    return Cli::tr("Usage: %1\n\n%2\n").arg(usage(verb), verb.summary) + options;
}
