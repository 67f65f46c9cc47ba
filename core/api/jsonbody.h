#pragma once

#include "core/support/secretbuffer.h"

#include <QLatin1StringView>
#include <QList>
#include <QStringList>

//! Writes the JSON object of a request body straight into guarded memory, member by member in the
//! order of the calls. Every text reads back as it was given; lone surrogates become U+FFFD. Names
//! are our own and need no escaping.
class JsonBody final
{
public:
    JsonBody &text(QLatin1StringView name, QStringView value);
    //! \a value is UTF-8 text.
    JsonBody &secret(QLatin1StringView name, const SecretBuffer &value);
    JsonBody &flag(QLatin1StringView name, bool value);
    JsonBody &number(QLatin1StringView name, qint64 value);
    //! A list of texts.
    JsonBody &texts(QLatin1StringView name, const QStringList &values);
    //! A list of \a objects, each as take() gave it.
    JsonBody &objects(QLatin1StringView name, const QList<SecretBuffer> &objects);
    //! The finished object; the builder is empty afterwards.
    [[nodiscard]] SecretBuffer take();

private:
    void begin(QLatin1StringView name);
    void append(QStringView text);

    SecretWriter m_writer;
    bool m_isFirst = true;
};
