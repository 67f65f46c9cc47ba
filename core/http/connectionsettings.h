#pragma once

#include <QByteArray>
#include <QString>

//! Limits of one exchange. Tests shorten them.
struct Deadlines
{
    int idleMs = 15'000;      //!< without a byte from the server
    int totalMs = 60'000;     //!< the whole call, with its retries, whatever trickles in
    int retryWaitMs = 60'000; //!< longest Retry-After that is waited for

    friend bool operator==(const Deadlines &, const Deadlines &) = default;
};

struct ProxySettings
{
    enum class Mode
    {
        System,
        None,
        Manual
    };

    Mode mode = Mode::System;
    QString host{}; //!< Manual only
    int port = 0;   //!< Manual only
    bool isSocks = false;

    friend bool operator==(const ProxySettings &, const ProxySettings &) = default;
};

//! How to reach one server. A change of any of it needs a new HttpClient.
struct ConnectionSettings
{
    QString origin{};        //!< scheme://host[:port], as ServerAddress gives it
    QString authorityFile{}; //!< PEM file with a private CA; empty: the system's
    QByteArray
        pinnedKeySha256{}; //!< optional SHA-256 of the server's public key (DER); empty: no pin
    ProxySettings proxy{};
    Deadlines deadlines{};
    QByteArray acceptLanguage = "en-US";

    friend bool operator==(const ConnectionSettings &, const ConnectionSettings &) = default;
};
