#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/verb.h"
#include "core/handoff/handoff.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static SecretBuffer assignment(const QString &name, QByteArrayView value)
{
    SecretWriter writer;
    writer.appendText(name);
    writer.append('=');
    writer.append(value);
    writer.append('\0');
    return writer.take();
}

//! \a entry of the environment sets one of \a names.
static bool sets(const char *entry, const QList<QByteArray> &names)
{
    const QByteArrayView text(entry);
    return std::any_of(names.begin(), names.end(), [&](const QByteArray &name) {
        return text.size() > name.size() && text.startsWith(name) && text[name.size()] == '=';
    });
}

//! Becomes \a command; returns only if that fails.
static void become(const CliStart &start, const QList<char *> &command, const Profile &profile,
                   const Token &token)
{
    const handoff::VariableNames names;
    const SecretBuffer host = assignment(names.host, profile.origin.toUtf8());
    const SecretBuffer secret = assignment(names.token, token.value.view());
    const QList<QByteArray> ours{names.host.toUtf8(), names.token.toUtf8(), "SDESK_PASSPHRASE_FD"};
    std::vector<char *> environment;
    for (char **entry = ::environ; *entry; ++entry) {
        if (!sets(*entry, ours))
            environment.push_back(*entry);
    }
    for (const SecretBuffer *own : {&host, &secret})
        environment.push_back(const_cast<char *>(own->view().data()));
    environment.push_back(nullptr);
    std::vector<char *> arguments(command.begin(), command.end());
    arguments.push_back(nullptr);
    // What was ours alone: the mask, and a signal that the network code ignores.
    ::umask(static_cast<mode_t>(start.umask));
    std::signal(SIGPIPE, SIG_DFL);
    ::execvpe(arguments.front(), arguments.data(), environment.data());
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    QStringList words = line.positionalArguments();
    const auto profile = context.profile(words.takeFirst());
    if (!profile)
        return;
    if (words.value(0) == "--"_L1)
        words.removeFirst();
    if (words.isEmpty())
        return context.fail(ExitCode::Misuse, Cli::tr("The command is missing."),
                            Cli::tr("Say sdesk exec PROFILE -- COMMAND."));
    const QList<char *> command = context.start().arguments.last(words.size());
    kept::withGoodToken(
        context, *profile, [&context, command, profile = *profile](const Token &token) {
            context.whenSaved([&context, command, profile, token] {
                become(context.start(), command, profile, token);
                const int reason = errno;
                context.fail(reason == ENOENT ? ExitCode::NoCommand : ExitCode::NotRun,
                             Cli::tr("The command could not be started: %1.")
                                 .arg(QString::fromLocal8Bit(std::strerror(reason))),
                             Cli::tr("Check its name."));
            });
        });
}

Verb verbs::exec()
{
    return {.name = u"exec"_s,
            .arguments = u"PROFILE -- COMMAND…"_s,
            .summary = Cli::tr("runs a command with TS_HOST and TS_AUTH_TOKEN set for it alone"),
            .fewest = 1,
            .most = 1'000'000,
            .takesCommand = true,
            .run = run};
}
