#pragma once

#include <QMetaType>
#include <QString>
#include <QUuid>

//! Something to be told outside the window, where others may see it. Plain text.
struct DesktopNotice
{
    QUuid profile;
    QString title;
    QString body;
    QString action; //!< what can be done about it at once; empty for nothing

    friend bool operator==(const DesktopNotice &, const DesktopNotice &) = default;
};

Q_DECLARE_METATYPE(DesktopNotice)
