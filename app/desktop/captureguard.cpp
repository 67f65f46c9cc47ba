#include "app/desktop/captureguard.h"

#include "app/desktop/screencapture.h"
#include "core/support/logging.h"

#include <QCoreApplication>
#include <QEvent>
#include <QWidget>

#include <utility>

CaptureGuard::Refuse CaptureGuard::ofPlatform()
{
    return screencapture::canBeRefused() ? Refuse(screencapture::refuse) : Refuse();
}

CaptureGuard::CaptureGuard(Refuse refuse, QObject *parent)
    : QObject(parent)
    , m_refuse(std::move(refuse))
{
    // A filter of the application sees every event: none is installed where it would be for
    // nothing.
    if (m_refuse)
        QCoreApplication::instance()->installEventFilter(this);
}

bool CaptureGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Show || !watched->isWidgetType())
        return false;
    auto *widget = static_cast<QWidget *>(watched);
    // A window that is shown again may have been made anew.
    if (widget->isWindow() && !m_refuse(widget->winId()) && std::exchange(m_isWhole, false))
        qCWarning(lcSession, "the system does not refuse screen capture of the window");
    return false;
}
