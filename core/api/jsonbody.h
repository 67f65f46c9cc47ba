#pragma once

#include "core/support/secretbuffer.h"

#include <QLatin1StringView>

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
    //! The finished object; the builder is empty afterwards.
    [[nodiscard]] SecretBuffer take();

private:
    void begin(QLatin1StringView name);

    SecretWriter m_writer;
    bool m_isFirst = true;
};
