#include "app/democluster/observer.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace demo {

static QJsonObject toObject(const QMap<QString, int> &counts)
{
    QJsonObject object;
    for (auto entry = counts.begin(); entry != counts.end(); ++entry)
        object.insert(entry.key(), entry.value());
    return object;
}

Observer::Observer(const Cluster &cluster)
    : m_cluster(cluster)
    , m_redactor(cluster)
{}

bool Observer::recordTo(const QString &fileName)
{
    m_record = std::make_unique<QFile>(fileName);
    return m_record->open(QIODevice::WriteOnly | QIODevice::Truncate);
}

int Observer::count(const QString &operation)
{
    return ++m_calls[operation];
}

void Observer::countUnknownFields(const QString &operation, const QStringList &fields)
{
    for (const QString &field : fields)
        ++m_unknownFields[operation][field];
}

QJsonObject Observer::describe(const Request &request) const
{
    const QJsonValue body = m_redactor.body(request);
    return {{u"method"_s, QString::fromLatin1(request.method)},
            {u"path"_s, request.path},
            {u"query"_s, request.query.toString()},
            {u"headers"_s, m_redactor.headers(request)},
            {u"body"_s, body},
            {u"fields"_s, QJsonArray::fromStringList(body.toObject().keys())},
            {u"connection"_s, request.peerPort},
            {u"atMs"_s, m_cluster.nowMs()}};
}

void Observer::keep(QJsonObject description, const QString &operation, const Reply &reply)
{
    constexpr qsizetype most = 5000;
    description.insert(u"operation"_s, operation);
    description.insert(u"status"_s, reply.drop ? 0 : reply.status);
    if (m_record) {
        QJsonObject line;
        for (const QString &key :
             {u"method"_s, u"path"_s, u"query"_s, u"headers"_s, u"body"_s, u"status"_s})
            line.insert(key, description.value(key));
        m_record->write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
        m_record->flush();
    }
    if (m_requests.size() >= most)
        m_requests.removeFirst();
    m_requests.append(description);
}

QJsonObject Observer::state() const
{
    QJsonObject unknownFields;
    for (auto entry = m_unknownFields.begin(); entry != m_unknownFields.end(); ++entry)
        unknownFields.insert(entry.key(), toObject(entry.value()));
    return {{u"nowMs"_s, m_cluster.nowMs()},
            {u"calls"_s, toObject(m_calls)},
            {u"unknownFields"_s, unknownFields},
            {u"requests"_s, m_requests},
            {u"tokens"_s, tokens()},
            {u"sessions"_s, sessions()},
            {u"users"_s, users()}};
}

QJsonArray Observer::tokens() const
{
    QJsonArray list;
    for (const Token &token : m_cluster.tokens()) {
        const QByteArray hash = QCryptographicHash::hash(token.value, QCryptographicHash::Sha256);
        list.append(
            QJsonObject{{u"name"_s, u"token %1 of %2"_s.arg(list.size() + 1).arg(token.owner)},
                        {u"fingerprint"_s, QString::fromLatin1(hash.toHex().first(16))},
                        {u"owner"_s, token.owner},
                        {u"org"_s, token.org},
                        {u"accessType"_s, token.accessType},
                        {u"createdMs"_s, token.createdMs},
                        {u"expiresMs"_s, token.expiresMs},
                        {u"revoked"_s, token.revoked},
                        {u"alive"_s, m_cluster.isAlive(token)}});
    }
    return list;
}

QJsonArray Observer::sessions() const
{
    QJsonArray list;
    for (const Session &session : m_cluster.sessions()) {
        list.append(QJsonObject{{u"owner"_s, session.owner},
                                {u"org"_s, session.org},
                                {u"remembered"_s, session.remembered},
                                {u"createdMs"_s, session.createdMs},
                                {u"expiresMs"_s, session.expiresMs},
                                {u"alive"_s, m_cluster.isAlive(session)}});
    }
    return list;
}

QJsonArray Observer::users() const
{
    QJsonArray list;
    for (const User &user : m_cluster.users()) {
        list.append(QJsonObject{{u"name"_s, user.name},
                                {u"attempts"_s, user.attempts},
                                {u"wrongPasswords"_s, user.wrongPasswords},
                                {u"locked"_s, user.locked}});
    }
    return list;
}

} // namespace demo
