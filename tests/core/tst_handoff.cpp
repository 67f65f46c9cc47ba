#include "core/handoff/handoff.h"
#include "core/support/quoting.h"

#include <QMetaEnum>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using handoff::Format;

static handoff::Subject subject(Api::Form form, QByteArrayView token = "bWFyaWE6aW52ZW50ZWQ=",
                                const QString &origin = u"https://acme.example.com:8443"_s)
{
    handoff::Subject result;
    result.token.value = SecretBuffer::fromBytes(token);
    result.origin = origin;
    result.form = form;
    return result;
}

static QByteArray bytes(Format format, const handoff::Subject &subject)
{
    return handoff::text(format, subject).view().toByteArray();
}

//! A token as the text that another tool wants.
class tst_handoff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyFormatIsExactlyWhatTheToolTakes_data();
    void everyFormatIsExactlyWhatTheToolTakes();
    void aTokenThatCouldMeanSomethingElseGivesNothing_data();
    void aTokenThatCouldMeanSomethingElseGivesNothing();
    void aVariableNameThatIsNoneGivesNothing();
    void whatCannotHoldAHostGivesNothing();
    void anSdkIsOfUseIn20Only();
    void aPreviewIsTheTextWithAMaskForTheToken_data();
    void aPreviewIsTheTextWithAMaskForTheToken();
    void aRealShellReadsTheLineAsMeant();
    void aRealShellReadsAnyWordBack_data();
    void aRealShellReadsAnyWordBack();
};

void tst_handoff::everyFormatIsExactlyWhatTheToolTakes_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &given, const QByteArray &expected) {
        QTest::newRow(name) << given << expected;
    };
    const QByteArray start = "curl -H 'Authorization: Bearer bWFyaWE6aW52ZW50ZWQ=' ";
    row("the token alone", bytes(Format::Token, subject(Api::Form::V2)), "bWFyaWE6aW52ZW50ZWQ=");
    row("the header", bytes(Format::AuthorizationHeader, subject(Api::Form::Beta)),
        "Authorization: Bearer bWFyaWE6aW52ZW50ZWQ=");
    row("a curl line in 2.0", bytes(Format::CurlLine, subject(Api::Form::V2)),
        start + "-H 'Accept: application/json' -H 'X-Requested-By: ThoughtSpot' "
                "'https://acme.example.com:8443/api/rest/2.0/auth/session/user'");
    row("a curl line in the later beta", bytes(Format::CurlLine, subject(Api::Form::Beta)),
        start + "-H 'Accept: application/json' -H 'Content-Type: application/json' "
                "-H 'X-Requested-By: ThoughtSpot' "
                "'https://acme.example.com:8443/tspublic/rest/v2/session'");
    row("a curl line in the beta of 2022", bytes(Format::CurlLine, subject(Api::Form::Beta2022)),
        start + "-H 'Content-Type: application/json' -H 'X-Requested-By: ThoughtSpot' "
                "'https://acme.example.com:8443/api/rest/v2/session'");
    row("a curl line where the form is not known",
        bytes(Format::CurlLine, subject(Api::Form::Auto)),
        bytes(Format::CurlLine, subject(Api::Form::V2)));
    row("a curl line to a bare IPv6 address",
        bytes(Format::CurlLine, subject(Api::Form::V2, "abc", u"https://[2001:db8::1]"_s)),
        "curl --globoff -H 'Authorization: Bearer abc' -H 'Accept: application/json' "
        "-H 'X-Requested-By: ThoughtSpot' "
        "'https://[2001:db8::1]/api/rest/2.0/auth/session/user'");
    row("a curl line to a name with a quote",
        bytes(Format::CurlLine, subject(Api::Form::V2, "abc", u"https://it's"_s)),
        "curl -H 'Authorization: Bearer abc' -H 'Accept: application/json' "
        "-H 'X-Requested-By: ThoughtSpot' "
        "'https://it'\\''s/api/rest/2.0/auth/session/user'");

    handoff::Subject known = subject(Api::Form::V2, "abc", u"https://acme.example.com"_s);
    known.token.owner = u"María \"M\""_s;
    known.token.expiresMs = 1'786'545'800'000;
    known.name = u"It's \"prod\""_s;
    known.variables = {.host = u"HOST"_s, .token = u"TOKEN"_s};
    row("lines for a POSIX shell", bytes(Format::PosixEnvironment, known),
        "export HOST='https://acme.example.com'\nexport TOKEN='abc'");
    row("lines for fish", bytes(Format::FishEnvironment, known),
        "set -gx HOST 'https://acme.example.com'\nset -gx TOKEN 'abc'");
    row("lines for PowerShell", bytes(Format::PowerShellEnvironment, known),
        "$env:HOST = 'https://acme.example.com'\n$env:TOKEN = 'abc'");
    row("lines for PowerShell with odd text",
        bytes(Format::PowerShellEnvironment,
              subject(Api::Form::V2, "a+/=.~_-",
                      u"it's \u2018so\u2019 \"$env:HOME\" `n $(id)\none\r\ntwo María 🔑"_s)),
        "$env:TS_HOST = 'it''s \u2018\u2018so\u2019\u2019 \"$env:HOME\" `n $(id)\none\r\ntwo María "
        "🔑'\n"
        "$env:TS_AUTH_TOKEN = 'a+/=.~_-'");
    row("lines for cmd", bytes(Format::CmdEnvironment, known),
        "set \"HOST=https://acme.example.com\"\nset \"TOKEN=abc\"");
    row("lines of a .env file", bytes(Format::DotEnv, known),
        "HOST=https://acme.example.com\nTOKEN=abc");
    row("JSON with expiry", bytes(Format::Json, known),
        "{\n  \"token\": \"abc\",\n  \"expiration\": \"2026-08-12T14:43:20Z\",\n"
        "  \"host\": \"https://acme.example.com\",\n"
        "  \"user\": \"María \\\"M\\\"\"\n}");
    row("a Postman environment", bytes(Format::PostmanEnvironment, known),
        "{\n  \"name\": \"It's \\\"prod\\\"\",\n  \"values\": [\n"
        "    { \"key\": \"HOST\", \"value\": \"https://acme.example.com\", "
        "\"type\": \"default\", \"enabled\": true },\n"
        "    { \"key\": \"TOKEN\", \"value\": \"abc\", "
        "\"type\": \"secret\", \"enabled\": true }\n"
        "  ],\n  \"_postman_variable_scope\": \"environment\"\n}");
    row("a Bruno environment", bytes(Format::BrunoEnvironment, known),
        "vars {\n  HOST: https://acme.example.com\n  TOKEN: abc\n}");
}

