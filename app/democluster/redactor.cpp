#include "app/democluster/redactor.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace demo {

static QString numbered(QLatin1StringView what, size_t number, const QString &owner)
{
    return u"<%1 %2 of %3>"_s.arg(what).arg(number).arg(owner);
}

Redactor::Redactor(const Cluster &cluster)
    : m_cluster(cluster)
{}

QString Redactor::marker(const QString &text) const
{
    if (text.isEmpty())
        return {};
    if (text == sampleSecretKey())
        return u"<secret key>"_s;
    for (const User &user : m_cluster.users()) {
        if (user.password == text)
            return u"<password of %1>"_s.arg(user.name);
    }
    const QByteArray bytes = text.toLatin1();
    size_t number = 0;
    for (const Token &token : m_cluster.tokens()) {
        ++number;
        if (token.value == bytes)
            return numbered("token"_L1, number, token.owner);
    }
    number = 0;
    for (const Session &session : m_cluster.sessions()) {
        ++number;
        if (session.sessionId == bytes)
            return numbered("session"_L1, number, session.owner);
        if (session.clientId == bytes)
            return numbered("client"_L1, number, session.owner);
    }
    return {};
}

QString Redactor::field(const QString &name, const QString &text) const
{
    static const QStringList secretFields{u"password"_s, u"secret_key"_s, u"secretKey"_s,
                                          u"token"_s, u"auth_token"_s};
    if (const QString known = marker(text); !known.isEmpty())
        return known;
    return secretFields.contains(name) && !text.isEmpty() ? u"<unknown>"_s : text;
}

QJsonValue Redactor::value(const QString &name, const QJsonValue &value) const
{
    if (value.isString())
        return field(name, value.toString());
    if (value.isArray()) {
        QJsonArray list;
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            list.append(this->value(name, item));
        return list;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        entry.value() = this->value(entry.key(), entry.value());
    return object;
}

QString Redactor::header(const QByteArray &name, const QByteArray &value) const
{
    const QString text = QString::fromUtf8(value);
    if (name == "authorization") {
        const QString scheme = text.section(u' ', 0, 0);
        return scheme + u' ' + field(u"token"_s, text.section(u' ', 1));
    }
    if (name != "cookie")
        return text;
    QStringList cookies;
    const QStringList pairs = text.split(u';');
    for (const QString &pair : pairs)
        cookies.append(pair.section(u'=', 0, 0).trimmed() + u'=' +
                       field(u"token"_s, pair.section(u'=', 1).trimmed()));
    return cookies.join(u"; "_s);
}

QJsonObject Redactor::headers(const Request &request) const
{
    QJsonObject object;
    for (const auto &[name, value] : request.headers) {
        const QString key = QString::fromLatin1(name.toLower());
        const QString text = header(name.toLower(), value);
        const QString before = object.value(key).toString();
        object.insert(key, before.isEmpty() ? text : before + u", "_s + text);
    }
    return object;
}

QJsonValue Redactor::body(const Request &request) const
{
    if (request.body.isEmpty())
        return QJsonValue::Null;
    if (const QJsonDocument json = QJsonDocument::fromJson(request.body); json.isObject())
        return value({}, json.object());
    if (!request.header("Content-Type").startsWith("application/x-www-form-urlencoded"))
        return u"<%1 bytes>"_s.arg(request.body.size());
    QJsonObject object;
    const auto items = QUrlQuery(QString::fromUtf8(request.body)).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, text] : items)
        object.insert(name, field(name, text));
    return object;
}

} // namespace demo
