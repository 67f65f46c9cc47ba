#include "core/session/renewalrule.h"

#include <algorithm>

static constexpr qint64 second = 1000;
static constexpr qint64 minute = 60 * second;

qint64 renewalrule::marginMs(qint64 validityMs)
{
    const qint64 margin = std::max(30 * second, std::min(5 * minute, validityMs / 10));
    return std::min(margin, validityMs / 2);
}

std::optional<qint64> renewalrule::dueMs(const Token &token, qint64 seenMs)
{
    if (!token.expiresMs)
        return std::nullopt;
    const qint64 validity = *token.expiresMs - token.createdMs.value_or(seenMs);
    return *token.expiresMs - marginMs(std::max<qint64>(0, validity));
}

qint64 renewalrule::backOffMs(int failures, const ApiError &error)
{
    const int doublings = std::clamp(failures - 1, 0, 5);
    const qint64 own = std::min((30 * second) << doublings, 15 * minute);
    return std::max(own, error.retryAfterSeconds.value_or(0) * second);
}

ApiError renewalrule::noOtherToken()
{
    ApiError error;
    error.detail = QStringLiteral("no other token came");
    return error;
}

bool renewalrule::isFinal(const ApiError &error)
{
    // What is refused here is refused the next time too; other things that went nowhere may go.
    const bool isRefusedHere =
        error.kind == ApiError::Kind::InsecureAddress || error.kind == ApiError::Kind::Unsupported;
    if (error.isUnsent && !isRefusedHere)
        return false;
    switch (error.kind) {
    case ApiError::Kind::InvalidInput:
    case ApiError::Kind::InsecureAddress:
    case ApiError::Kind::WrongApiForm:
    case ApiError::Kind::BadCredentials:
    case ApiError::Kind::SessionEnded:
    case ApiError::Kind::MultiFactorRequired:
    case ApiError::Kind::AccountLocked:
    case ApiError::Kind::OrgNotAllowed:
    case ApiError::Kind::Forbidden:
    case ApiError::Kind::RequestRefused:
    case ApiError::Kind::Unsupported:
    case ApiError::Kind::NotOffered:
    case ApiError::Kind::CustomTokenHeld:
        return true;
    case ApiError::Kind::Unreachable:
    case ApiError::Kind::HostNotFound:
    case ApiError::Kind::ConnectionLost:
    case ApiError::Kind::Timeout:
    case ApiError::Kind::Tls:
    case ApiError::Kind::Proxy:
    case ApiError::Kind::Redirected:
    case ApiError::Kind::NotAnApi:
    case ApiError::Kind::RateLimited:
    case ApiError::Kind::ServerFault:
    case ApiError::Kind::BadReply:
    case ApiError::Kind::TooLarge:
    case ApiError::Kind::Cancelled:
        return false;
    }
    return true;
}
