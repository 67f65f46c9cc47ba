#include "tests/bench/childprogram.h"

#include "tests/bench/display.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <chrono>

using namespace Qt::StringLiterals;

void letPass(int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    static_cast<void>(
        QTest::qWaitFor([&] { return clock.hasExpired(milliseconds); }, milliseconds + 1000));
}

void keepProfile(const QJsonObject &profile, const Display &display)
{
    display.emptyHome();
    const QByteArray text = QJsonDocument(profile).toJson(QJsonDocument::Compact);
    ChildProgram keeper(u"desk-bench-window"_s, {u"--keep-profile"_s, QString::fromUtf8(text)},
                        display);
    static_cast<void>(keeper.waitForEnd());
}

QString ChildProgram::path(const QString &name)
{
    return QDir(QCoreApplication::applicationDirPath()).filePath(name);
}

ChildProgram::ChildProgram(const QString &name, const QStringList &arguments,
                           const Display &display)
{
    m_process.setProcessEnvironment(display.environment());
    m_startedNs =
        std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
    m_process.start(name.contains(u'/') ? name : path(name), arguments);
}

ChildProgram::~ChildProgram()
{
    m_process.closeWriteChannel();
    if (!waitForEnd(5'000))
        m_process.kill();
}

bool ChildProgram::waitForEnd(int milliseconds)
{
    return QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; },
                           milliseconds);
}

QJsonObject ChildProgram::waitFor(const QString &event, int milliseconds)
{
    QJsonObject found;
    static_cast<void>(QTest::qWaitFor(
        [&] {
            while (found.isEmpty() && m_process.canReadLine()) {
                const QJsonObject line = QJsonDocument::fromJson(m_process.readLine()).object();
                if (line.value(u"event"_s) == event)
                    found = line;
                else if (line.value(u"event"_s) == u"failed"_s)
                    return true;
            }
            return !found.isEmpty() ||
                   (m_process.state() == QProcess::NotRunning && !m_process.canReadLine());
        },
        milliseconds));
    return found;
}

void ChildProgram::order(const QByteArray &line)
{
    m_process.write(line + '\n');
}

static QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static qint64 numberAfter(const QByteArray &text, const QByteArray &key)
{
    const qsizetype at = text.indexOf(key);
    const QByteArray rest = text.mid(at + key.size()).trimmed();
    return at < 0 ? 0
                  : rest.left(rest.indexOf(' ') < 0 ? rest.size() : rest.indexOf(' '))
                        .split('\n')
                        .first()
                        .toLongLong();
}

double ChildProgram::proportionalMb() const
{
    const QByteArray rollup = contents(u"/proc/%1/smaps_rollup"_s.arg(m_process.processId()));
    return double(numberAfter(rollup, "\nPss:")) / 1024;
}

double ChildProgram::processorMs() const
{
    double total = 0;
    const QDir tasks(u"/proc/%1/task"_s.arg(m_process.processId()));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        total += contents(tasks.filePath(task + u"/schedstat"_s)).split(' ').first().toDouble();
    return total / 1e6;
}

qint64 ChildProgram::wakeUps() const
{
    qint64 total = 0;
    const QDir tasks(u"/proc/%1/task"_s.arg(m_process.processId()));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        total += numberAfter(contents(tasks.filePath(task + u"/status"_s)),
                             "\nvoluntary_ctxt_switches:");
    return total;
}
