#include "app/desktop/singledesk.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalServer>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

// question, answer, thanks: nothing is opened for one that has stopped waiting for the answer
static constexpr auto answer = "taken on\n";
static constexpr auto thanks = "thanks\n";
static constexpr int retryMs = 20;
static constexpr int longestQuestion = 16 * 1024; // bytes
static constexpr int mostVisitors = 8;

//! Empty where there is none that is ours alone: Qt would then take one in the directory for
//! temporary files, where others could have been before us.
static QString runtimeFolder()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    const QFileInfo folder(qEnvironmentVariable("XDG_RUNTIME_DIR"));
    constexpr QFile::Permissions all = QFile::ReadOther | QFile::WriteOther | QFile::ExeOther |
                                       QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                       QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    constexpr QFile::Permissions own = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!folder.isAbsolute() || folder.isSymLink() || !folder.isDir() ||
        folder.ownerId() != ::geteuid() || (folder.permissions() & all) != own)
        return {};
#endif
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
}

//! The name tells nothing of the file that it stands for, and has room in a socket's address.
static QString placeFor(const QString &settingsFile)
{
    const QString folder = settingsFile.isEmpty() ? QString() : runtimeFolder();
    if (folder.isEmpty())
        return {};
    const QByteArray name = QDir::cleanPath(QFileInfo(settingsFile).absoluteFilePath()).toUtf8();
    const QByteArray mark = QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex();
    return QDir(folder).filePath(u"session-desk-"_s + QString::fromLatin1(mark.first(16)));
}

SingleDesk::SingleDesk(const QString &settingsFile, QObject *parent)
    : QObject(parent)
    , m_place(placeFor(settingsFile))
{}

SingleDesk::~SingleDesk() = default;

bool SingleDesk::isTakenOn(const LaunchOptions &options)
{
    if (m_place.isEmpty())
        return false;
    m_lock = std::make_unique<QLockFile>(m_place + u".lock"_s);
    m_lock->setStaleLockTime(0); // a desktop is open for days; that it has died shows all the same
    const QDeadlineTimer deadline(patienceMs);
    // The first one may just be coming or going: then it is asked again, or its place is free.
    while (!m_lock->tryLock(retryMs)) {
        if (m_lock->error() != QLockFile::LockFailedError)
            return false;
        if (isAnswered(options, deadline))
            return true;
        if (deadline.hasExpired())
            return false;
    }
    listen();
    return false;
}

// The waits are those that the house forbids elsewhere: there is no window and no event loop yet,
// the answer decides whether there will be, and the deadline bounds them all together.
bool SingleDesk::isAnswered(const LaunchOptions &options, const QDeadlineTimer &deadline) const
{
    const auto leftMs = [&deadline] { return static_cast<int>(deadline.remainingTime()); };
    QLocalSocket socket;
    socket.connectToServer(m_place);
    if (!socket.waitForConnected(leftMs()))
        return false;
    const QJsonArray words = QJsonArray::fromStringList(launchArguments(options));
    socket.write(QJsonDocument(words).toJson(QJsonDocument::Compact) + '\n');
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(leftMs()))
            return false;
    }
    if (socket.readLine() != answer)
        return false;
    socket.write(thanks);
    return socket.waitForBytesWritten(leftMs());
}

void SingleDesk::listen()
{
    QLocalServer::removeServer(m_place); // of one that died
    m_server = std::make_unique<QLocalServer>();
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    m_server->setMaxPendingConnections(mostVisitors);
    connect(m_server.get(), &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *visitor = m_server->nextPendingConnection())
            welcome(visitor);
    });
    if (m_server->listen(m_place))
        return;
    // Nobody is to wait for an answer that cannot come.
    m_server.reset();
    m_lock.reset();
}

void SingleDesk::welcome(QLocalSocket *visitor)
{
    connect(visitor, &QLocalSocket::readyRead, this, [this, visitor] { hear(visitor); });
    connect(visitor, &QLocalSocket::disconnected, visitor, &QObject::deleteLater);
    visitor->setReadBufferSize(longestQuestion);
    // One that says nothing is not waited for.
    QTimer::singleShot(patienceMs, visitor, &QLocalSocket::abort);
    hear(visitor);
}

void SingleDesk::hear(QLocalSocket *visitor)
{
    if (!visitor->canReadLine()) {
        if (visitor->bytesAvailable() >= longestQuestion)
            visitor->abort();
        return;
    }
    QStringList words{u"session-desk"_s};
    const QJsonDocument sent = QJsonDocument::fromJson(visitor->readLine());
    for (const QJsonValue &word : sent.array())
        words += word.toString();
    // Read like a command line, as it is one: what could not be asked for there cannot be here.
    const auto options = parseLaunchOptions(words);
    if (!sent.isArray() || !options || options->demo)
        return visitor->abort();
    visitor->disconnect(this);
    connect(visitor, &QLocalSocket::readyRead, this, [this, visitor, options = *options] {
        if (!visitor->canReadLine())
            return;
        visitor->disconnect(this);
        visitor->disconnectFromServer();
        Q_EMIT asked(options);
    });
    visitor->write(answer);
}
