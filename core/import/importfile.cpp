#include "core/import/importfile.h"

#include "core/import/sealedprofiles.h"
#include "core/storage/durablefile.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

using namespace Qt::StringLiterals;

std::optional<QByteArray> importfile::content(QFileDevice &file)
{
    static_assert(sealedprofiles::longestFile >= profileimport::longestFile);
    QByteArray content;
    while (content.size() <= sealedprofiles::longestFile) {
        const QByteArray more = file.read(sealedprofiles::longestFile + 1 - content.size());
        if (more.isEmpty())
            break;
        content += more;
    }
    return file.error() == QFileDevice::NoError ? std::optional(content) : std::nullopt;
}

QString importfile::nameFrom(const QString &path)
{
    QString name = QFileInfo(path).completeBaseName();
    if (name.startsWith("cluster-cfg_"_L1)) // as cs_tools names its files
        name.remove(0, 12);
    return name;
}

int importfile::replaceWhole(const QString &path, const QByteArray &bytes)
{
    // Beside it, so that it can take its place; by a name that nobody else takes.
    const QString fresh = path + u'.' + QUuid::createUuid().toString(QUuid::Id128).left(8);
    int error = DurableFile::createPrivate(fresh, bytes);
    if (error != 0)
        return error;
    error = DurableFile::replace(fresh, path);
    if (error != 0)
        QFile::remove(fresh);
    return error != 0 ? error : DurableFile::syncDirectory(QFileInfo(path).absolutePath());
}
