#include "tests/bench/childprogram.h"
#include "tests/bench/sections.h"

#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

struct Starts
{
    QList<double> wallMs;
    QList<double> processorMs;
    QList<double> memoryMb;
};

static void startOnce(const QString &program, const Bench &bench, Starts &starts)
{
    constexpr int settleMs = 400;
    ChildProgram child(program, {}, bench.display);
    const QJsonObject painted = child.waitFor(u"painted"_s);
    if (painted.isEmpty())
        return;
    starts.wallMs += double(painted.value(u"atNs"_s).toInteger() - child.startedNs()) / 1e6;
    starts.processorMs += painted.value(u"processorMs"_s).toDouble();
    letPass(settleMs);
    starts.memoryMb += child.proportionalMb();
}

// Millions of instructions up to the first painted window; none without valgrind.
static std::optional<double> instructions(const QString &program, const Bench &bench)
{
    const QString valgrind = QStandardPaths::findExecutable(u"valgrind"_s);
    if (valgrind.isEmpty())
        return {};
    ChildProgram child(valgrind,
                       {u"--tool=callgrind"_s, u"--callgrind-out-file=/dev/null"_s,
                        ChildProgram::path(program), u"--quit"_s},
                       bench.display);
    constexpr int patienceMs = 300'000;
    static_cast<void>(child.waitForEnd(patienceMs));
    static const QRegularExpression collected(u"Collected : (\\d+)"_s);
    const auto match = collected.match(QString::fromUtf8(child.errors()));
    if (!match.hasMatch())
        return {};
    return match.captured(1).toDouble() / 1e6;
}

QList<Figure> measureStartup(const Bench &bench)
{
    const QString bareName = u"desk-bench-bare"_s;
    const QString ownName = u"desk-bench-window"_s;
    const QJsonObject profile{{u"origin"_s, u"https://acme.thoughtspot.cloud"_s},
                              {u"user"_s, u"maria.lopez"_s}};
    Starts bare;
    Starts empty;
    Starts withProfile;
    // In turns, so that a busy moment of the machine falls on all of them.
    for (int round = 0; round <= bench.rounds; ++round) {
        Starts warmUp;
        const bool counts = round > 0;
        bench.display.emptyHome();
        startOnce(bareName, bench, counts ? bare : warmUp);
        startOnce(ownName, bench, counts ? empty : warmUp);
        keepProfile(profile, bench.display);
        startOnce(ownName, bench, counts ? withProfile : warmUp);
    }
    bench.display.emptyHome();

    const QString section = u"Start to the first painted window (%1)"_s.arg(bench.display.name());
    const QString against = u"bare QMainWindow"_s;
    QList<Figure> figures;
    const auto add = [&](const QString &what, const QString &unit, const QList<double> &own,
                         const QList<double> &base, std::optional<double> ratioLimit) {
        figures += {.section = section,
                    .what = what,
                    .value = figures::median(own),
                    .unit = unit,
                    .against = against,
                    .baseline = figures::median(base),
                    .ratioLimit = ratioLimit};
    };
    constexpr double wallLimit = 1.3;
    add(u"wall, no profile"_s, u"ms"_s, empty.wallMs, bare.wallMs, wallLimit);
    add(u"wall, one profile"_s, u"ms"_s, withProfile.wallMs, bare.wallMs, wallLimit);
    add(u"processor, no profile"_s, u"ms"_s, empty.processorMs, bare.processorMs, {});
    add(u"processor, one profile"_s, u"ms"_s, withProfile.processorMs, bare.processorMs, {});
    add(u"memory (PSS), no profile"_s, u"MB"_s, empty.memoryMb, bare.memoryMb, {});
    add(u"memory (PSS), one profile"_s, u"MB"_s, withProfile.memoryMb, bare.memoryMb, {});

    const auto own = instructions(ownName, bench);
    const auto base = instructions(bareName, bench);
    if (own && base)
        add(u"instructions, no profile"_s, u"million"_s, {*own}, {*base}, {});
    return figures;
}
