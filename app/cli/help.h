#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/verb.h"

#include <utility>

namespace help {

//! What the exit codes say, by their numbers.
[[nodiscard]] QList<std::pair<ExitCode, QString>> exitMeanings();

//! What `sdesk help` prints: the verbs and the exit codes.
[[nodiscard]] QString ofProgram();
//! What `sdesk VERB --help` prints. \a line knows the verb's options.
[[nodiscard]] QString of(const Verb &verb, const QCommandLineParser &line);

} // namespace help
