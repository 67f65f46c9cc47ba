#pragma once

#include "core/session/sessionstate.h"

#include <QString>

//! What is under way, for beside the spinner: "Signing in…"; empty when idle.
[[nodiscard]] QString activityText(SigningIn::Step step);
[[nodiscard]] QString activityText(SignedIn::Activity activity);

//! What a sign-out did at the cluster and what it could not. \a nowMs: server time.
[[nodiscard]] QString signOutText(const SignOutReport &report, qint64 nowMs);

//! The last outcome in words, for the Status label: what the step from \a before to \a after means.
//! Empty where nothing came to an end and the label keeps its text. \a nowMs: server time.
[[nodiscard]] QString statusText(const SessionState &before, const SessionState &after,
                                 qint64 nowMs);
