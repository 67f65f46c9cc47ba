#include "core/api/wiretime.h"

#include <QString>

#include <cmath>
#include <limits>

namespace wiretime {

static constexpr qint64 endOfYear9999Ms = 253'402'300'799'999;
static constexpr qint64 longestSeconds = 1'000'000'000;
static constexpr qint64 latestSeconds = 100'000'000'000;

static std::optional<qint64> cutToWhole(double value)
{
    // 2^63 is the first double that no longer fits.
    constexpr double limit = 9223372036854775808.0;
    if (!std::isfinite(value) || value < -limit || value >= limit)
        return std::nullopt;
    return static_cast<qint64>(value);
}

std::optional<qint64> wholeNumber(const QJsonValue &value)
{
    if (value.isString()) {
        const QString text = value.toString().trimmed();
        bool isWhole = false;
        const qint64 number = text.toLongLong(&isWhole);
        if (isWhole)
            return number;
        bool isNumber = false;
        const double real = text.toDouble(&isNumber);
        return isNumber ? cutToWhole(real) : std::nullopt;
    }
    if (!value.isDouble())
        return std::nullopt;
    // A double cannot hold every 64-bit number, so the whole number is asked for first.
    constexpr qint64 none = std::numeric_limits<qint64>::min();
    const qint64 number = value.toInteger(none);
    return number != none ? std::optional(number) : cutToWhole(value.toDouble());
}

static std::optional<qint64> absoluteMs(qint64 number)
{
    if (number > latestSeconds)
        return number <= endOfYear9999Ms ? std::optional(number) : std::nullopt;
    return number > longestSeconds ? std::optional(number * 1000) : std::nullopt;
}

std::optional<qint64> instantMs(const QJsonValue &value)
{
    const std::optional<qint64> number = wholeNumber(value);
    return number ? absoluteMs(*number) : std::nullopt;
}

std::optional<qint64> expiryMs(const QJsonValue &value, std::optional<qint64> createdMs)
{
    const std::optional<qint64> number = wholeNumber(value);
    if (!number || *number <= 0)
        return std::nullopt;
    if (*number > longestSeconds)
        return absoluteMs(*number);
    return createdMs ? std::optional(*createdMs + *number * 1000) : std::nullopt;
}

} // namespace wiretime
