#include "ui/widgets/pill.h"

#include "ui/support/painting.h"
#include "ui/widgets/spinner.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTimerEvent>

static constexpr int sidePadding = 8;
static constexpr int spinnerSize = 10;
static constexpr int spinnerGap = 5;

Pill::Pill(QWidget *parent)
    : Pill(QString(), Tone::Neutral, parent)
{}

Pill::Pill(const QString &text, Tone tone, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setFont(fontFor(TextRole::Pill));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setState(text, tone);
}

void Pill::setState(const QString &text, Tone tone, bool isBusy)
{
    if (text == this->text() && tone == m_tone && isBusy == m_isBusy)
        return;
    m_tone = tone;
    m_isBusy = isBusy;
    setText(text);
    updateGeometry();
    animate();
    update();
}

QSize Pill::sizeHint() const
{
    return sizeFor(text(), m_isBusy);
}

QSize Pill::minimumSizeHint() const
{
    return sizeHint();
}

QSize Pill::sizeFor(const QString &text, bool isBusy)
{
    const QFontMetrics metrics(fontFor(TextRole::Pill));
    const int spinner = isBusy ? spinnerSize + spinnerGap : 0;
    return {metrics.horizontalAdvance(text) + 2 * sidePadding + spinner,
            qMax(18, metrics.height() + 2)};
}

void Pill::paint(QPainter &painter, const QRect &rect, const Theme &theme, const QString &text,
                 Tone tone, bool isBusy, int angle)
{
    painting::panel(painter, rect, rect.height() / 2.0, theme.soft(tone));
    QRect inner = rect.adjusted(sidePadding, 0, -sidePadding, 0);
    if (isBusy) {
        const QRect spinner(inner.left(), rect.center().y() - spinnerSize / 2 + 1, spinnerSize,
                            spinnerSize);
        Spinner::paint(painter, spinner, theme.ink(tone), angle);
        inner.setLeft(spinner.right() + spinnerGap);
    }
    painter.setFont(fontFor(TextRole::Pill));
    painter.setPen(theme.ink(tone));
    painter.drawText(inner, Qt::AlignCenter | Qt::TextSingleLine, text);
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, rect(), Theme::of(this), text(), m_tone, m_isBusy, m_angle);
}

void Pill::showEvent(QShowEvent *event)
{
    QLabel::showEvent(event);
    animate();
}

void Pill::hideEvent(QHideEvent *event)
{
    QLabel::hideEvent(event);
    animate();
}

void Pill::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return QLabel::timerEvent(event);
    m_angle = (m_angle + Spinner::stepDegrees) % 360;
    update();
}

void Pill::animate()
{
    if (m_isBusy && isVisible() && !Spinner::motionIsReduced())
        m_timer.start(Spinner::stepMs, this);
    else
        m_timer.stop();
}
