#include "app/desktop/options.h"

#include "core/http/serveraddress.h"
#include "ui/support/errortext.h"

#include <QCommandLineParser>
#include <QCoreApplication>

using namespace Qt::StringLiterals;

struct OptionText
{
    Q_DECLARE_TR_FUNCTIONS(Options)
};

static void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        OptionText::tr("Sessions and tokens for ThoughtSpot clusters.\n\nNo option takes a "
                       "secret: passwords are typed in the window only."));
    parser.addOptions({
        {u"demo"_s, OptionText::tr("Start a make-believe cluster on this machine and show its "
                                   "users; leaves nothing behind.")},
        {u"server"_s, OptionText::tr("Open the sign-in form for this cluster."), u"URL"_s},
        {u"user"_s, OptionText::tr("Fill in this user name."), u"NAME"_s},
        {u"api"_s, OptionText::tr("Speak this form of the API: auto, beta-2022, beta or 2.0."),
         u"FORM"_s, u"auto"_s},
        {{u"h"_s, u"help"_s}, OptionText::tr("Show this help.")},
        {{u"v"_s, u"version"_s}, OptionText::tr("Show the version.")},
    });
}

static std::optional<Api::Form> formNamed(const QString &name)
{
    if (name == "auto"_L1)
        return Api::Form::Auto;
    if (name == "beta-2022"_L1)
        return Api::Form::Beta2022;
    if (name == "beta"_L1)
        return Api::Form::Beta;
    if (name == "2.0"_L1)
        return Api::Form::V2;
    return std::nullopt;
}

std::variant<Options, QString> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return parser.errorText();
    if (!parser.positionalArguments().isEmpty())
        return OptionText::tr("Only options are understood; a cluster is given with --server URL.");

    Options options;
    options.demo = parser.isSet(u"demo"_s);
    options.userName = parser.value(u"user"_s);
    const auto form = formNamed(parser.value(u"api"_s));
    if (!form)
        return OptionText::tr("--api is one of auto, beta-2022, beta, 2.0.");
    options.form = *form;
    if (parser.isSet(u"server"_s)) {
        const auto address = ServerAddress::parse(parser.value(u"server"_s));
        if (!address) {
            const ErrorText text = errorText(address.error());
            return u"--server: %1 %2"_s.arg(text.what, text.nextStep);
        }
        options.origin = address->origin;
    }
    if (options.demo && !options.isPlain())
        return OptionText::tr("--demo brings its own cluster and users and goes with no other "
                              "option.");
    return options;
}

QString helpText()
{
    QCommandLineParser parser;
    describe(parser);
    // Without an application object the parser does not know what the program is called.
    return parser.helpText().replace("<executable_name>"_L1, "session-desk"_L1);
}
