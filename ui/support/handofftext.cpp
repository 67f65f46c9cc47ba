#include "ui/support/handofftext.h"

#include <QCoreApplication>

using handoff::Format;

namespace handofftext {

namespace {
struct HandoffText
{
    Q_DECLARE_TR_FUNCTIONS(HandoffText)
};
} // namespace

QString name(Format format)
{
    switch (format) {
    case Format::Token:
        return HandoffText::tr("Token");
    case Format::AuthorizationHeader:
        return HandoffText::tr("Authorization header");
    case Format::CurlLine:
        return HandoffText::tr("curl command");
    case Format::WgetLine:
        return HandoffText::tr("wget command");
    case Format::HttpieLine:
        return HandoffText::tr("HTTPie command");
    case Format::PosixEnvironment:
        return HandoffText::tr("Lines for bash and zsh");
    case Format::FishEnvironment:
        return HandoffText::tr("Lines for fish");
    case Format::PowerShellEnvironment:
        return HandoffText::tr("Lines for PowerShell");
    case Format::CmdEnvironment:
        return HandoffText::tr("Lines for cmd");
    case Format::DotEnv:
        return HandoffText::tr("Lines of a .env file");
    case Format::Json:
        return HandoffText::tr("JSON with expiry");
    case Format::PythonRequests:
        return HandoffText::tr("Python with requests");
    case Format::JavaScriptFetch:
        return HandoffText::tr("JavaScript with fetch");
    case Format::Java:
        return HandoffText::tr("Java program");
    case Format::CSharp:
        return HandoffText::tr("C# program");
    case Format::Go:
        return HandoffText::tr("Go program");
    case Format::PostmanEnvironment:
        return HandoffText::tr("Postman environment");
    case Format::BrunoEnvironment:
        return HandoffText::tr("Bruno environment");
    case Format::TypeScriptSdk:
        return HandoffText::tr("TypeScript SDK");
    case Format::PythonSdk:
        return HandoffText::tr("Python SDK");
    case Format::JavaSdk:
        return HandoffText::tr("Java SDK");
    case Format::VisualEmbedSdk:
        return HandoffText::tr("Visual Embed SDK, one page load");
    }
    Q_UNREACHABLE();
}

static QList<Group> allGroups()
{
    return {
        {{}, {Format::Token, Format::AuthorizationHeader, Format::Json}},
        {HandoffText::tr("Command"), {Format::CurlLine, Format::WgetLine, Format::HttpieLine}},
        {HandoffText::tr("Environment variables"),
         {Format::PosixEnvironment, Format::FishEnvironment, Format::PowerShellEnvironment,
          Format::CmdEnvironment, Format::DotEnv}},
        {HandoffText::tr("Program"),
         {Format::PythonRequests, Format::JavaScriptFetch, Format::Java, Format::CSharp,
          Format::Go}},
        {HandoffText::tr("Vendor's SDK"),
         {Format::TypeScriptSdk, Format::PythonSdk, Format::JavaSdk, Format::VisualEmbedSdk}},
        {HandoffText::tr("Tool"), {Format::PostmanEnvironment, Format::BrunoEnvironment}},
    };
}

QList<Group> groups(Api::Form form)
{
    QList<Group> groups = allGroups();
    for (Group &group : groups)
        group.formats.removeIf([form](Format format) { return !handoff::isOfUse(format, form); });
    groups.removeIf([](const Group &group) { return group.formats.isEmpty(); });
    return groups;
}

} // namespace handofftext
