#pragma once

#include "app/democluster/cluster.h"

#include <QJsonObject>

namespace demo {

//! Tells what a request held without telling its secrets: each known secret becomes a marker that
//! says which one it was (`<password of maria.lopez>`, `<secret key>`, `<token 1 of maria.lopez>`,
//! `<session 1 of maria.lopez>`), any other text in the place of a secret becomes `<unknown>`.
class Redactor final
{
public:
    //! \a cluster must outlive the redactor.
    explicit Redactor(const Cluster &cluster);

    //! Header names in small letters, values with markers.
    [[nodiscard]] QJsonObject headers(const Request &request) const;
    //! The body with markers: an object for JSON and for forms, a text that tells the size for
    //! anything else, null when empty.
    [[nodiscard]] QJsonValue body(const Request &request) const;

private:
    [[nodiscard]] QString marker(const QString &text) const;
    [[nodiscard]] QString field(const QString &name, const QString &text) const;
    [[nodiscard]] QJsonValue value(const QString &name, const QJsonValue &value) const;
    [[nodiscard]] QString header(const QByteArray &name, const QByteArray &value) const;

    const Cluster &m_cluster;
};

} // namespace demo
