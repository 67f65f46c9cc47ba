#pragma once

#include "core/api/apierror.h"
#include "core/http/connectionsettings.h"
#include "core/http/httpmessage.h"

#include <QIODevice>

#include <optional>

class QNetworkRequest;

//! How a request goes on the wire. Pure functions.
namespace requestrules {

//! What forbids to send \a request, before anything is sent; none: it may go.
[[nodiscard]] std::optional<ApiError> objection(const HttpRequest &request,
                                                const QByteArray &acceptLanguage);

//! \a request at \a settings' server, with every header and with all that Qt would do by itself
//! switched off. \a cookies is the Cookie field (empty: none).
[[nodiscard]] QNetworkRequest toNetwork(const HttpRequest &request,
                                        const ConnectionSettings &settings,
                                        const QByteArray &cookies);

[[nodiscard]] QByteArray methodName(HttpRequest::Method method);
//! The target without its query.
[[nodiscard]] QByteArray path(const QByteArray &target);

} // namespace requestrules

//! The body of one request, which can be read once. Qt sends a request again when the server closes
//! early (up to four times on 6.4), unless its body cannot be had a second time; so every request
//! has one, even if it is empty.
class OneTimeBody final : public QIODevice
{
    Q_OBJECT

public:
    explicit OneTimeBody(SecretBuffer bytes, QObject *parent = nullptr);

    [[nodiscard]] bool isSequential() const override { return true; }
    bool seek(qint64) override { return false; } // what Qt asks before it sends again
    [[nodiscard]] qint64 bytesAvailable() const override;
    [[nodiscard]] bool atEnd() const override { return m_read == m_bytes.size(); }

protected:
    qint64 readData(char *data, qint64 most) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    SecretBuffer m_bytes;
    qint64 m_read = 0;
};
