#pragma once

#include "core/session/sessionstate.h"
#include "ui/support/theme.h"

#include <QString>

//! A profile's state for its row in the list: words first, a tone to go with them.
struct ProfileSummary
{
    QString words;  //!< for the pill: "43 min", "Signed out"
    QString spoken; //!< for screen readers and tool tips: "43 min left"
    Tone tone = Tone::Neutral;
    bool isBusy = false;
    int nextTickMs = 0; //!< until the words change by themselves; 0: they do not

    friend bool operator==(const ProfileSummary &, const ProfileSummary &) = default;
};

//! What \a state means at \a nowMs, the server's time in milliseconds since epoch.
[[nodiscard]] ProfileSummary summaryOf(const SessionState &state, qint64 nowMs);
