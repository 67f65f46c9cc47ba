#include "app/cli/child.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/noting.h"
#include "app/cli/verb.h"
#include "core/http/serveraddress.h"

#include <unistd.h>

// The call itself is curl's, which streams in both directions. It gets the token in a pipe, as its
// configuration file, so that it is in no command line and no environment; and the same rules as
// our own calls: no redirects, this profile's authority, pinned key and proxy.

using namespace Qt::StringLiterals;

static QList<QByteArray> proxyWords(const Profile &profile)
{
    const auto address = ServerAddress::parse(profile.origin);
    const bool isLocal = address && address->isLoopback;
    if (isLocal || profile.proxy.mode == ProxySettings::Mode::None)
        return {"--noproxy", "*"};
    if (profile.proxy.mode == ProxySettings::Mode::System)
        return {};
    const QString scheme = profile.proxy.isSocks ? u"socks5h"_s : u"http"_s;
    return {"--proxy",
            u"%1://%2:%3"_s.arg(scheme, profile.proxy.host).arg(profile.proxy.port).toUtf8()};
}

static QList<QByteArray> trustWords(const Profile &profile)
{
    if (profile.origin.startsWith("http:"_L1))
        return {"--proto", "=http"};
    QList<QByteArray> words{"--proto", "=https", "--tlsv1.2"};
    // A private authority takes the place of the system's, which are in a folder as well.
    if (!profile.authorityFile.isEmpty())
        words += {"--cacert", profile.authorityFile.toLocal8Bit(), "--capath", "/dev/null"};
    if (!profile.pinnedKeySha256.isEmpty())
        words += {"--pinnedpubkey", "sha256//" + profile.pinnedKeySha256.toBase64()};
    return words;
}

//! A descriptor that gives the configuration with \a token, and then ends; -1: there is none.
static int tokenPipe(const Token &token)
{
    SecretWriter writer;
    writer.append(QByteArrayView("header = \"Authorization: Bearer "));
    writer.append(token.value.view()); // well formed: nothing in it needs a quote
    writer.append(QByteArrayView("\"\n"));
    const SecretBuffer text = writer.take();
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0)
        return -1;
    // A pipe takes more than the longest token at once.
    const auto size = static_cast<std::size_t>(text.size());
    const bool isWhole = ::write(ends[1], text.view().data(), size) == text.size();
    ::close(ends[1]);
    return isWhole ? ends[0] : -1;
}

static void call(CliContext &context, const Profile &profile, const Token &token,
                 const QList<QByteArray> &wanted)
{
    const int pipe = tokenPipe(token);
    if (pipe < 0)
        return context.fail(ExitCode::Failed, Cli::tr("There is no pipe to be had."),
                            Cli::tr("Close other programs, then try again."));
    const QList<QByteArray> words = QList<QByteArray>{"curl",
                                                      "--disable",
                                                      "--silent",
                                                      "--show-error",
                                                      "--fail-with-body",
                                                      "--globoff",
                                                      "--no-buffer", // what comes, comes on
                                                      "--config",
                                                      "/dev/fd/" + QByteArray::number(pipe),
                                                      "--header",
                                                      "Accept: application/json",
                                                      "--header",
                                                      "X-Requested-By: ThoughtSpot"} +
                                    trustWords(profile) + proxyWords(profile) + wanted;
    child::become(context, words, {});
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const QStringList given = line.positionalArguments();
    const auto profile = context.profile(given.constFirst());
    if (!profile)
        return;
    // What begins with a slash stays at the profile's server, whatever follows.
    if (!given.value(1).startsWith(u'/'))
        return context.fail(ExitCode::Misuse, Cli::tr("The path is missing, or begins with no /."),
                            Cli::tr("Say it without the server: /api/rest/2.0/…"));
    QList<QByteArray> wanted;
    if (line.isSet(u"X"_s))
        wanted += {"--request", line.value(u"X"_s).toLocal8Bit()};
    if (line.isSet(u"d"_s))
        wanted += {"--header", "Content-Type: application/json", "--data-binary",
                   line.value(u"d"_s).toLocal8Bit()};
    wanted += {"--url", (profile->origin + given.at(1)).toUtf8()};
    kept::withGoodToken(context, *profile, line.value(u"org"_s),
                        [&context, profile = *profile, wanted](const Token &token) {
                            noting::handedOut(profile, token, u"curl"_s);
                            call(context, profile, token, wanted);
                        });
}

Verb verbs::curl()
{
    return {.name = u"curl"_s,
            .arguments = u"PROFILE /PATH"_s,
            .summary = Cli::tr("calls the cluster with the kept token, by curl; ends as curl does"),
            .fewest = 1,
            .most = 2,
            .options = {{{u"X"_s, u"request"_s}, Cli::tr("The method."), Cli::tr("METHOD")},
                        {{u"d"_s, u"data"_s},
                         Cli::tr("The body, JSON; @FILE or @- reads it."),
                         Cli::tr("DATA")},
                        kept::orgOption()},
            .run = run};
}
