#include "tests/bench/childprogram.h"
#include "tests/bench/sections.h"
#include "tests/support/democluster.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

QList<Figure> measureLargeObject(const Bench &bench)
{
    const DemoCluster cluster;
    const QString user = u"bea.big"_s;
    const QJsonObject wish{{u"origin"_s, cluster.origin().toString()},
                           {u"user"_s, user},
                           {u"demoPassword"_s, cluster.password(user)}};
    ChildProgram child(u"desk-bench-large"_s, {}, bench.display);
    child.order(QJsonDocument(wish).toJson(QJsonDocument::Compact));

    constexpr double stallLimitMs = 100;
    constexpr int patienceMs = 120'000;
    QList<Figure> figures;
    QString section;
    QList<QJsonObject> steps;
    for (QJsonObject step = child.waitFor(u"step"_s, patienceMs); !step.isEmpty();
         step = child.waitFor(u"step"_s, patienceMs))
        steps += step;
    for (const QJsonObject &step : std::as_const(steps)) {
        if (step.contains(u"bytes"_s))
            section = u"Session object of %1 MB with %2 fields"_s
                          .arg(step.value(u"bytes"_s).toDouble() / 1e6, 0, 'f', 1)
                          .arg(step.value(u"fields"_s).toInt());
    }
    for (const QJsonObject &step : std::as_const(steps)) {
        const QString name = step.value(u"name"_s).toString();
        if (step.contains(u"parseMs"_s))
            figures += {.section = section,
                        .what = u"from the reply to all of it shown"_s,
                        .value = step.value(u"sinceReplyMs"_s).toDouble(),
                        .unit = u"ms"_s,
                        .against = u"QJsonDocument::fromJson"_s,
                        .baseline = step.value(u"parseMs"_s).toDouble()};
        figures += {.section = section,
                    .what = u"longest stall: "_s + name,
                    .value = step.value(u"gapMs"_s).toDouble(),
                    .unit = u"ms"_s,
                    .limit = stallLimitMs};
        figures += {.section = section,
                    .what = u"  of it work: "_s + name,
                    .value = step.value(u"gapProcessorMs"_s).toDouble(),
                    .unit = u"ms"_s,
                    .limit = stallLimitMs};
        if (step.value(u"ms"_s).toDouble() > stallLimitMs)
            figures += {.section = section,
                        .what = u"time to done: "_s + name,
                        .value = step.value(u"ms"_s).toDouble(),
                        .unit = u"ms"_s};
    }
    return figures;
}
