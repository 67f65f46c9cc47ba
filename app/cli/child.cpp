#include "app/cli/child.h"

#include "app/cli/clitext.h"
#include "app/cli/secretinput.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

static SecretBuffer assignment(const QString &name, const SecretBuffer &value)
{
    SecretWriter writer;
    writer.appendText(name);
    writer.append('=');
    writer.append(value.view());
    writer.append('\0');
    return writer.take();
}

//! \a entry of an environment sets \a name.
static bool sets(QByteArrayView entry, const QByteArray &name)
{
    return entry.size() > name.size() && entry.startsWith(name) && entry[name.size()] == '=';
}

//! What goes on to the child: all but what is set anew, and where passphrases came from.
static std::vector<char *> inherited(const child::Environment &environment)
{
    QList<QByteArray> names = secretinput::variables();
    for (const auto &[name, value] : environment)
        names.append(name.toUtf8());
    std::vector<char *> entries;
    for (char **entry = ::environ; *entry; ++entry) {
        const bool isOurs = std::ranges::any_of(
            names, [entry](const QByteArray &name) { return sets(*entry, name); });
        if (!isOurs)
            entries.push_back(*entry);
    }
    return entries;
}

//! Returns only if it fails.
static void start(const CliStart &own, const QList<QByteArray> &words,
                  const child::Environment &environment)
{
    std::vector<char *> entries = inherited(environment);
    QList<SecretBuffer> assignments;
    for (const auto &[name, value] : environment)
        assignments.append(assignment(name, value));
    for (const SecretBuffer &text : assignments)
        entries.push_back(const_cast<char *>(text.view().data()));
    entries.push_back(nullptr);
    std::vector<char *> arguments;
    for (const QByteArray &word : words)
        arguments.push_back(const_cast<char *>(word.constData()));
    arguments.push_back(nullptr);
    // What was ours alone: no cores, the mask, and a signal that the network code ignores.
    processprivacy::giveBack(own.protection);
    ::umask(static_cast<mode_t>(own.umask));
    std::signal(SIGPIPE, SIG_DFL);
    ::execvpe(arguments.front(), arguments.data(), entries.data());
}

void child::become(CliContext &context, const QList<QByteArray> &words,
                   const Environment &environment)
{
    context.whenSaved([&context, words, environment] {
        start(context.start(), words, environment);
        const int reason = errno;
        context.fail(reason == ENOENT ? ExitCode::NoCommand : ExitCode::NotRun,
                     Cli::tr("%1 could not be started: %2.")
                         .arg(QString::fromLocal8Bit(words.constFirst()),
                              QString::fromLocal8Bit(std::strerror(reason))),
                     Cli::tr("Check its name, and whether it is installed."));
    });
}
