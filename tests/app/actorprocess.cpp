#include "tests/app/actorprocess.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;

ActorProcess::ActorProcess(const QTemporaryDir &home, const QString &program,
                           const QStringList &arguments, const QByteArrayList &secrets)
    : m_home(home)
{
    QDir(m_home.path()).mkpath(u"tmp"_s);
    QProcessEnvironment environment;
    for (const QString &name : {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_CACHE_HOME"_s,
                                u"XDG_DATA_HOME"_s, u"XDG_RUNTIME_DIR"_s})
        environment.insert(name, m_home.path());
    environment.insert(u"TMPDIR"_s, m_home.filePath(u"tmp"_s));
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    environment.insert(u"QT_LOGGING_RULES"_s, u"*=true"_s);
    m_process.setProcessEnvironment(environment);
    m_process.start(program, arguments);
    m_process.write(secrets.join('\n') + '\n');
}

ActorProcess::~ActorProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

QByteArray ActorProcess::nextStep()
{
    QByteArray name;
    const auto take = [&] {
        while (name.isEmpty() && m_process.canReadLine()) {
            const QByteArray line = m_process.readLine();
            m_output += line;
            if (line.startsWith("step "))
                name = line.sliced(5).trimmed();
        }
        return !name.isEmpty() || m_process.state() == QProcess::NotRunning;
    };
    static_cast<void>(QTest::qWaitFor(take, 30'000));
    m_errors += m_process.readAllStandardError();
    return name;
}

void ActorProcess::searchWith(CanarySearch &search)
{
    search.inFolder(m_home.path());
    search.inBytes(u"standard output"_s, m_output);
    search.inBytes(u"standard error"_s, m_errors);
    if (m_process.state() == QProcess::Running)
        search.inProcess(m_process.processId());
}
