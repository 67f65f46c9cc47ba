#include "app/desktop/demochild.h"

#include "core/http/serveraddress.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

//! Beside this program in a build tree, in libexec where it is installed.
static QString findProgram()
{
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString &folder : {u"."_s, u"../libexec/session-desk"_s, u"../lib/session-desk"_s}) {
        const QFileInfo candidate(here.filePath(folder + u"/session-desk-democluster"_s));
        if (candidate.isExecutable())
            return candidate.canonicalFilePath();
    }
    return u"session-desk-democluster"_s;
}

DemoChild::DemoChild(QObject *parent)
    : QObject(parent)
{
    m_process.setProgram(findProgram());
    m_process.setArguments({u"--stop-with-parent"_s, u"--stop-after"_s, u"86400"_s});
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &DemoChild::readLine);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT failed(m_process.errorString());
    });
    connect(&m_process, &QProcess::finished, this,
            [this] { Q_EMIT failed(tr("The demo cluster has ended.")); });
}

DemoChild::~DemoChild()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    // It holds nothing that needs an orderly end, and the window is gone by now: this waits for
    // nobody.
    m_process.kill();
    m_process.waitForFinished(1000);
}

void DemoChild::start()
{
    m_process.start();
}

void DemoChild::readLine()
{
    if (m_isReady || !m_process.canReadLine())
        return;
    const QJsonObject line = QJsonDocument::fromJson(m_process.readLine()).object();
    const auto address = ServerAddress::parse(line[u"origin"_s].toString());
    if (!address)
        return;
    m_isReady = true;
    QList<std::pair<QString, QString>> users;
    const QJsonArray entries = line[u"demoUsers"_s].toArray();
    for (const QJsonValue &entry : entries) {
        // A user without a password cannot sign in at the touch of a button.
        if (const QString password = entry[u"demoPassword"_s].toString(); !password.isEmpty())
            users.append({entry[u"name"_s].toString(), password});
    }
    Q_EMIT ready(address->origin, users);
}
