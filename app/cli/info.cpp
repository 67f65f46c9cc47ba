#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/jsontext.h"
#include "app/cli/kept.h"
#include "app/cli/output.h"
#include "app/cli/spelling.h"
#include "app/cli/verb.h"
#include "core/session/orglookup.h"
#include "ui/session/secretfields.h"
#include "ui/support/uitext.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

static constexpr qsizetype longest = 2000; // of a value in a terminal

//! \a value without the secrets in it.
static QJsonValue masked(const QJsonValue &value, bool isSecret)
{
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto field = object.begin(); field != object.end(); ++field)
            field.value() =
                masked(field.value(), isSecret || SecretFields::isSecretName(field.key()));
        return object;
    }
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (auto &&element : array)
            element = masked(element, isSecret);
        return array;
    }
    const bool hides = isSecret ? SecretFields::canBeSecret(value)
                                : value.isString() && SecretFields::isSecretText(value.toString());
    return hides ? QJsonValue(SecretFields::mask()) : value;
}

//! What is at \a path, "a.b.0.c", in \a root; undefined where nothing is.
static QJsonValue at(const QJsonObject &root, const QString &path)
{
    QJsonValue value = root;
    const QStringList steps = path.split(u'.');
    for (const QString &step : steps) {
        bool isIndex = false;
        const int index = step.toInt(&isIndex);
        if (value.isArray())
            value = isIndex ? value.toArray().at(index) : QJsonValue(QJsonValue::Undefined);
        else
            value = value.toObject().value(step);
    }
    return value;
}

static QString bareJson(const QJsonValue &value)
{
    // An array of one is the only document that takes a bare value.
    return jsontext::of(QJsonDocument(QJsonArray{value}), QJsonDocument::Compact)
        .sliced(1)
        .chopped(1);
}

static void tellPath(CliContext &context, const QJsonObject &object, const QString &path,
                     bool asJson)
{
    const QJsonValue value = at(object, path);
    if (value.isUndefined())
        return context.fail(ExitCode::Failed, Cli::tr("The session info has no such value."),
                            Cli::tr("See sdesk info %1 --json.").arg(context.word()));
    if (value.isObject())
        context.print(QJsonDocument(value.toObject()));
    else if (value.isArray())
        context.print(QJsonDocument(value.toArray()));
    else if (value.isString() && !asJson)
        context.print(output::isTerminal() ? shown(value.toString(), longest) : value.toString());
    else
        context.print(bareJson(value));
    context.finish();
}

//! The betas tell the number of the Organization in force alone; its name may be known.
static QString orgIn(const SessionInfo &info, const QList<Org> &known)
{
    if (!info.currentOrg)
        return {};
    const QList<Org> more = orglookup::merged(info.orgs, known);
    return spelling::of(orglookup::merged({*info.currentOrg}, more).constFirst());
}

static void tellHighlights(CliContext &context, const SessionInfo &info, const QList<Org> &known)
{
    const std::pair<QString, QString> rows[] = {
        {Cli::tr("User"), info.userName},
        {Cli::tr("Name"), info.displayName},
        {Cli::tr("E-mail"), info.email},
        {Cli::tr("Organization"), orgIn(info, known)},
        {Cli::tr("Groups"), info.groups.join(u", "_s)},
        {Cli::tr("Privileges"), info.privileges.join(u", "_s)},
        {Cli::tr("Release"), info.releaseVersion},
    };
    for (const auto &[label, value] : rows) {
        if (!value.isEmpty())
            context.print(label.leftJustified(14) + shown(value, longest));
    }
    context.finish();
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const QStringList words = line.positionalArguments();
    const auto profile = context.profile(words.constFirst());
    if (!profile)
        return;
    const bool asJson = line.isSet(u"json"_s);
    const auto tell = [&context, words, asJson,
                       known = profile->knownOrgs](const SessionInfo &info) {
        const QJsonObject object = masked(info.json, false).toObject();
        if (words.size() > 1)
            return tellPath(context, object, words.at(1), asJson);
        if (!asJson)
            return tellHighlights(context, info, known);
        context.print(QJsonDocument(object));
        context.finish();
    };
    kept::withGoodToken(
        context, *profile, line.value(u"org"_s),
        [&context, profile = *profile, tell](const Token &token) {
            context.cluster(profile).info(
                token, [&context, profile, token, tell](const ApiResult<SessionInfo> &info) {
                    if (!info)
                        return kept::failed(context, profile, token, info.error());
                    tell(*info);
                });
        });
}

Verb verbs::info()
{
    return {.name = u"info"_s,
            .arguments = u"PROFILE [PATH]"_s,
            .summary = Cli::tr("tells what the cluster says of the session, or one value of it"),
            .fewest = 1,
            .most = 2,
            .options = {{u"json"_s, Cli::tr("As JSON, whole; secrets in it are masked.")},
                        kept::orgOption()},
            .run = run};
}
