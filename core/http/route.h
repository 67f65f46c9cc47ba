#pragma once

#include "core/api/apierror.h"
#include "core/http/connectionsettings.h"
#include "core/http/tlspolicy.h"

#include <QNetworkProxy>

#include <optional>

//! How the bytes of one profile reach its server, worked out once.
struct Route
{
    QString host; //!< as certificates and name servers know it, an IPv6 address without brackets
    quint16 port = 443;
    QByteArray hostField;         //!< for the Host header
    std::optional<TlsPolicy> tls; //!< none: plain, which is for this machine only
    QNetworkProxy proxy{QNetworkProxy::NoProxy};
    std::optional<ApiError> problem; //!< set: nothing may be sent

    //! Works \a settings out. Asks the system for its proxy and loads the TLS library, both of
    //! which may take long: for a worker thread, unless isQuick().
    [[nodiscard]] static Route find(const ConnectionSettings &settings);
    [[nodiscard]] static bool isQuick(const ConnectionSettings &settings);
};
