#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

//! The SHA-256 of a server's public key as people write it.
namespace keypin {

//! "sha256//" and base64, as curl prints it; empty for no pin.
[[nodiscard]] QString text(const QByteArray &sha256);
//! Reads that, bare base64, or hexadecimal with or without colons. An empty text is an empty pin;
//! anything that is not 32 bytes is none.
[[nodiscard]] std::optional<QByteArray> read(const QString &text);

} // namespace keypin
