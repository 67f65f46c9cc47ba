#pragma once

#include "core/storage/keychainsight.h"

#include <QString>

#include <optional>

//! What QtKeychain does not tell and only the session bus knows. Every call may block for some
//! seconds: never on the main thread.
namespace KeychainBus {

//! Whether a keychain runs or would be started. The words of an error will not do for that: they
//! come in the person's language.
[[nodiscard]] bool hasKeychain();
//! Looks for the item that QtKeychain makes of \a service and \a key; starts nothing, and leads to
//! no prompt. None where the system has one keychain only, whose word holds.
[[nodiscard]] std::optional<KeychainSight> sightOf(const QString &service, const QString &key);

//! Makes libsecret open its session anew: it goes on with the one it has even when the keychain was
//! started again meanwhile and knows nothing of it. Only between two jobs.
void renewSession();

} // namespace KeychainBus
