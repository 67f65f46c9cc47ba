#include "app/cli/transfer.h"

#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "ui/support/importtext.h"

void transfer::fail(CliContext &context, const profileimport::Fault &fault)
{
    const ErrorText text = importtext::error(fault);
    context.fail(ExitCode::Failed, text.what, text.nextStep);
}

void transfer::fail(CliContext &context, secretinput::Problem problem)
{
    context.fail(
        ExitCode::Misuse,
        Cli::tr("The passphrase of the file is needed: %1").arg(secretinput::text(problem)),
        Cli::tr("Enter it in a terminal, or name a file descriptor in SDESK_FILE_PASSPHRASE_FD."));
}
