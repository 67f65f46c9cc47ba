#pragma once

#include "app/cli/clicontext.h"

#include <QCommandLineParser>

//! Where secrets are kept, for the verbs that keep some.
namespace place {

//! --keep PLACE.
[[nodiscard]] QCommandLineOption option();
//! Calls \a then once the vault is open in a place that outlives the program; --keep of \a line
//! chooses one the first time. Without one the program ends, with \a nextStep where secrets are for
//! one session only.
void whenThereIsOne(CliContext &context, const QCommandLineParser &line, const QString &nextStep,
                    const std::function<void()> &then);

} // namespace place
