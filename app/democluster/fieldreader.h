#pragma once

#include "app/democluster/failure.h"

#include <QJsonObject>
#include <QLatin1StringView>
#include <QList>
#include <QSet>

#include <optional>

namespace demo {

//! Takes the fields of a request body one by one and strictly: a field of the wrong type or a
//! missing one is a failure (the first is kept), fields that nobody asked for are named afterwards.
class FieldReader final
{
public:
    enum class Need
    {
        Optional,
        Required
    };

    explicit FieldReader(const QJsonObject &body);

    //! Text; absent (or null) reads as empty. A required text must not be empty.
    [[nodiscard]] QString text(QLatin1StringView name, Need need = Need::Optional);
    //! A whole number that fits in 32 bits.
    [[nodiscard]] std::optional<qint32> integer(QLatin1StringView name);
    //! true or false; absent and null read as \a fallback.
    [[nodiscard]] bool flag(QLatin1StringView name, bool fallback);
    //! Whole seconds above zero as text, as the betas want them.
    [[nodiscard]] std::optional<qint32> secondsAsText(QLatin1StringView name);
    //! A list of texts.
    [[nodiscard]] QStringList texts(QLatin1StringView name);
    //! A list of objects.
    [[nodiscard]] QList<QJsonObject> objects(QLatin1StringView name);
    //! The value as it is, without judging it.
    [[nodiscard]] QJsonValue peek(QLatin1StringView name) const { return m_body.value(name); }
    //! A field that is allowed and makes no difference here.
    void ignore(QLatin1StringView name);

    void fail(const Failure &failure);
    [[nodiscard]] const std::optional<Failure> &failure() const { return m_failure; }
    [[nodiscard]] QStringList unknownFields() const;

private:
    [[nodiscard]] QJsonValue take(QLatin1StringView name);
    void wrongType(QLatin1StringView name, QLatin1StringView wanted);

    QJsonObject m_body;
    QSet<QString> m_known;
    std::optional<Failure> m_failure;
};

} // namespace demo
