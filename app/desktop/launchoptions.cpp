#include "app/desktop/launchoptions.h"

#include "core/http/serveraddress.h"
#include "ui/support/errortext.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <utility>

using namespace Qt::StringLiterals;

static QString translated(const char *text)
{
    return QCoreApplication::translate("LaunchOptions", text);
}

static Failure<LaunchRefusal> misuse(const QString &what)
{
    return Failure{
        LaunchRefusal{.text = translated("session-desk: %1\nTry session-desk --help.\n").arg(what),
                      .exitCode = 2}};
}

static constexpr std::pair<QLatin1StringView, Api::Form> formNames[] = {
    {"auto"_L1, Api::Form::Auto},
    {"beta-2022"_L1, Api::Form::Beta2022},
    {"beta"_L1, Api::Form::Beta},
    {"2.0"_L1, Api::Form::V2}};

static std::optional<Api::Form> formNamed(const QString &name)
{
    for (const auto &[known, form] : formNames) {
        if (name == known)
            return form;
    }
    return std::nullopt;
}

QStringList launchArguments(const LaunchOptions &options)
{
    QStringList arguments;
    if (options.demo)
        arguments += u"--demo"_s;
    if (!options.server.isEmpty())
        arguments += u"--server="_s + options.server;
    if (!options.user.isEmpty())
        arguments += u"--user="_s + options.user;
    for (const auto &[name, form] : formNames) {
        if (options.choosesForm && form == options.form)
            arguments += u"--api="_s + name;
    }
    return arguments;
}

Result<LaunchOptions, LaunchRefusal> parseLaunchOptions(const QStringList &arguments)
{
    const QCommandLineOption help({u"h"_s, u"help"_s}, translated("Shows this help."));
    const QCommandLineOption version({u"v"_s, u"version"_s}, translated("Shows the version."));
    const QCommandLineOption demo(
        u"demo"_s, translated("Opens on a demo cluster of its own, on this machine only."));
    const QCommandLineOption server(
        u"server"_s, translated("Opens the sign-in form for this address."), translated("URL"));
    const QCommandLineOption user(u"user"_s, translated("Fills in this user name."),
                                  translated("NAME"));
    const QCommandLineOption api(u"api"_s,
                                 translated("Form of the API: auto, beta-2022, beta or 2.0."),
                                 translated("FORM"), u"auto"_s);
    const QCommandLineOption inspection(
        u"allow-inspection"_s,
        translated("Lets debuggers and desktop portals look into the program's memory."));
    const QCommandLineOption capture(
        u"allow-screen-capture"_s,
        translated("Lets other programs record and share the window (Windows, macOS)."));
    QCommandLineParser parser;
    parser.setApplicationDescription(translated(
        "Sessions and tokens for ThoughtSpot clusters. Passwords and tokens are never options: the "
        "window asks for them."));
    parser.addOptions({help, version, demo, server, user, api, inspection, capture});

    if (!parser.parse(arguments))
        return misuse(parser.errorText());
    if (parser.isSet(help))
        return Failure{LaunchRefusal{.text = parser.helpText(), .exitCode = 0}};
    if (parser.isSet(version))
        return Failure{LaunchRefusal{
            .text = u"session-desk %1\n"_s.arg(QCoreApplication::applicationVersion()),
            .exitCode = 0}};
    if (!parser.positionalArguments().isEmpty())
        return misuse(translated("nothing is expected beside options."));

    LaunchOptions options;
    options.demo = parser.isSet(demo);
    options.user = parser.value(user);
    options.choosesForm = parser.isSet(api);
    options.allowsCapture = parser.isSet(capture);
    const auto form = formNamed(parser.value(api));
    if (!form)
        return misuse(translated("--api takes auto, beta-2022, beta or 2.0."));
    options.form = *form;
    if (!parser.isSet(server))
        return options;
    const auto address = ServerAddress::parse(parser.value(server));
    if (!address)
        return misuse(translated("--server: %1").arg(errorText(address.error()).what));
    options.server = address->origin;
    return options;
}
