#pragma once

#include "app/cli/clicontext.h"

#include <utility>

//! Another program in the place of this one.
namespace child {

//! What is set for it alone.
using Environment = QList<std::pair<QString, SecretBuffer>>;

//! Becomes \a words, looked for where the shell looks, once all is on the disk. Input, output and
//! exit code are its own. If it cannot be started, this program ends.
void become(CliContext &context, const QList<QByteArray> &words, const Environment &environment);

} // namespace child
