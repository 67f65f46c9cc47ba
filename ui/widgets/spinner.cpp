#include "ui/widgets/spinner.h"

#include "ui/support/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>
#include <QTimerEvent>

Spinner::Spinner(const QString &accessibleName, QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(accessibleName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Spinner::paint(QPainter &painter, const QRect &rect, const QColor &colour, int angle)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double width = rect.width() > 12 ? 2 : 1.5;
    const QRectF circle = QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2);
    QColor track = colour;
    track.setAlphaF(0.25F);
    painter.setPen(QPen(track, width));
    painter.drawEllipse(circle);
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(circle, (90 - angle) * 16, -100 * 16);
    painter.restore();
}

bool Spinner::motionIsReduced()
{
    return QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0;
}

void Spinner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, rect(), Theme::of(this).ink(Ink::Dim), m_angle);
}

void Spinner::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!motionIsReduced())
        m_timer.start(stepMs, this);
}

void Spinner::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

void Spinner::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return QWidget::timerEvent(event);
    m_angle = (m_angle + stepDegrees) % 360;
    update();
}
