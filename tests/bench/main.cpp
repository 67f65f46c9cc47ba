// Measures the program against named baselines in the same run. A limit that is passed fails
// nothing: it is printed. What could not be measured does.
#include "tests/bench/sections.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <map>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures Session Desk against named baselines."_s);
    parser.addHelpOption();
    parser.addOptions(
        {{u"json"_s, u"Print JSON instead of a table."_s},
         {u"rounds"_s, u"How often to start the programs."_s, u"number"_s, u"9"_s},
         {u"only"_s, u"One section: startup, signin, request, large, sdesk or idle."_s,
          u"section"_s}});
    parser.process(application);

    const Display display;
    const Bench bench{.display = display, .rounds = qMax(1, parser.value(u"rounds"_s).toInt())};
    const std::map<QString, QList<Figure> (*)(const Bench &)> sections{
        {u"startup"_s, measureStartup},     {u"signin"_s, measureSignIn},
        {u"request"_s, measureRequestCost}, {u"large"_s, measureLargeObject},
        {u"sdesk"_s, measureSdesk},         {u"idle"_s, measureIdle}};
    QList<Figure> all;
    for (const QString &name :
         {u"startup"_s, u"signin"_s, u"request"_s, u"large"_s, u"sdesk"_s, u"idle"_s}) {
        if (parser.isSet(u"only"_s) && parser.value(u"only"_s) != name)
            continue;
        std::fprintf(stderr, "Measuring: %s\n", qPrintable(name));
        all += sections.at(name)(bench);
    }
    const QByteArray text = parser.isSet(u"json"_s) ? figures::json(all) : figures::table(all);
    std::fwrite(text.constData(), 1, std::size_t(text.size()), stdout);
    for (const Figure &figure : all) {
        if (!figure.isWhole())
            std::fprintf(stderr, "Not measured: %s\n",
                         qPrintable(figure.against.isEmpty()
                                        ? figure.what
                                        : figure.what + u", against "_s + figure.against));
    }
    return std::ranges::all_of(all, &Figure::isWhole) ? 0 : 1;
}
