#include "core/http/serveraddress.h"

#include <QTest>

using namespace Qt::StringLiterals;
using Problem = ServerAddress::Problem;

Q_DECLARE_METATYPE(ServerAddress)
Q_DECLARE_METATYPE(ServerAddress::Problem)

//! What people paste, and what others make them paste.
class tst_ServerAddress final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void goodAddressesAreReducedToTheirOrigin_data();
    void goodAddressesAreReducedToTheirOrigin();
    void whatIsNoAddressIsRefusedWithItsReason_data();
    void whatIsNoAddressIsRefusedWithItsReason();
};

void tst_ServerAddress::goodAddressesAreReducedToTheirOrigin_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("origin");
    QTest::addColumn<bool>("isLoopback");
    QTest::addColumn<bool>("isInternational");
    QTest::addColumn<bool>("wasShortened");

    const auto row = [](const char *name, const QString &text, const QString &origin,
                        bool isLoopback = false, bool isInternational = false,
                        bool wasShortened = false) {
        QTest::newRow(name) << text << origin << isLoopback << isInternational << wasShortened;
    };
    const QString acme = u"https://acme.thoughtspot.cloud"_s;
    row("a bare host", u"acme.thoughtspot.cloud"_s, acme);
    row("an origin", acme, acme);
    row("a trailing slash", acme + u'/', acme);
    row("spaces and a line break around it", u"  "_s + acme + u"\r\n"_s, acme);
    row("capital letters", u"HTTPS://ACME.ThoughtSpot.Cloud"_s, acme);
    row("the root's dot", u"acme.thoughtspot.cloud."_s, acme);
    row("the default port", acme + u":443"_s, acme);
    row("another port", u"acme.example:8443"_s, u"https://acme.example:8443"_s);
    row("a port with leading zeros", u"acme.example:08443"_s, u"https://acme.example:8443"_s);
    row("https on port 80", u"https://acme.example:80"_s, u"https://acme.example:80"_s);
    row("a page", acme + u"/v2/#/pinboard/1234"_s, acme, false, false, true);
    row("a page with a query", acme + u"?orgId=0"_s, acme, false, false, true);
    row("a fragment only", acme + u"#/home"_s, acme, false, false, true);
    row("a page with an address in its query", acme + u"/?next=http://evil.example/@x"_s, acme,
        false, false, true);
    row("a bare host with a page", u"acme.thoughtspot.cloud/#/answers"_s, acme, false, false, true);
    row("a bare host and port with a page", u"acme.example:8443/#/"_s,
        u"https://acme.example:8443"_s, false, false, true);
    row("a single label", u"thoughtspot"_s, u"https://thoughtspot"_s);
    row("an underscore", u"ts_dev.example"_s, u"https://ts_dev.example"_s);
    row("an IPv4 address", u"192.0.2.7"_s, u"https://192.0.2.7"_s);
    row("an IPv6 address", u"https://[2001:DB8::1]:8443"_s, u"https://[2001:db8::1]:8443"_s);
    row("http to localhost", u"http://localhost:8080"_s, u"http://localhost:8080"_s, true);
    row("http to localhost, default port", u"http://LOCALHOST:80/"_s, u"http://localhost"_s, true);
    row("http to 127.0.0.1", u"http://127.0.0.1:9/"_s, u"http://127.0.0.1:9"_s, true);
    row("http to another 127 address", u"http://127.4.5.6"_s, u"http://127.4.5.6"_s, true);
    row("http to ::1", u"http://[::1]:8080"_s, u"http://[::1]:8080"_s, true);
    row("http to a mapped loopback", u"http://[::ffff:127.0.0.1]"_s, u"http://[::ffff:127.0.0.1]"_s,
        true);
    row("a shortened loopback", u"https://127.1"_s, u"https://127.0.0.1"_s, true);
    row("a loopback in hexadecimal", u"https://0x7f000001"_s, u"https://127.0.0.1"_s, true);
    row("a loopback as one number", u"https://2130706433"_s, u"https://127.0.0.1"_s, true);
    row("letters from elsewhere", u"https://bücher.example"_s, u"https://xn--bcher-kva.example"_s,
        false, true);
    row("a look-alike", u"https://\u0430pple.com"_s, u"https://xn--pple-43d.com"_s, false, true);
    row("an ACE name as such", u"xn--pple-43d.com"_s, u"https://xn--pple-43d.com"_s, false, true);
    row("a full-width dot", u"https://acme\uFF0Eexample"_s, u"https://acme.example"_s);
}

void tst_ServerAddress::goodAddressesAreReducedToTheirOrigin()
{
    QFETCH(QString, text);
    QFETCH(QString, origin);
    QFETCH(bool, isLoopback);
    QFETCH(bool, isInternational);
    QFETCH(bool, wasShortened);
    const auto address = ServerAddress::parse(text);
    QVERIFY2(address, qPrintable(text));
    const QString host = QString(origin).remove(u"https://"_s).remove(u"http://"_s);
    const ServerAddress expected{origin, host, isLoopback, isInternational, wasShortened};
    QCOMPARE(address->origin, origin);
    QCOMPARE(*address, expected);

    // What came out goes in unchanged.
    const auto again = ServerAddress::parse(address->origin);
    QVERIFY(again);
    QCOMPARE(again->origin, origin);
    QCOMPARE(again->isLoopback, isLoopback);
    QVERIFY(!again->wasShortened);
}

