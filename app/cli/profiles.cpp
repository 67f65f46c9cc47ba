#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/profilejson.h"
#include "app/cli/verb.h"
#include "ui/support/uitext.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

static void run(CliContext &context, const QCommandLineParser &line)
{
    const QList<Profile> all = context.store().profiles();
    if (line.isSet(u"json"_s)) {
        QJsonArray rows;
        for (const Profile &profile : all)
            rows.append(jsonOf(profile));
        context.print(QJsonDocument(rows));
        return context.finish();
    }
    if (line.isSet(u"names"_s)) {
        for (const Profile &profile : all)
            context.print(shown(profile.name, Profile::longestName));
        return context.finish();
    }
    qsizetype widest = 0;
    for (const Profile &profile : all)
        widest = qMax(widest, shown(profile.name, Profile::longestName).size());
    for (const Profile &profile : all)
        context.print(
            u"%1  %2  %3"_s.arg(shown(profile.name, Profile::longestName).leftJustified(widest),
                                shown(profile.origin, 200), shown(profile.userName, 200)));
    context.finish();
}

Verb verbs::profiles()
{
    return {.name = u"profiles"_s,
            .summary = Cli::tr("lists the profiles: name, server, user"),
            .options = {{u"json"_s, Cli::tr("As JSON, with ids.")},
                        {u"names"_s, Cli::tr("The names alone.")}},
            .run = run};
}
