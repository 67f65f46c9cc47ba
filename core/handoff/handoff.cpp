#include "core/handoff/handoff.h"

#include "core/api/apidialect.h"

#include <QByteArray>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace handoff {

void appendShellWord(SecretWriter &writer, QByteArrayView word)
{
    writer.append('\'');
    for (const char c : word) {
        if (c == '\'')
            writer.append(QByteArrayView("'\\''"));
        else
            writer.append(c);
    }
    writer.append('\'');
}

static void writeToken(SecretWriter &writer, const Subject &subject)
{
    writer.append(subject.token.value.view());
}

static void writeHeader(SecretWriter &writer, const Subject &subject)
{
    writer.append(QByteArrayView("Authorization: Bearer "));
    writer.append(subject.token.value.view());
}

static void appendHeader(SecretWriter &writer, QByteArrayView name, QByteArrayView value)
{
    if (value.isEmpty())
        return;
    writer.append(QByteArrayView(" -H "));
    appendShellWord(writer, name.toByteArray() + ": " + value.toByteArray());
}

static void writeCurlLine(SecretWriter &writer, const Subject &subject)
{
    const bool isKnown = subject.form != Api::Form::Auto;
    const auto dialect = dialectFor(isKnown ? subject.form : Api::Form::V2);
    const HttpRequest request = dialect->sessionInfo(subject.token.value);

    writer.append(QByteArrayView("curl"));
    // curl would otherwise read the brackets of an IPv6 address as a range.
    if (subject.origin.contains(u'['))
        writer.append(QByteArrayView(" --globoff"));
    SecretWriter authorization;
    writeHeader(authorization, subject);
    writer.append(QByteArrayView(" -H "));
    appendShellWord(writer, authorization.take().view());
    appendHeader(writer, "Accept", request.accept);
    appendHeader(writer, "Content-Type", request.contentType);
    appendHeader(writer, "X-Requested-By", "ThoughtSpot");
    writer.append(' ');
    appendShellWord(writer, subject.origin.toUtf8() + request.target);
}

struct Row
{
    Format format;
    void (*write)(SecretWriter &, const Subject &);
};

static constexpr std::array rows = {
    Row{Format::Token, writeToken},
    Row{Format::AuthorizationHeader, writeHeader},
    Row{Format::CurlLine, writeCurlLine},
};

SecretBuffer text(Format format, const Subject &subject)
{
    if (!Token::isWellFormed(subject.token.value.view()))
        return {};
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const Row &candidate) { return candidate.format == format; });
    if (row == rows.end())
        return {};
    SecretWriter writer;
    row->write(writer, subject);
    return writer.take();
}

} // namespace handoff
