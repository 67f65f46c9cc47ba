#pragma once

#include "app/cli/clicontext.h"
#include "core/handoff/handoff.h"

#include <QCommandLineParser>

//! \a token of \a profile in \a format; empty where it cannot be said in it.
[[nodiscard]] SecretBuffer textOf(const Profile &profile, const Token &token,
                                  handoff::Format format);
//! Prints the kept, unexpired token of the profile that \a line names in \a format, notes that \a
//! verb handed it out, and ends.
void handOut(CliContext &context, const QCommandLineParser &line, const QString &verb,
             handoff::Format format);
