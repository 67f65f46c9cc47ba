#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace demo {

//! An Org of the demo cluster.
struct Org
{
    qint32 id = 0;
    QString name;
};

//! A person of the demo cluster. Passwords here open nothing but this program.
struct User
{
    QString name;
    QString displayName;
    QString email;
    QString password; //!< empty for one who signs in elsewhere (SAML)
    QString story;    //!< what this one is for, shown to the person who picks
    QString accountType = QStringLiteral("LOCAL_USER");
    QStringList groups;
    QStringList privileges;
    QList<Org> orgs;
    qint32 lastOrg = 0; //!< the Org of the last sign-in
    bool administrator = false;
    bool multiFactor = false;
    bool locked = false;
    bool large = false;     //!< session object of 10 MB
    int wrongPasswords = 0; //!< in a row
    int attempts = 0;       //!< sign-ins and token calls with a password or key

    [[nodiscard]] QString id() const; //!< GUID, the same in every run
    [[nodiscard]] const Org *org(qint32 orgId) const;
};

//! A GUID that is the same for the same text in every run.
[[nodiscard]] QString stableGuid(const QString &text);
[[nodiscard]] QList<User> sampleUsers();
//! The trusted-authentication key of the demo cluster.
[[nodiscard]] QString sampleSecretKey();

} // namespace demo
