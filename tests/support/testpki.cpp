#include "tests/support/testpki.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

TestPki::TestPki()
    : m_isUsable(m_folder.isValid() && !QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
{
    if (m_isUsable)
        makeAuthority("ca");
}

QString TestPki::strangerFile()
{
    makeAuthority("stranger");
    return file("stranger.pem");
}

TlsIdentity TestPki::good()
{
    return leaf("good", {});
}

TlsIdentity TestPki::otherKey()
{
    return leaf("other-key", {});
}

TlsIdentity TestPki::wrongHost()
{
    return leaf("wrong-host", {.names = "DNS:other.example", .commonName = "other.example"});
}

TlsIdentity TestPki::nameOnly()
{
    return leaf("name-only", {.names = {}});
}

TlsIdentity TestPki::wildcard()
{
    return leaf("wildcard", {.names = "DNS:*.cluster.example", .commonName = "*.cluster.example"});
}

TlsIdentity TestPki::expired()
{
    return leaf("expired", {.notBefore = "20200101000000Z", .notAfter = "20210101000000Z"});
}

TlsIdentity TestPki::notYetValid()
{
    return leaf("not-yet-valid", {.notBefore = "20480101000000Z", .notAfter = "20490101000000Z"});
}

TlsIdentity TestPki::selfSigned()
{
    return leaf("self-signed", {.authority = {}});
}

TlsIdentity TestPki::unknownAuthority()
{
    makeAuthority("stranger");
    return leaf("unknown", {.authority = "stranger"});
}

TlsIdentity TestPki::weakKey()
{
    return leaf("weak-key", {.rsaBits = 1024});
}

TlsIdentity TestPki::weakSignature()
{
    return leaf("weak-signature", {.digest = "sha1"});
}

TlsIdentity TestPki::missingIntermediate()
{
    TlsIdentity identity = withIntermediate();
    identity.chain.resize(1);
    return identity;
}

TlsIdentity TestPki::withIntermediate()
{
    const TlsIdentity middle =
        leaf("middle", {.names = {}, .commonName = "Intermediate", .isAuthority = true});
    TlsIdentity identity = leaf("below-middle", {.authority = "middle", .namesIssuer = true});
    identity.chain += middle.chain;
    return identity;
}

QString TestPki::file(const QByteArray &name) const
{
    return m_folder.filePath(QString::fromLatin1(name));
}

bool TestPki::run(const QStringList &arguments) const
{
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    QSignalSpy finished(&openssl, &QProcess::finished);
    openssl.start(u"openssl"_s, arguments);
    if (finished.wait(30'000) && openssl.exitCode() == 0)
        return true;
    qWarning("openssl %s: %s", qPrintable(arguments.join(u' ')), openssl.readAll().constData());
    return false;
}

static bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

//! What `openssl ca` needs to sign with NAME.pem and NAME.key.
static QByteArray configuration(const QByteArray &authority, const QByteArray &extensions)
{
    return "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\n"
           "unique_subject=no\npolicy=p\nx509_extensions=x\ndefault_days=30\n"
           "certificate=" +
           authority + ".pem\nprivate_key=" + authority +
           ".key\n[p]\ncommonName=supplied\n[req]\ndistinguished_name=n\n[n]\n[x]\n" + extensions;
}

void TestPki::makeAuthority(const QByteArray &name)
{
    if (QFile::exists(file(name + ".pem")))
        return;
    const QString base = QString::fromLatin1(name);
    const bool made = write(file("index.txt"), {}) &&
                      write(file("empty.cnf"), configuration({}, {})) &&
                      run({u"req"_s, u"-x509"_s, u"-config"_s, u"empty.cnf"_s, u"-newkey"_s,
                           u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s,
                           u"-days"_s, u"30"_s, u"-subj"_s, u"/CN=Throw-away "_s + base,
                           u"-addext"_s, u"basicConstraints=critical,CA:TRUE"_s, u"-keyout"_s,
                           base + u".key"_s, u"-out"_s, base + u".pem"_s});
    m_isUsable = m_isUsable && made;
}

TlsIdentity TestPki::leaf(const QByteArray &name, const Wish &wish)
{
    if (QFile::exists(file(name + ".pem")))
        return read(name);
    QByteArray extensions =
        wish.isAuthority ? "basicConstraints=critical,CA:TRUE\n" : "basicConstraints=CA:FALSE\n";
    if (!wish.names.isEmpty())
        extensions += "subjectAltName=" + wish.names + '\n';

    if (wish.namesIssuer)
        extensions += "authorityInfoAccess=caIssuers;URI:http://ca.example/issuer.crt\n";

    const QString base = QString::fromLatin1(name);
    QStringList request{u"req"_s,
                        u"-new"_s,
                        u"-nodes"_s,
                        u"-config"_s,
                        u"empty.cnf"_s,
                        u"-subj"_s,
                        u"/CN="_s + QString::fromLatin1(wish.commonName),
                        u"-keyout"_s,
                        base + u".key"_s,
                        u"-out"_s,
                        base + u".csr"_s,
                        u"-newkey"_s};
    if (wish.rsaBits > 0)
        request << u"rsa:%1"_s.arg(wish.rsaBits);
    else
        request << u"ec"_s << u"-pkeyopt"_s << u"ec_paramgen_curve:P-256"_s;

    const QByteArray authority = wish.authority.isEmpty() ? name : wish.authority;
    QStringList sign{u"ca"_s,
                     u"-batch"_s,
                     u"-notext"_s,
                     u"-config"_s,
                     base + u".cnf"_s,
                     u"-md"_s,
                     QString::fromLatin1(wish.digest),
                     u"-in"_s,
                     base + u".csr"_s,
                     u"-out"_s,
                     base + u".pem"_s};
    if (wish.authority.isEmpty())
        sign << u"-selfsign"_s << u"-keyfile"_s << base + u".key"_s;
    if (!wish.notBefore.isEmpty())
        sign << u"-startdate"_s << QString::fromLatin1(wish.notBefore) << u"-enddate"_s
             << QString::fromLatin1(wish.notAfter);

    const bool made = write(file(name + ".cnf"), configuration(authority, extensions)) &&
                      run(request) && run(sign);
    m_isUsable = m_isUsable && made;
    return read(name);
}

TlsIdentity TestPki::read(const QByteArray &name) const
{
    QFile key(file(name + ".key"));
    if (!key.open(QIODevice::ReadOnly))
        return {};
    const QByteArray pem = key.readAll();
    const QSsl::KeyAlgorithm algorithm = name == "weak-key" ? QSsl::Rsa : QSsl::Ec;
    return {QSslCertificate::fromPath(file(name + ".pem")), QSslKey(pem, algorithm)};
}
