#include "core/handoff/forms.h"

#include "core/support/quoting.h"

#include <algorithm>

namespace handoff {

using Quote = void (*)(SecretWriter &, QByteArrayView);

bool writeToken(SecretWriter &writer, const Subject &subject)
{
    writer.append(subject.token.value.view());
    return true;
}

bool writeHeader(SecretWriter &writer, const Subject &subject)
{
    writer.append(authorizationHeader(subject).view());
    return true;
}

static void appendOption(SecretWriter &writer, QByteArrayView option, QByteArrayView value)
{
    writer.append(option);
    appendShellWord(writer, value);
}

//! One \a option per header, Authorization first, then the address: as curl and wget take them.
static void appendCall(SecretWriter &writer, const Subject &subject, QByteArrayView option)
{
    const Call call = Call::of(subject);
    appendOption(writer, option, authorizationHeader(subject).view());
    for (const Call::Header &header : call.headers)
        appendOption(writer, option, header.name + ": " + header.value);
    appendOption(writer, " ", call.url);
}

bool writeCurl(SecretWriter &writer, const Subject &subject)
{
    writer.append(QByteArrayView("curl"));
    // curl would otherwise read the brackets of an IPv6 address as a range.
    if (subject.origin.contains(u'['))
        writer.append(QByteArrayView(" --globoff"));
    appendCall(writer, subject, " -H ");
    return true;
}

bool writeWget(SecretWriter &writer, const Subject &subject)
{
    writer.append(QByteArrayView("wget -q -O -"));
    appendCall(writer, subject, " --header=");
    return true;
}

bool writeHttpie(SecretWriter &writer, const Subject &subject)
{
    const Call call = Call::of(subject);
    // Without a terminal it would wait for a body on standard input.
    writer.append(QByteArrayView("http --ignore-stdin GET"));
    appendOption(writer, " ", call.url);
    SecretWriter authorization;
    authorization.append(QByteArrayView("Authorization:"));
    authorization.append(bearer(subject).view());
    appendOption(writer, " ", authorization.take().view());
    for (const Call::Header &header : call.headers)
        appendOption(writer, " ", header.name + ':' + header.value);
    return true;
}

struct Assignment
{
    QByteArrayView before;
    QByteArrayView between;
    QByteArrayView after;
    Quote quote;
};

static void appendPlain(SecretWriter &writer, QByteArrayView value)
{
    writer.append(value);
}

static bool writeAssignments(SecretWriter &writer, const Subject &subject,
                             const Assignment &assignment)
{
    const auto write = [&](const QString &name, QByteArrayView value) {
        writer.append(assignment.before);
        writer.appendText(name);
        writer.append(assignment.between);
        assignment.quote(writer, value);
        writer.append(assignment.after);
    };
    write(subject.variables.host, subject.origin.toUtf8());
    writer.append('\n');
    write(subject.variables.token, subject.token.value.view());
    return true;
}

bool writePosixEnvironment(SecretWriter &writer, const Subject &subject)
{
    return writeAssignments(writer, subject, {"export ", "=", "", appendShellWord});
}

bool writeFishEnvironment(SecretWriter &writer, const Subject &subject)
{
    return writeAssignments(writer, subject, {"set -gx ", " ", "", appendFishWord});
}

bool writePowerShellEnvironment(SecretWriter &writer, const Subject &subject)
{
    return writeAssignments(writer, subject, {"$env:", " = ", "", appendPowerShellWord});
}

//! Nothing that cmd, or a reader of environment files, could take for its own.
static bool isPlain(const QString &text)
{
    constexpr QLatin1StringView allowed("-._~:/[]");
    return std::ranges::all_of(text, [&](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || allowed.contains(c));
    });
}

bool writeCmdEnvironment(SecretWriter &writer, const Subject &subject)
{
    return isPlain(subject.origin) &&
           writeAssignments(writer, subject, {"set \"", "=", "\"", appendPlain});
}

bool writeDotEnv(SecretWriter &writer, const Subject &subject)
{
    return isPlain(subject.origin) && writeAssignments(writer, subject, {"", "=", "", appendPlain});
}

} // namespace handoff
