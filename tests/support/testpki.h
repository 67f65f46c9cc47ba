#pragma once

#include "tests/support/fakeserver.h"

#include <QString>
#include <QTemporaryDir>

//! A throw-away certificate authority and the certificates of the TLS tests, made with the openssl
//! program in a directory of its own, each at first need.
class TestPki final
{
public:
    TestPki();

    //! Where the files lie.
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    //! False where there is no openssl program: the test skips.
    [[nodiscard]] bool isUsable() const { return m_isUsable; }

    //! A file of the directory: NAME.pem, NAME.key.
    [[nodiscard]] QString file(const QByteArray &name) const;
    //! The PEM file that a profile names as its private CA.
    [[nodiscard]] QString authorityFile() const { return file("ca.pem"); }
    //! Another CA, which signed nothing here.
    [[nodiscard]] QString strangerFile();

    [[nodiscard]] TlsIdentity good();      //!< localhost, 127.0.0.1, ::1, cluster.example
    [[nodiscard]] TlsIdentity otherKey();  //!< as good, with a key of its own
    [[nodiscard]] TlsIdentity wrongHost(); //!< other.example
    [[nodiscard]] TlsIdentity nameOnly();  //!< localhost as common name, no alternative name
    [[nodiscard]] TlsIdentity wildcard();  //!< *.cluster.example, which covers one label
    [[nodiscard]] TlsIdentity expired();
    [[nodiscard]] TlsIdentity notYetValid();
    [[nodiscard]] TlsIdentity selfSigned();
    [[nodiscard]] TlsIdentity unknownAuthority(); //!< signed by the stranger
    [[nodiscard]] TlsIdentity weakKey();          //!< RSA, 1024 bits
    [[nodiscard]] TlsIdentity weakSignature();    //!< SHA-1
    [[nodiscard]] TlsIdentity missingIntermediate();
    [[nodiscard]] TlsIdentity withIntermediate();

private:
    struct Wish
    {
        QByteArray names = "DNS:localhost,IP:127.0.0.1,IP:::1,DNS:cluster.example";
        QByteArray commonName = "localhost";
        QByteArray notBefore{}; //!< YYYYMMDDHHMMSSZ; empty: now
        QByteArray notAfter{};
        QByteArray digest = "sha256";
        QByteArray authority = "ca";
        int rsaBits = 0; //!< 0: an elliptic key
        bool isAuthority = false;
        bool namesIssuer = false; //!< says where its issuer's certificate is to be had
    };

    [[nodiscard]] bool run(const QStringList &arguments) const;
    void makeAuthority(const QByteArray &name);
    [[nodiscard]] TlsIdentity leaf(const QByteArray &name, const Wish &wish);
    [[nodiscard]] TlsIdentity read(const QByteArray &name) const;

    QTemporaryDir m_folder;
    bool m_isUsable = false;
};
