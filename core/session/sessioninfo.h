#pragma once

#include "core/session/account.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

//! The signed-in session: typed highlights over the server's object, which stays whole and
//! untouched. Any highlight may be empty: which ones a server gives depends on its form and age.
//! FACTS 6.5, 6.6.
struct SessionInfo
{
    QString userName;
    QString userId;
    QString displayName;
    QString email;
    QStringList groups;     //!< names, own and inherited, no doubles
    QStringList privileges; //!< the API's own names
    QList<Org> orgs;
    std::optional<Org> currentOrg;
    QString accountType;  //!< LOCAL_USER, SAML_USER, …
    QString accountState; //!< ACTIVE, LOCKED, …
    QString releaseVersion;
    QString locale;
    std::optional<qint64>
        sessionExpiresMs; //!< milliseconds since epoch, whatever unit was sent. FACTS 5.23
    std::optional<qint64> accountExpiresMs; //!< milliseconds since epoch
    QJsonObject json;                       //!< everything, as received
    qint64 fetchedMs = 0;                   //!< server time, milliseconds since epoch

    friend bool operator==(const SessionInfo &, const SessionInfo &) = default;
};

Q_DECLARE_METATYPE(SessionInfo)
