#include "core/handoff/handoff.h"

#include "core/api/apidialect.h"
#include "core/handoff/forms.h"

#include <algorithm>
#include <array>

namespace handoff {

Call Call::of(const Subject &subject)
{
    const bool isKnown = subject.form != Api::Form::Auto;
    const auto dialect = dialectFor(isKnown ? subject.form : Api::Form::V2);
    const HttpRequest request = dialect->sessionInfo(subject.token.value);

    Call call{.url = subject.origin.toUtf8() + request.target, .headers = {}};
    if (!request.accept.isEmpty())
        call.headers.append(Header{"Accept", request.accept});
    if (!request.contentType.isEmpty())
        call.headers.append(Header{"Content-Type", request.contentType});
    call.headers.append(Header{"X-Requested-By", "ThoughtSpot"});
    return call;
}

static SecretBuffer prefixed(QByteArrayView prefix, const SecretBuffer &secret)
{
    SecretWriter writer;
    writer.append(prefix);
    writer.append(secret.view());
    return writer.take();
}

SecretBuffer authorizationHeader(const Subject &subject)
{
    return prefixed("Authorization: Bearer ", subject.token.value);
}

SecretBuffer bearer(const Subject &subject)
{
    return prefixed("Bearer ", subject.token.value);
}

struct Row
{
    Format format;
    bool (*write)(SecretWriter &, const Subject &);
};

static constexpr std::array rows = {
    Row{Format::Token, writeToken},
    Row{Format::AuthorizationHeader, writeHeader},
    Row{Format::CurlLine, writeCurl},
    Row{Format::WgetLine, writeWget},
    Row{Format::HttpieLine, writeHttpie},
    Row{Format::PosixEnvironment, writePosixEnvironment},
    Row{Format::FishEnvironment, writeFishEnvironment},
    Row{Format::PowerShellEnvironment, writePowerShellEnvironment},
    Row{Format::CmdEnvironment, writeCmdEnvironment},
    Row{Format::DotEnv, writeDotEnv},
    Row{Format::Json, writeJson},
    Row{Format::PythonRequests, writePython},
    Row{Format::JavaScriptFetch, writeJavaScript},
    Row{Format::Java, writeJava},
    Row{Format::CSharp, writeCSharp},
    Row{Format::Go, writeGo},
    Row{Format::PostmanEnvironment, writePostman},
    Row{Format::BrunoEnvironment, writeBruno},
    Row{Format::TypeScriptSdk, writeTypeScriptSdk},
    Row{Format::PythonSdk, writePythonSdk},
    Row{Format::JavaSdk, writeJavaSdk},
    Row{Format::VisualEmbedSdk, writeVisualEmbedSdk},
};

bool isOfUse(Format format, Api::Form form)
{
    static constexpr std::array sdks = {Format::TypeScriptSdk, Format::PythonSdk, Format::JavaSdk,
                                        Format::VisualEmbedSdk};
    const bool isBeta = form == Api::Form::Beta || form == Api::Form::Beta2022;
    return !isBeta || std::ranges::find(sdks, format) == sdks.end();
}

SecretBuffer text(Format format, const Subject &subject)
{
    if (!isOfUse(format, subject.form) || !Token::isWellFormed(subject.token.value.view()) ||
        subject.origin.contains(QChar(0)) || !subject.variables.areProper())
        return {};
    const auto row = std::ranges::find(rows, format, &Row::format);
    SecretWriter writer;
    if (row == rows.end() || !row->write(writer, subject))
        return {};
    return writer.take();
}

QString preview(Format format, const Subject &subject, const QString &mask)
{
    // As well formed as a token, so that every form takes it for one and quotes nothing of it.
    static const QByteArray stand = "0.token-goes-here.0";
    if (!Token::isWellFormed(subject.token.value.view()))
        return {};
    Subject shown = subject;
    shown.token.value = SecretBuffer::fromBytes(stand);
    const SecretBuffer masked = text(format, shown);
    return QString::fromUtf8(masked.view()).replace(QString::fromLatin1(stand), mask);
}

} // namespace handoff
