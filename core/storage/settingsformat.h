#pragma once

#include <QByteArray>
#include <QSettings>

#include <optional>

//! The text form of our settings: a first line that names format and schema, one flat JSON object,
//! and a last line with the SHA-256 of all before it. A cut, a flipped bit or a foreign file does
//! not read. First and last line stay as they are in every schema to come.
namespace SettingsFormat {

inline constexpr int schema = 2;
inline constexpr qint64 largestFile = 4 * 1024 * 1024;
inline constexpr qsizetype mostValues = 50'000;
inline constexpr qsizetype longestText = 64 * 1024;

//! Reading gives the number of the first line under this key.
inline constexpr QLatin1StringView schemaKey{"schema"};
//! Reading through QSettings gives sealOf() the file under this key, so that what QSettings gives
//! can be told from what it remembers.
inline constexpr QLatin1StringView sealKey{"sha256"};

enum class Health
{
    Good,
    Older, //!< whole, of a schema before ours; decoded() reads it
    Newer, //!< whole, but of a schema that this program does not know
    Damaged
};

//! The format for QSettings. Its writer checks every byte and waits until they are on the disk;
//! plain ini would commit a file that a full disk has cut.
[[nodiscard]] QSettings::Format format();

//! None if a value is not text, whole number, truth value or list of texts, or if the result could
//! not be read again (limits above, a schema newer than ours).
[[nodiscard]] std::optional<QByteArray> encoded(const QSettings::SettingsMap &values);
//! None if anything is odd.
[[nodiscard]] std::optional<QSettings::SettingsMap> decoded(const QByteArray &bytes);
//! What the last line of a whole file says.
[[nodiscard]] QString sealOf(const QByteArray &bytes);
[[nodiscard]] Health health(const QByteArray &bytes);
//! All that \a device holds, or one byte more than largestFile if it holds more. Asks for as much
//! memory as that takes.
[[nodiscard]] QByteArray bytesOf(QIODevice &device);

} // namespace SettingsFormat
