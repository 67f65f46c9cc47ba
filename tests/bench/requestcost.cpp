#include "tests/bench/childprogram.h"
#include "tests/bench/sections.h"
#include "tests/support/democluster.h"

#include <QElapsedTimer>
#include <QStandardPaths>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

struct Cost
{
    double wallMs = 0;
    double processorMs = 0;
};

static double childrenMs()
{
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const auto ms = [](const timeval &time) {
        return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000;
    };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

static Cost costOf(const QString &program, const QStringList &arguments, const Bench &bench)
{
    const double before = childrenMs();
    QElapsedTimer clock;
    clock.start();
    QProcess process;
    process.setProcessEnvironment(bench.display.environment());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.start(program, arguments);
    constexpr int patienceMs = 120'000;
    process.waitForFinished(patienceMs);
    return {.wallMs = double(clock.nsecsElapsed()) / 1e6, .processorMs = childrenMs() - before};
}

QList<Figure> measureRequestCost(const Bench &bench)
{
    const QString curl = QStandardPaths::findExecutable(u"curl"_s);
    const DemoCluster cluster;
    const QString origin = cluster.origin().toString();
    const QString target = u"/api/rest/2.0/auth/session/user"_s;
    const auto own = [&](int count) {
        return costOf(ChildProgram::path(u"desk-bench-request"_s),
                      {origin, target, QString::number(count)}, bench);
    };
    const auto others = [&](int count) {
        // The server ignores the query: it only makes curl ask so often on one connection.
        return costOf(curl,
                      {u"-s"_s, u"-H"_s, u"Accept: application/json"_s, u"-o"_s,
                       QProcess::nullDevice(), origin + target + u"?n=[1-%1]"_s.arg(count)},
                      bench);
    };

    // What starting costs cancels out between one request and many.
    constexpr int many = 400;
    QList<double> ownWall, ownProcessor, otherWall, otherProcessor;
    const auto perRequest = [](double manyCost, double oneCost) {
        return (manyCost - oneCost) * 1000 / (many - 1);
    };
    for (int round = 0; round < qMin(bench.rounds, 5); ++round) {
        const Cost ownOne = own(1);
        const Cost ownMany = own(many);
        ownWall += perRequest(ownMany.wallMs, ownOne.wallMs);
        ownProcessor += perRequest(ownMany.processorMs, ownOne.processorMs);
        if (curl.isEmpty())
            continue;
        const Cost otherOne = others(1);
        const Cost otherMany = others(many);
        otherWall += perRequest(otherMany.wallMs, otherOne.wallMs);
        otherProcessor += perRequest(otherMany.processorMs, otherOne.processorMs);
    }
    const auto figure = [&](const QString &what, const QList<double> &mine,
                            const QList<double> &theirs) {
        return Figure{.section = u"One request on an open connection"_s,
                      .what = what,
                      .value = figures::median(mine),
                      .unit = u"microseconds"_s,
                      .against = u"curl"_s,
                      .baseline =
                          theirs.isEmpty() ? std::nullopt : std::optional(figures::median(theirs))};
    };
    return {figure(u"wall"_s, ownWall, otherWall),
            figure(u"processor"_s, ownProcessor, otherProcessor)};
}
