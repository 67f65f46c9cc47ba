#pragma once

#include "core/import/profileimport.h"

//! Between the formats of files and profiles: the names and values that a file gives for one
//! profile, whatever it calls them.
namespace profileimport {

struct Pair
{
    QString key;
    QString value;
    bool isText = true; //!< false: it holds more values, which mean nothing here
};

//! What belongs to one profile, in the order of the file.
using Entry = QList<Pair>;

template<typename T> using Read = Result<T, Fault>;

//! JSON of whatever kind.
[[nodiscard]] Read<Outcome> readJson(const QByteArray &file, const QString &name);
//! A configuration: a profile for each table of a list or a group of them (`[clusters.prod]`), or
//! one for the file.
[[nodiscard]] Read<Outcome> readToml(const QString &text, const QString &name);
[[nodiscard]] Read<Entry> readBruno(const QStringList &lines);
//! Assignments of .env files, POSIX shells, fish, PowerShell and cmd.
[[nodiscard]] Read<Entry> readEnvironment(const QStringList &lines);
[[nodiscard]] bool isAssignment(const QString &line);

//! Whether \a key holds profiles where it holds several values, as tools call it.
[[nodiscard]] bool isGroup(const QString &key);
//! Adds to \a outcome what \a entry describes, or counts it where there are too many.
void append(Outcome &outcome, const Entry &entry, const QString &name);
//! Names \a keys, which stand beside the profiles of a file, with the first of them.
void skip(Outcome &outcome, const QStringList &keys);
//! The profile that \a entry describes, with \a name if it has none itself.
[[nodiscard]] Found profileOf(const Entry &entry, const QString &name);
//! Checks the address, which is in \a profile as the file has it, and puts it right.
void settleAddress(Found &found);

} // namespace profileimport
