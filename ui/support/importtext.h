#pragma once

#include "core/import/profileadding.h"
#include "core/import/sealedprofiles.h"
#include "ui/support/errortext.h"

//! What is said of files that profiles come from and go to. All of it is plain text.
namespace importtext {

//! The sentences for a file that cannot be read or written.
[[nodiscard]] ErrorText error(const profileimport::Fault &fault);
//! What \a format is called.
[[nodiscard]] QString name(profileimport::Format format);
//! Why \a found was not added, or is not going to be, in a few words.
[[nodiscard]] QString refusal(const profileadding::Refusal &refusal,
                              const profileimport::Found &found);
//! Names out of a file, none of which is a secret, at a length for a line.
[[nodiscard]] QString listed(const QStringList &names);
//! The kinds of \a fields: "password, token".
[[nodiscard]] QString kinds(const QList<SecretField> &fields);

} // namespace importtext
