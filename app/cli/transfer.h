#pragma once

#include "app/cli/secretinput.h"
#include "core/import/profileimport.h"

class CliContext;

//! What the verbs that import and export share: the ends that a file's faults lead to.
namespace transfer {

//! Ends with the sentences for \a fault.
void fail(CliContext &context, const profileimport::Fault &fault);
//! Ends, for there is no passphrase for the sealed file.
void fail(CliContext &context, secretinput::Problem problem);

} // namespace transfer
