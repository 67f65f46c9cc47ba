#include "ui/session/sessionwords.h"

#include "ui/support/uitext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

static QString words(const char *text)
{
    return QCoreApplication::translate("SessionWords", text);
}

static QString accountType(const QString &type)
{
    static const QHash<QString, const char *> known{
        {u"LOCAL_USER"_s, QT_TRANSLATE_NOOP("SessionWords", "Local user")},
        {u"LDAP_USER"_s, QT_TRANSLATE_NOOP("SessionWords", "LDAP user")},
        {u"SAML_USER"_s, QT_TRANSLATE_NOOP("SessionWords", "SAML user")},
        {u"OIDC_USER"_s, QT_TRANSLATE_NOOP("SessionWords", "OpenID Connect user")},
        {u"REMOTE_USER"_s, QT_TRANSLATE_NOOP("SessionWords", "Remote user")},
    };
    const char *text = known.value(type);
    return text ? words(text) : shown(type, 64);
}

static QString accountState(const QString &state)
{
    static const QHash<QString, const char *> known{
        {u"ACTIVE"_s, QT_TRANSLATE_NOOP("SessionWords", "active")},
        {u"INACTIVE"_s, QT_TRANSLATE_NOOP("SessionWords", "inactive")},
        {u"EXPIRED"_s, QT_TRANSLATE_NOOP("SessionWords", "expired")},
        {u"LOCKED"_s, QT_TRANSLATE_NOOP("SessionWords", "marked as locked")},
        {u"PENDING"_s, QT_TRANSLATE_NOOP("SessionWords", "pending")},
        {u"SUSPENDED"_s, QT_TRANSLATE_NOOP("SessionWords", "suspended")},
    };
    const char *text = known.value(state);
    return text ? words(text) : shown(state, 64);
}

QString SessionWords::account(const QString &type, const QString &state)
{
    if (type.isEmpty() || state.isEmpty())
        return accountType(type) + accountState(state);
    return words(QT_TRANSLATE_NOOP("SessionWords", "%1, %2"))
        .arg(accountType(type), accountState(state));
}

QString SessionWords::moment(qint64 ms)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(ms), u"d MMM yyyy HH:mm:ss"_s);
}

QString SessionWords::timeOfDay(qint64 ms)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(ms);
    if (at.date() == QDate::currentDate())
        return QLocale().toString(at.time(), u"HH:mm:ss"_s);
    return moment(ms);
}

QString SessionWords::timeHint(const QString &name, const QJsonValue &value)
{
    static constexpr std::array signs = {"time"_L1, "date"_L1,   "expir"_L1, "millis"_L1,
                                         "atMs"_L1, "create"_L1, "login"_L1, "modif"_L1};
    if (!value.isDouble() || std::ranges::none_of(signs, [&](auto sign) {
            return name.contains(sign, Qt::CaseInsensitive);
        }))
        return {};
    constexpr double earliestSeconds = 1e9;
    constexpr double earliestMs = 1e11;
    constexpr double latestMs = 1e14;
    const double number = value.toDouble();
    if (number < earliestSeconds || number >= latestMs)
        return {};
    return moment(qint64(number < earliestMs ? number * 1000 : number));
}
