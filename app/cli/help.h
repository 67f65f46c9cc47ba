#pragma once

#include "app/cli/verb.h"

namespace help {

//! What `sdesk help` prints: the verbs and the exit codes.
[[nodiscard]] QString ofProgram();
//! What `sdesk VERB --help` prints. \a line knows the verb's options.
[[nodiscard]] QString of(const Verb &verb, const QCommandLineParser &line);

} // namespace help
