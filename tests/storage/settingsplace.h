#pragma once

#include "tests/storage/storagesupport.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <memory>

//! One profile in \a file, written the ordinary way; gone from memory, and so on the disk.
inline QUuid prepareFile(const QString &file, const QString &name = QStringLiteral("Acme"))
{
    ProfileStore store(file);
    store.load();
    return store.save(named(name));
}

//! Where a test has its settings file: for each of its functions in a folder of its own.
class SettingsPlace
{
protected:
    //! For init(). From here on no warning passes.
    void begin()
    {
        QTest::failOnWarning(QRegularExpression(QLatin1StringView(".?")));
        makeFolder();
    }
    void makeFolder() { m_directory = std::make_unique<QTemporaryDir>(quickDirectory()); }

    [[nodiscard]] QString path() const
    {
        return m_directory->filePath(QLatin1StringView("desk/profiles.conf"));
    }
    //! What lies beside the file, and the file.
    [[nodiscard]] QStringList files() const
    {
        return QFileInfo(path()).dir().entryList(
            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    }
    QUuid prepare(const QString &name = QStringLiteral("Acme")) const
    {
        return prepareFile(path(), name);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};
