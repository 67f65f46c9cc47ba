#pragma once

#include "core/import/profileimport.h"

//! Between the formats of files and profiles: the names and values that a file gives for one
//! profile, whatever it calls them.
namespace profileimport {

struct Pair
{
    QString key;
    QString value;
};

//! What belongs to one profile, in the order of the file.
using Entry = QList<Pair>;

template<typename T> using Read = Result<T, Fault>;

//! JSON of whatever kind.
[[nodiscard]] Read<Outcome> readJson(const QByteArray &file, const QString &name);
[[nodiscard]] Read<Entry> readToml(const QStringList &lines);
[[nodiscard]] Read<Entry> readBruno(const QStringList &lines);
[[nodiscard]] Read<Entry> readEnvironment(const QStringList &lines);

//! The profile that \a entry describes, with \a name if it has none itself.
[[nodiscard]] Found profileOf(const Entry &entry, const QString &name);
//! Checks the address, which is in \a profile as the file has it, and puts it right.
void settleAddress(Found &found);

} // namespace profileimport
