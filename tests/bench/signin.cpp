#include "tests/bench/childprogram.h"
#include "tests/bench/latencyrelay.h"
#include "tests/bench/sections.h"
#include "tests/support/democluster.h"

using namespace Qt::StringLiterals;

static constexpr int oneWayMs = 50;
static constexpr double roundTripMs = 2 * oneWayMs;

static double signInOnce(const DemoCluster &cluster, const Bench &bench, int typingMs)
{
    const QString user = u"maria.lopez"_s;
    const LatencyRelay relay(quint16(cluster.origin().port()), oneWayMs);
    QUrl origin = cluster.origin();
    origin.setPort(relay.port());
    const QJsonObject profile{{u"origin"_s, origin.toString()},
                              {u"user"_s, user},
                              {u"authority"_s, cluster.authorityFile()}};
    keepProfile(profile, bench.display);
    ChildProgram child(u"desk-bench-window"_s, {}, bench.display);
    if (child.waitFor(u"painted"_s).isEmpty())
        return -1;
    child.order("type " + cluster.password(user).toUtf8());
    letPass(typingMs);
    child.order("click");
    return child.waitFor(u"signedIn"_s).value(u"ms"_s).toDouble(-1);
}

QList<Figure> measureSignIn(const Bench &bench)
{
    constexpr int typedAtOnce = 0;
    constexpr int typedInTime = 1500;
    constexpr double warmLimit = 3;
    const QString section =
        u"Sign in, 2.0 form, from the click to user and token in the window, %1 ms each way"_s.arg(
            oneWayMs);
    QList<Figure> figures;
    for (const bool tls : {false, true}) {
        const DemoCluster cluster(tls ? QStringList{u"--tls"_s} : QStringList());
        for (const int typingMs : {typedInTime, typedAtOnce}) {
            QList<double> roundTrips;
            for (int round = 0; round < qMin(bench.rounds, 5); ++round) {
                const double ms = signInOnce(cluster, bench, typingMs);
                if (ms >= 0)
                    roundTrips += ms / roundTripMs;
            }
            const bool isWarm = typingMs == typedInTime;
            figures += {.section = section,
                        .what = u"%1, %2"_s.arg(tls ? u"https"_s : u"http"_s,
                                                isWarm ? u"connection warmed while typing"_s
                                                       : u"clicked at once"_s),
                        .value = roundTrips.isEmpty() ? -1 : figures::median(roundTrips),
                        .unit = u"round trips"_s,
                        .limit = isWarm ? std::optional(warmLimit) : std::nullopt};
        }
    }
    return figures;
}
