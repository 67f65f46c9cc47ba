#pragma once

#include "app/democluster/redactor.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

#include <memory>

namespace demo {

//! Remembers what the cluster has seen and tells it at `GET /__demo/state`:
//! {
//!   "nowMs": milliseconds since epoch by the cluster's clock,
//!   "calls": { operation: how often it was called, refused calls included },
//!   "unknownFields": { operation: { field name: how often } },
//!   "requests": [ { "operation", "method", "path", "query", "headers": { name in small letters:
//!       value }, "body": see Redactor, "fields": [ names of the body ], "status": of the reply, 0
//!       when dropped, "connection": the client's port, "atMs" } ], the last 5000,
//!   "tokens": [ { "name": "token 1 of maria.lopez", "fingerprint": first 16 hex digits of its
//!       SHA-256, "owner", "org", "accessType", "createdMs", "expiresMs", "revoked", "alive" } ],
//!   "sessions": [ { "owner", "org", "remembered", "createdMs", "expiresMs", "alive" } ],
//!   "users": [ { "name", "attempts", "wrongPasswords", "locked" } ]
//! }
//! A path that no operation has counts as "unknown path", a wrong method on a known one as
//! "wrong method".
class Observer final
{
public:
    //! \a cluster must outlive the observer.
    explicit Observer(const Cluster &cluster);

    //! Also writes every request to \a fileName, one JSON object a line: method, path, query,
    //! headers, body and status as above. False when the file cannot be written.
    [[nodiscard]] bool recordTo(const QString &fileName);

    //! Counts a call of \a operation; how many there have been, this one included.
    int count(const QString &operation);
    void countUnknownFields(const QString &operation, const QStringList &fields);
    //! What \a request looks like without its secrets; to be taken before it is answered, since
    //! answering may change what is known.
    [[nodiscard]] QJsonObject describe(const Request &request) const;
    //! Keeps a description with what came of it.
    void keep(QJsonObject description, const QString &operation, const Reply &reply);

    [[nodiscard]] QJsonObject state() const;

private:
    [[nodiscard]] QJsonArray tokens() const;
    [[nodiscard]] QJsonArray sessions() const;
    [[nodiscard]] QJsonArray users() const;

    const Cluster &m_cluster;
    Redactor m_redactor;
    QMap<QString, int> m_calls;
    QMap<QString, QMap<QString, int>> m_unknownFields;
    QJsonArray m_requests;
    std::unique_ptr<QFile> m_record;
};

} // namespace demo
