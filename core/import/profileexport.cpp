#include "core/import/profileexport.h"

#include "core/storage/profilevalues.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

bool profileexport::isExported(const QString &key)
{
    // What is kept sealed is kept here, so the wish to keep it stays here too.
    return !ProfileValues::isAutomatic(key) && key != "keepsPassword"_L1 &&
           key != "keepsSecretKey"_L1 && key != "keepsToken"_L1;
}

QByteArray profileexport::write(const QList<Profile> &profiles)
{
    QJsonArray rows;
    for (const Profile &profile : profiles) {
        QVariantMap values = ProfileValues::of(profile);
        values.removeIf([](const auto &entry) { return !isExported(entry.key()); });
        rows.append(QJsonObject::fromVariantMap(values));
    }
    const QJsonObject file{{versionKey, version}, {profilesKey, rows}};
    return QJsonDocument(file).toJson();
}