void tst_handoff::everyFormatIsExactlyWhatTheToolTakes()
{
    QFETCH(QByteArray, given);
    QTEST(given, "expected");
}

void tst_handoff::aTokenThatCouldMeanSomethingElseGivesNothing_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("none") << ""_ba;
    QTest::newRow("a line break") << "abc\nrm -rf x"_ba;
    QTest::newRow("a quote") << "abc'; rm -rf x; '"_ba;
    QTest::newRow("a dollar") << "$(reboot)"_ba;
    QTest::newRow("a blank") << "abc def"_ba;
    QTest::newRow("a NUL") << QByteArray("abc\0def", 7);
}

void tst_handoff::aTokenThatCouldMeanSomethingElseGivesNothing()
{
    QFETCH(QByteArray, token);
    const QMetaEnum formats = QMetaEnum::fromType<Format>();
    for (int i = 0; i < formats.keyCount(); ++i)
        QCOMPARE(bytes(Format(formats.value(i)), subject(Api::Form::V2, token)), QByteArray());
}

void tst_handoff::aVariableNameThatIsNoneGivesNothing()
{
    const QString tooLong(handoff::VariableNames::longestName + 1, u'A');
    for (const QString &name : {u""_s, u"1A"_s, u"A B"_s, u"A=B"_s, u"A;id"_s, u"Ä"_s, tooLong,
                                u"PATH"_s, u"Path"_s, u"LD_PRELOAD"_s, u"SDESK_PASSPHRASE_FD"_s,
                                u"ts_host"_s}) { // the last is the other one's on Windows
        handoff::Subject named = subject(Api::Form::V2);
        named.variables.token = name;
        QCOMPARE(bytes(Format::PosixEnvironment, named), QByteArray());
    }
}

void tst_handoff::whatCannotHoldAHostGivesNothing()
{
    for (const QString &origin : {u"https://a\"b"_s, u"https://a%PATH%"_s, u"https://a b"_s,
                                  u"https://a\nb"_s, u"https://a!b"_s, u"https://a$b"_s}) {
        for (const Format format : {Format::CmdEnvironment, Format::DotEnv})
            QCOMPARE(bytes(format, subject(Api::Form::V2, "abc", origin)), QByteArray());
    }
}

