#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/help.h"
#include "app/cli/manual.h"
#include "app/cli/output.h"
#include "app/cli/secretinput.h"
#include "app/cli/verb.h"
#include "core/support/logging.h"

#include <QCommandLineParser>
#include <QTimer>

#include <algorithm>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

static int misuse(const QString &what, const QString &nextStep)
{
    output::complain(what + u' ' + nextStep);
    return static_cast<int>(ExitCode::Misuse);
}

static int tell(const QString &text)
{
    const auto outcome = output::write(text.toUtf8());
    if (outcome == output::Outcome::Unread)
        output::endUnread();
    return static_cast<int>(outcome == output::Outcome::Written ? ExitCode::Ok : ExitCode::Failed);
}

//! What a script's unset variable leaves: taken for none, the cluster or the profile would choose.
static bool isOrgEmpty(const Verb &verb, const QCommandLineParser &line)
{
    const auto isOrg = [](const QCommandLineOption &option) {
        return option.names().contains(u"org"_s);
    };
    return std::ranges::any_of(verb.options, isOrg) && line.isSet(u"org"_s) &&
           line.value(u"org"_s).trimmed().isEmpty();
}

static int runVerb(const Verb &verb, const QStringList &arguments, const CliStart &start)
{
    const QCommandLineOption wantsHelp({u"h"_s, u"help"_s}, Cli::tr("Shows this help."));
    QCommandLineParser line;
    line.addOption(wantsHelp);
    line.addOptions(verb.options);
    if (verb.takesCommand)
        line.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    const QString nextStep = Cli::tr("See sdesk %1 --help.").arg(verb.name);
    if (!line.parse(arguments))
        return misuse(line.errorText(), nextStep);
    if (line.isSet(wantsHelp))
        return tell(help::of(verb, line));
    const qsizetype count = line.positionalArguments().size();
    if (count < verb.fewest)
        return misuse(Cli::tr("%1 is missing.").arg(verb.arguments.section(u' ', 0, 0)), nextStep);
    if (count > verb.most)
        return misuse(Cli::tr("There is one argument too many."), nextStep);
    if (isOrgEmpty(verb, line))
        return misuse(Cli::tr("--org is empty."),
                      Cli::tr("Say its number or name, or leave --org out."));

    CliContext context(ProfileStore::defaultFilePath(), start);
    QTimer::singleShot(0, &context, [&] {
        if (context.load())
            verb.run(context, line);
    });
    return QCoreApplication::exec();
}

static int run(const QStringList &arguments, const CliStart &start)
{
    const QString first = arguments.value(1);
    if (first.isEmpty())
        return misuse(Cli::tr("The verb is missing."), Cli::tr("See sdesk help."));
    if (first == "--version"_L1 || first == "-v"_L1)
        return tell(u"sdesk %1\n"_s.arg(QCoreApplication::applicationVersion()));
    if (first == "--manual"_L1)
        return tell(manual::page());
    const bool isHelp = first == "help"_L1 || first == "--help"_L1 || first == "-h"_L1;
    if (isHelp && arguments.size() == 2)
        return tell(help::ofProgram());
    const QString name = isHelp ? arguments.value(2) : first;
    const QList<Verb> all = verbs::all();
    const auto verb = std::ranges::find(all, name, &Verb::name);
    if (verb == all.end())
        return misuse(Cli::tr("There is no verb of this name."), Cli::tr("See sdesk help."));
    return runVerb(*verb, isHelp ? QStringList{first, u"--help"_s} : arguments.sliced(1), start);
}

int main(int argc, char **argv)
{
    CliStart start;
    start.protection = processprivacy::protect();
    start.umask = ::umask(077); // before any file can be made
    installRedactingLog();
    secretinput::keepFromChildren();
    output::outliveReaders();
    QCoreApplication::setApplicationName(u"sdesk"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(DESK_VERSION));
    const QCoreApplication application(argc, argv);
    start.arguments = QList<char *>(argv, argv + argc);
    if (!start.protection.isWhole)
        output::complain(Cli::tr("Warning: the system did not let the memory be shut off: other "
                                 "programs of yours may read what is typed and kept."));
    return run(QCoreApplication::arguments(), start);
}
