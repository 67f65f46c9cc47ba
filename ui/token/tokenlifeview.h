#pragma once

#include "core/session/expirywatch.h"
#include "core/session/renewalmeans.h"
#include "core/session/renewalrule.h"

#include <optional>

//! What there is to show of the life of a session's token.
struct TokenLifeView
{
    RenewalPolicy policy = {};
    RenewalState state = {};
    RenewalMeans means = {};
    std::optional<ExpiryWarning> warning = {}; //!< of the token or the session, what ends first

    //! Whether it can be renewed without asking for anything.
    [[nodiscard]] bool canRenew() const
    {
        return means.by != RenewalMeans::By::Nothing && state.kind != RenewalState::Kind::Refused;
    }

    [[nodiscard]] bool warnsOfSession() const
    {
        return warning && warning->what == ExpiryWarning::What::Session;
    }
    //! What the button beside the warning does takes no person.
    [[nodiscard]] bool canActAtOnce() const { return warnsOfSession() || canRenew(); }

    friend bool operator==(const TokenLifeView &, const TokenLifeView &) = default;
};
