#include "tests/bench/childprogram.h"
#include "tests/bench/sections.h"
#include "tests/support/democluster.h"

using namespace Qt::StringLiterals;

QList<Figure> measureIdle(const Bench &bench)
{
    const DemoCluster cluster;
    const QString user = u"maria.lopez"_s;
    const QJsonObject profile{{u"origin"_s, cluster.origin().toString()}, {u"user"_s, user}};
    keepProfile(profile, bench.display);
    ChildProgram child(u"desk-bench-window"_s, {}, bench.display);
    ChildProgram bare(u"desk-bench-bare"_s, {}, bench.display);
    if (child.waitFor(u"painted"_s).isEmpty() || bare.waitFor(u"painted"_s).isEmpty())
        return {};
    child.order("type " + cluster.password(user).toUtf8());
    child.order("click");
    if (child.waitFor(u"signedIn"_s).isEmpty())
        return {};
    constexpr int settleMs = 2000;
    letPass(settleMs);
    const QString section = u"One profile signed in"_s;
    constexpr double memoryLimitMb = 45;
    QList<Figure> figures{{.section = section,
                           .what = u"memory (PSS)"_s,
                           .value = child.proportionalMb(),
                           .unit = u"MB"_s,
                           .against = u"bare QMainWindow"_s,
                           .baseline = bare.proportionalMb(),
                           .limit = memoryLimitMb}};

    child.order("hide");
    static_cast<void>(child.waitFor(u"hidden"_s));
    letPass(settleMs);
    constexpr int watchedMs = 10'000;
    constexpr double perSecond = 1000.0 / watchedMs;
    constexpr double busyLimitMs = 1;
    const double before = child.processorMs();
    const qint64 wakeUpsBefore = child.wakeUps();
    letPass(watchedMs);
    figures += {.section = section,
                .what = u"processor time per second while hidden"_s,
                .value = (child.processorMs() - before) * perSecond,
                .unit = u"ms"_s,
                .limit = busyLimitMs};
    figures += {.section = section,
                .what = u"wake-ups per second while hidden"_s,
                .value = double(child.wakeUps() - wakeUpsBefore) * perSecond,
                .unit = u""_s};
    return figures;
}