void tst_ServerAddress::whatIsNoAddressIsRefusedWithItsReason_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ServerAddress::Problem>("problem");

    const auto row = [](const char *name, const QString &text, Problem problem) {
        QTest::newRow(name) << text << problem;
    };
    row("nothing", u""_s, Problem::Empty);
    row("spaces only", u" \t\n"_s, Problem::Empty);
    row("plain http", u"http://acme.example"_s, Problem::InsecureScheme);
    row("plain http to a private address", u"http://10.0.0.1"_s, Problem::InsecureScheme);
    row("plain http to any address", u"http://0.0.0.0"_s, Problem::InsecureScheme);
    row("plain http to a name that begins like localhost", u"http://localhost.example"_s,
        Problem::InsecureScheme);
    row("plain http to a name below localhost", u"http://a.localhost"_s, Problem::InsecureScheme);
    row("plain http to a name that begins like 127", u"http://127.0.0.1.example"_s,
        Problem::InsecureScheme);
    row("a user name", u"https://maria@acme.example"_s, Problem::UserInfo);
    row("a user name and password", u"https://maria:pw@acme.example"_s, Problem::UserInfo);
    row("a host as user name", u"https://acme.example@evil.example"_s, Problem::UserInfo);
    row("an e-mail address", u"maria@acme.example"_s, Problem::UserInfo);
    row("a backslash before @", u"https://acme.example\\@evil.example"_s, Problem::UserInfo);
    row("a backslash", u"https://acme.example\\evil"_s, Problem::NotAnAddress);
    row("backslashes for slashes", u"https:\\\\acme.example"_s, Problem::NotAnAddress);
    row("a space in the host", u"https://acme exa.mple"_s, Problem::NotAnAddress);
    row("a line break in the host", u"https://acme\n.example"_s, Problem::NotAnAddress);
    row("a tab in the host", u"https://ac\tme.example"_s, Problem::NotAnAddress);
    row("a NUL", u"https://acme.example"_s + QChar(u'\0') + u"x"_s, Problem::NotAnAddress);
    row("a right-to-left override", u"https://\u202Eelpmaxe.emca"_s, Problem::NotAnAddress);
    row("a zero-width space", u"https://acme\u200B.example"_s, Problem::NotAnAddress);
    row("no host", u"https://"_s, Problem::NotAnAddress);
    row("no host but a path", u"https:///path"_s, Problem::NotAnAddress);
    row("no host but a port", u"https://:8443"_s, Problem::BadHost);
    row("a scheme without slashes", u"https:acme.example"_s, Problem::NotAnAddress);
    row("a scheme with one slash", u"https:/acme.example"_s, Problem::NotAnAddress);
    row("slashes without a scheme", u"//acme.example"_s, Problem::NotAnAddress);
    row("a path", u"/acme.example"_s, Problem::NotAnAddress);
    row("port 0", u"https://acme.example:0"_s, Problem::BadPort);
    row("port 65536", u"https://acme.example:65536"_s, Problem::BadPort);
    row("port 99999", u"https://acme.example:99999"_s, Problem::BadPort);
    row("a negative port", u"https://acme.example:-1"_s, Problem::BadPort);
    row("a port that is no number", u"https://acme.example:http"_s, Problem::BadPort);
    row("a port in other digits", u"https://acme.example:\u0664\u0664\u0663"_s, Problem::BadPort);
    row("an empty port", u"https://acme.example:"_s, Problem::BadPort);
    row("two ports", u"https://acme.example:1:2"_s, Problem::BadPort);
    row("two dots", u"https://acme..example"_s, Problem::BadHost);
    row("two dots at the end", u"https://acme.."_s, Problem::BadHost);
    row("a dot only", u"https://."_s, Problem::BadHost);
    row("a hyphen at the start", u"https://-acme.example"_s, Problem::BadHost);
    row("a hyphen at the end", u"https://acme-.example"_s, Problem::BadHost);
    row("a percent sign", u"https://acme%2eexample"_s, Problem::BadHost);
    row("a label of 64 letters", u"https://"_s + QString(64, u'a'), Problem::BadHost);
    row("a name of 254 letters", u"https://"_s + u"abcdefg."_s.repeated(31) + u"abcdef"_s,
        Problem::BadHost);
    row("five numbers", u"https://1.2.3.4.5"_s, Problem::BadHost);
    row("a number too large", u"https://999.1.1.1"_s, Problem::BadHost);
    row("an open bracket", u"https://[::1"_s, Problem::BadHost);
    row("something after the bracket", u"https://[::1]x"_s, Problem::BadHost);
    row("an IPv6 zone", u"https://[fe80::1%25eth0]"_s, Problem::BadHost);
    row("a name in brackets", u"https://[acme.example]"_s, Problem::BadHost);
    row("a file", u"file:///etc/passwd"_s, Problem::UnknownScheme);
    row("ftp", u"ftp://acme.example"_s, Problem::UnknownScheme);
    row("a web socket", u"wss://acme.example"_s, Problem::UnknownScheme);
    row("JavaScript", u"javascript:alert(1)"_s, Problem::UnknownScheme);
    row("data", u"data:text/html,x"_s, Problem::UnknownScheme);
    row("a character that folds to a slash", u"https://acme\u2100.example"_s, Problem::BadHost);
    row("a very long text", QString(10'000, u'a'), Problem::NotAnAddress);
}

void tst_ServerAddress::whatIsNoAddressIsRefusedWithItsReason()
{
    QFETCH(QString, text);
    QFETCH(ServerAddress::Problem, problem);
    const auto address = ServerAddress::parse(text);
    QVERIFY2(!address, qPrintable(address ? address->origin : QString()));
    QCOMPARE(static_cast<int>(address.error()), static_cast<int>(problem));
}

QTEST_APPLESS_MAIN(tst_ServerAddress)
#include "tst_serveraddress.moc"
