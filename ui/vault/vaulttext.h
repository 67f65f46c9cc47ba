#pragma once

#include "core/storage/vault.h"
#include "ui/support/errortext.h"

//! What is said of the vault. All of it is plain text.
namespace vaulttext {

//! Where secrets are kept, in a few words: "this session only".
[[nodiscard]] QString place(const VaultStatus &status);
//! The sentences for a secret or a key that is not to be had.
[[nodiscard]] ErrorText error(const VaultFault &fault);
//! Whether they name forgetting what is kept as a next step: the key may never be had again.
[[nodiscard]] bool canForgetFor(VaultFault::Kind kind);
//! A profile by its name, and what was changed of it.
struct Changed
{
    QString name;
    QList<BoundTo> parts;
};
//! That profiles with kept secrets were changed outside the program; \a profiles is not empty.
[[nodiscard]] ErrorText changedOutside(const QList<Changed> &profiles);
//! While the window was locked the settings ceased to lead to the key that opens it.
[[nodiscard]] ErrorText changedWhileLocked();
//! The kept secret of \a field was refused, and is forgotten.
[[nodiscard]] QString noLongerKept(SecretField field);
//! What became of a secret that did not come along when its profile was changed.
[[nodiscard]] QString leftOut(const LeftOut &secret);
//! When the next passphrase is taken after a wrong one; \a seconds from now, at least 1.
[[nodiscard]] QString nextTry(int seconds);

} // namespace vaulttext
