#pragma once

#include "core/api/apierror.h"
#include "core/http/connectionsettings.h"
#include "core/support/result.h"

#include <QSslConfiguration>
#include <QSslError>

class QNetworkReply;

//! Whom one profile trusts: the system's authorities, or only the private one of its file, and
//! where a pin is set only that key. TLS 1.2 and newer, host names checked, nothing to switch off.
class TlsPolicy final
{
public:
    //! Reads the authority file. Slow (it loads the TLS library): for a worker thread.
    [[nodiscard]] static Result<TlsPolicy, ApiError> load(const ConnectionSettings &settings);

    [[nodiscard]] const QSslConfiguration &configuration() const { return m_configuration; }

    //! What is wrong with the server's certificate after a handshake that the library was content
    //! with: the pin, and names that only its lenient matching accepts. None: all is well.
    [[nodiscard]] std::optional<ApiError> objection(const QNetworkReply &reply,
                                                    const QString &host) const;
    //! Why a handshake failed, in our terms.
    [[nodiscard]] static ApiError
    handshakeError(const QNetworkReply &reply, const QList<QSslError> &errors, const QString &host);

private:
    QSslConfiguration m_configuration;
    QByteArray m_pin;
};
