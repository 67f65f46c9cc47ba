#include "core/handoff/forms.h"

#include "core/support/quoting.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace handoff {

static void appendMember(SecretWriter &writer, QByteArrayView before, QByteArrayView name,
                         QByteArrayView value)
{
    writer.append(before);
    appendJsonText(writer, name);
    writer.append(QByteArrayView(": "));
    appendJsonText(writer, value);
}

bool writeJson(SecretWriter &writer, const Subject &subject)
{
    const Token &token = subject.token;
    appendMember(writer, "{\n  ", "token", token.value.view());
    if (token.expiresMs) {
        const QDateTime moment = QDateTime::fromMSecsSinceEpoch(*token.expiresMs).toUTC();
        appendMember(writer, ",\n  ", "expiration", moment.toString(Qt::ISODate).toUtf8());
    }
    appendMember(writer, ",\n  ", "host", subject.origin.toUtf8());
    if (!token.owner.isEmpty())
        appendMember(writer, ",\n  ", "user", token.owner.toUtf8());
    writer.append(QByteArrayView("\n}"));
    return true;
}

bool writePostman(SecretWriter &writer, const Subject &subject)
{
    const auto variable = [&](const QString &name, QByteArrayView value, QByteArrayView type) {
        appendMember(writer, "    { ", "key", name.toUtf8());
        appendMember(writer, ", ", "value", value);
        appendMember(writer, ", ", "type", type);
        writer.append(QByteArrayView(", \"enabled\": true }"));
    };
    const QString name = subject.name.isEmpty() ? subject.origin : subject.name;
    appendMember(writer, "{\n  ", "name", name.toUtf8());
    writer.append(QByteArrayView(",\n  \"values\": [\n"));
    variable(subject.variables.host, subject.origin.toUtf8(), "default");
    writer.append(QByteArrayView(",\n"));
    variable(subject.variables.token, subject.token.value.view(), "secret");
    writer.append(QByteArrayView("\n  ],\n  \"_postman_variable_scope\": \"environment\"\n}"));
    return true;
}

bool writeBruno(SecretWriter &writer, const Subject &subject)
{
    // A value goes to the end of its line, so there is nothing to quote. What cannot be said: line
    // breaks, blanks around it, and three quotes before it, which start a text of several lines.
    const QString &origin = subject.origin;
    if (origin.contains(u'\n') || origin.contains(u'\r') || origin != origin.trimmed() ||
        origin.startsWith("'''"_L1))
        return false;
    writer.append(QByteArrayView("vars {\n  "));
    writer.appendText(subject.variables.host);
    writer.append(QByteArrayView(": "));
    writer.appendText(origin);
    writer.append(QByteArrayView("\n  "));
    writer.appendText(subject.variables.token);
    writer.append(QByteArrayView(": "));
    writer.append(subject.token.value.view());
    writer.append(QByteArrayView("\n}"));
    return true;
}

} // namespace handoff
