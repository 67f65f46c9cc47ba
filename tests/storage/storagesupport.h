#pragma once

#include "core/storage/profilestore.h"
#include "tests/storage/quickdirectory.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define DESK_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DESK_SANITIZED
#endif

//! Whether this build is one of the slow ones.
#ifdef DESK_SANITIZED
inline constexpr bool isSanitized = true;
#else
inline constexpr bool isSanitized = false;
#endif

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

//! A file of any first line and body with the last line that belongs to it.
inline QByteArray sealed(const QByteArray &content)
{
    return content + "sha256 " +
           QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex() + '\n';
}

//! What \a bytes, a whole settings file, were in the first schema.
inline QByteArray inFirstSchema(const QByteArray &bytes)
{
    return sealed("session-desk-settings 1" + bytes.sliced(bytes.indexOf('\n')).chopped(72));
}

inline Profile named(const QString &name)
{
    Profile profile;
    profile.name = name;
    profile.origin = QLatin1StringView("https://acme.thoughtspot.cloud");
    profile.userName = QLatin1StringView("maria.lopez");
    return profile;
}

inline QList<StorageProblem::Kind> kindsOf(const QSignalSpy &problems)
{
    QList<StorageProblem::Kind> kinds;
    for (const QList<QVariant> &arguments : problems)
        kinds.append(arguments.first().value<StorageProblem>().kind);
    return kinds;
}