void tst_handoff::anSdkIsOfUseIn20Only()
{
    QStringList useless;
    const QMetaEnum formats = QMetaEnum::fromType<Format>();
    for (int i = 0; i < formats.keyCount(); ++i) {
        const auto format = static_cast<Format>(formats.value(i));
        if (!handoff::isOfUse(format, Api::Form::Beta))
            useless += QString::fromLatin1(formats.key(i));
        QVERIFY(handoff::isOfUse(format, Api::Form::V2));
        QVERIFY(handoff::isOfUse(format, Api::Form::Auto));
        for (const Api::Form form : {Api::Form::Beta2022, Api::Form::Beta}) {
            QCOMPARE(handoff::isOfUse(format, form),
                     !useless.contains(QLatin1StringView(formats.key(i))));
            QCOMPARE(bytes(format, subject(form)).isEmpty(), !handoff::isOfUse(format, form));
        }
    }
    QCOMPARE(useless,
             (QStringList{u"TypeScriptSdk"_s, u"PythonSdk"_s, u"JavaSdk"_s, u"VisualEmbedSdk"_s}));
}

// The script comes by standard input, as a person would paste it.
static QByteArray shellOutput(const QByteArray &script)
{
    QProcess shell;
    QSignalSpy finished(&shell, &QProcess::finished);
    shell.start(u"/bin/sh"_s, {});
    shell.write(script);
    shell.closeWriteChannel();
    if (finished.isEmpty() && !finished.wait())
        return "the shell did not end";
    return shell.readAllStandardOutput() + shell.readAllStandardError();
}

void tst_handoff::aPreviewIsTheTextWithAMaskForTheToken_data()
{
    QTest::addColumn<Format>("format");
    const QMetaEnum formats = QMetaEnum::fromType<Format>();
    for (int i = 0; i < formats.keyCount(); ++i)
        QTest::newRow(formats.key(i)) << static_cast<Format>(formats.value(i));
}

void tst_handoff::aPreviewIsTheTextWithAMaskForTheToken()
{
    QFETCH(const Format, format);
    const QString mask = u"••••••••"_s;
    handoff::Subject known =
        subject(Api::Form::V2, "bWFyaWE6c2VjcmV0LWNhbmFyeS0xMjM0NTY3ODkw", u"https://it's.me"_s);
    known.token.owner = u"María \"M\""_s;
    known.token.expiresMs = 1'786'545'800'000;
    known.name = u"It's \"prod\" $HOME"_s;
    const QString shown = handoff::preview(format, known, mask);
    const QString whole = QString::fromUtf8(bytes(format, known));
    QCOMPARE(shown, QString(whole).replace(QString::fromLatin1(known.token.value.view()), mask));
    QCOMPARE(shown.contains(mask), !whole.isEmpty());
    QVERIFY(!shown.contains(u"canary"_s) && !shown.contains(u"bWFyaWE6"_s));
    // What cannot be copied cannot be looked at either.
    known.token.value = SecretBuffer::fromBytes("not a token");
    QCOMPARE(handoff::preview(format, known, mask), QString());
}

void tst_handoff::aRealShellReadsTheLineAsMeant()
{
    const QByteArray line =
        bytes(Format::CurlLine, subject(Api::Form::V2, "a+/=.~_-", u"https://it's"_s));
    QCOMPARE(shellOutput("curl() { printf '<%s>' \"$@\"; }\n" + line + '\n'),
             "<-H><Authorization: Bearer a+/=.~_-><-H><Accept: application/json><-H>"
             "<X-Requested-By: ThoughtSpot><https://it's/api/rest/2.0/auth/session/user>"_ba);
}

void tst_handoff::aRealShellReadsAnyWordBack_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("nothing") << ""_ba;
    QTest::newRow("quotes of both kinds") << "it's \"so\" `so`"_ba;
    QTest::newRow("only quotes") << "''''"_ba;
    QTest::newRow("dollars, backslashes, exclamation marks") << "$HOME \\n \\ !! $(id) ${x}"_ba;
    QTest::newRow("line breaks and tabs") << "one\n\ttwo\r\n"_ba;
    QTest::newRow("stars, braces, tildes") << "* ~ {a,b} ? [x] # ; & | < >"_ba;
    QTest::newRow("letters beyond ASCII") << "María 🔑"_ba;
    QTest::newRow("bytes that are no text") << "\xff\xfe\x01"_ba;
}

void tst_handoff::aRealShellReadsAnyWordBack()
{
    QFETCH(QByteArray, word);
    SecretWriter writer;
    writer.append(QByteArrayView("printf '<%s>' "));
    appendShellWord(writer, word);
    writer.append('\n');
    QCOMPARE(shellOutput(writer.take().view().toByteArray()), "<" + word + ">");
}

QTEST_GUILESS_MAIN(tst_handoff)
#include "tst_handoff.moc"
