#pragma once

#include "ui/support/desktopnotice.h"

#include <QObject>
#include <QTimer>

#include <memory>

class QSystemTrayIcon;

//! Tells notices by an icon in the system's tray, for desktops that have a tray and nothing better.
//! The icon is there as long as its notice; the next notice takes the place of the one before. Does
//! nothing where there is no tray. To be asked only where asking for the tray holds nothing up: on
//! Linux it means a call to the bus.
class TrayNotices final : public QObject
{
    Q_OBJECT

public:
    static constexpr int shownMs = 10'000;

    explicit TrayNotices(QObject *parent = nullptr);
    ~TrayNotices() override;

    void tell(const DesktopNotice &notice);

Q_SIGNALS:
    //! The notice about \a profile was clicked.
    void actionChosen(const QUuid &profile);

private:
    std::unique_ptr<QSystemTrayIcon> m_icon; //!< made for the first notice
    QTimer m_end;
    QUuid m_profile;
};
