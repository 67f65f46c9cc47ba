#pragma once

#include "app/cli/clicontext.h"
#include "core/handoff/handoff.h"

#include <QCommandLineParser>

//! Prints the kept, unexpired token of the profile that \a line names in \a format, notes that \a
//! verb handed it out, and ends.
void handOut(CliContext &context, const QCommandLineParser &line, const QString &verb,
             handoff::Format format);
