#include "app/democluster/options.h"

#include <QCommandLineParser>
#include <QFile>

using namespace Qt::StringLiterals;

namespace demo {

static void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"A ThoughtSpot look-alike on this machine only, for demonstrations and tests.\n"
        "When ready it prints one line of JSON that tells address, users and demo passwords."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"port"_s, u"Port to listen on; 0 = any free one."_s, u"number"_s, u"0"_s},
        {u"forms"_s, u"Forms of the API to speak, of: beta-2022,beta,2.0,v1."_s, u"list"_s},
        {u"tls"_s, u"Speak https, with a certificate made for this run or the one given."_s},
        {u"certificate"_s, u"PEM file with the certificate chain (with --tls)."_s, u"file"_s},
        {u"key"_s, u"PEM file with the certificate's key (with --tls)."_s, u"file"_s},
        {u"latency"_s,
         u"Milliseconds that every message takes each way: a reply comes twice that later."_s,
         u"ms"_s, u"0"_s},
        {u"script"_s, u"Failure script: JSON, or @ and the name of a file."_s, u"script"_s,
         u"[]"_s},
        {u"clock-offset"_s, u"Seconds that the cluster's clock is ahead (negative: behind)."_s,
         u"seconds"_s, u"0"_s},
        {u"stop-after"_s, u"Seconds after which the program ends by itself."_s, u"seconds"_s,
         u"3600"_s},
        {u"stop-with-parent"_s, u"End when standard input closes."_s},
        {u"state"_s, u"Tell at /__demo/state what has been seen."_s},
        {u"record"_s, u"Write every request to a file, one JSON object a line, without secrets."_s,
         u"file"_s},
        {u"error-shape"_s, u"Errors of 2.0 as seen live or as published: live, spec."_s, u"shape"_s,
         u"live"_s},
        {u"quirk"_s,
         u"Behave like some real servers (can be repeated): ignore-org, keep-revoked-alive, "
         "same-token, success-is-200, login-without-cookie, no-custom-tokens."_s,
         u"name"_s},
    });
}

static std::optional<qint64> number(const QCommandLineParser &parser, const QString &name,
                                    qint64 least, qint64 most)
{
    bool isNumber = false;
    const qint64 value = parser.value(name).toLongLong(&isNumber);
    return isNumber && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

static std::optional<QString> readNumbers(const QCommandLineParser &parser, Options &options)
{
    constexpr qint64 yearSeconds = 366 * 86'400;
    const auto port = number(parser, u"port"_s, 0, 65535);
    const auto latency = number(parser, u"latency"_s, 0, 60'000);
    const auto offset = number(parser, u"clock-offset"_s, -100 * yearSeconds, 100 * yearSeconds);
    const auto stop = number(parser, u"stop-after"_s, 1, yearSeconds / 366 * 7);
    if (!port || !latency || !offset || !stop)
        return u"--port, --latency, --clock-offset or --stop-after is not a usable number"_s;
    options.port = static_cast<quint16>(*port);
    options.latencyMs = *latency;
    options.clockOffsetMs = *offset * 1000;
    options.stopAfterSeconds = *stop;
    return std::nullopt;
}

static std::optional<QString> readForms(const QCommandLineParser &parser, Options &options)
{
    if (!parser.isSet(u"forms"_s))
        return std::nullopt;
    const QStringList wanted = parser.value(u"forms"_s).split(u',');
    for (const QString &form : wanted) {
        if (!options.forms.contains(form))
            return u"--forms: %1 is not known"_s.arg(form);
    }
    options.forms = wanted;
    return std::nullopt;
}

static std::optional<QString> readQuirks(const QCommandLineParser &parser, Options &options)
{
    static const QMap<QString, Quirk> known{{u"ignore-org"_s, Quirk::IgnoreOrg},
                                            {u"keep-revoked-alive"_s, Quirk::KeepRevokedAlive},
                                            {u"same-token"_s, Quirk::SameToken},
                                            {u"success-is-200"_s, Quirk::SuccessIs200},
                                            {u"login-without-cookie"_s, Quirk::LoginWithoutCookie},
                                            {u"no-custom-tokens"_s, Quirk::NoCustomTokens}};
    const QStringList names = parser.values(u"quirk"_s);
    for (const QString &name : names) {
        if (!known.contains(name))
            return u"--quirk: %1 is not known"_s.arg(name);
        options.quirks |= known.value(name);
    }
    return std::nullopt;
}

static std::optional<QString> readScript(const QCommandLineParser &parser, Options &options)
{
    const QString text = parser.value(u"script"_s);
    QByteArray json = text.toUtf8();
    if (text.startsWith(u'@')) {
        QFile file(text.sliced(1));
        if (!file.open(QIODevice::ReadOnly))
            return u"--script: %1 cannot be read"_s.arg(file.fileName());
        json = file.readAll();
    }
    auto script = FailureScript::parse(json);
    if (const auto *problem = std::get_if<QString>(&script))
        return u"--script: "_s + *problem;
    options.script = std::get<FailureScript>(std::move(script));
    return std::nullopt;
}

static std::optional<QString> readRest(const QCommandLineParser &parser, Options &options)
{
    options.tls = parser.isSet(u"tls"_s);
    options.certificateFile = parser.value(u"certificate"_s);
    options.keyFile = parser.value(u"key"_s);
    options.stopWithParent = parser.isSet(u"stop-with-parent"_s);
    options.showState = parser.isSet(u"state"_s);
    options.recordFile = parser.value(u"record"_s);
    const QString shape = parser.value(u"error-shape"_s);
    options.errorShape = shape == "spec"_L1 ? ErrorShape::Spec : ErrorShape::Live;
    if (shape != "spec"_L1 && shape != "live"_L1)
        return u"--error-shape: %1 is not known"_s.arg(shape);
    if (options.certificateFile.isEmpty() != options.keyFile.isEmpty())
        return u"--certificate and --key go together"_s;
    if (!options.certificateFile.isEmpty() && !options.tls)
        return u"--certificate needs --tls"_s;
    if (!parser.positionalArguments().isEmpty())
        return u"unexpected argument %1"_s.arg(parser.positionalArguments().constFirst());
    return std::nullopt;
}

std::variant<Options, QString> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    parser.process(arguments);
    Options options;
    for (const auto read : {readNumbers, readForms, readQuirks, readScript, readRest}) {
        if (auto problem = read(parser, options))
            return *problem;
    }
    return options;
}

} // namespace demo
