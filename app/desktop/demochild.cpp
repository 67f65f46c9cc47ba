#include "app/desktop/demochild.h"

#include "core/http/serveraddress.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

static constexpr auto programName = "session-desk-democluster"_L1;
static constexpr qint64 longestReadyLine = 256 * 1024;

//! Beside our own program, or where a package puts helpers; empty where there is none.
static QString demoProgram()
{
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString &folder : {u"."_s, u"../libexec/session-desk"_s, u"../libexec"_s}) {
        const QFileInfo file(here, folder + u'/' + programName);
        if (file.isExecutable())
            return file.canonicalFilePath();
    }
    return {};
}

DemoChild::DemoChild(QObject *parent)
    : QObject(parent)
{
    // Its own complaints go where ours go.
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &DemoChild::readLine);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT failed(
                tr("The demo cluster could not be started: %1.").arg(m_process.errorString()));
    });
    connect(&m_process, &QProcess::finished, this,
            [this] { Q_EMIT failed(tr("The demo cluster has stopped.")); });
}

DemoChild::~DemoChild()
{
    m_process.disconnect(this);
    m_process.closeWriteChannel();
    m_process.terminate();
    // What the destructor of QProcess then waits for has no state to lose.
    m_process.kill();
}

void DemoChild::start()
{
    const QString program = demoProgram();
    if (program.isEmpty()) {
        Q_EMIT failed(tr("The demo cluster is not installed: %1 is not beside this program.")
                          .arg(programName));
        return;
    }
    m_process.start(program, {u"--stop-with-parent"_s});
}

void DemoChild::readLine()
{
    if (m_isReady) {
        m_process.readAllStandardOutput();
        return;
    }
    if (!m_process.canReadLine()) {
        if (m_process.bytesAvailable() > longestReadyLine)
            m_process.kill();
        return;
    }
    const QJsonObject line = QJsonDocument::fromJson(m_process.readLine(longestReadyLine)).object();
    const auto address = ServerAddress::parse(line.value("origin"_L1).toString());
    if (!line.value("ready"_L1).toBool() || !address) {
        m_process.kill();
        return;
    }
    QList<std::pair<QString, QString>> users;
    for (const QJsonValue &value : line.value("demoUsers"_L1).toArray()) {
        const QJsonObject user = value.toObject();
        const QString password = user.value("demoPassword"_L1).toString();
        if (!password.isEmpty())
            users.append({user.value("name"_L1).toString(), password});
    }
    m_isReady = true;
    Q_EMIT ready(address->origin, users);
}
