#include "ui/widgets/timering.h"

#include <QPainter>

static constexpr double stroke = 8;

TimeRing::TimeRing(const QString &accessibleName, QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(accessibleName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void TimeRing::setTime(double fraction, const QString &words, const QString &remark, Tone tone)
{
    m_fraction = qBound(0.0, fraction, 1.0);
    m_words = words;
    m_remark = remark;
    m_tone = tone;
    setAccessibleDescription(words + u' ' + remark);
    update();
}

//! The largest size of \a role's font at which \a text fits into \a width.
static QFont fittingFont(TextRole role, const QString &text, int width)
{
    QFont font = fontFor(role);
    while (font.pixelSize() > 10 && QFontMetrics(font).horizontalAdvance(text) > width)
        font.setPixelSize(font.pixelSize() - 1);
    return font;
}

void TimeRing::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double side = qMin(width(), height()) - stroke - 2;
    const QRectF circle((width() - side) / 2, (height() - side) / 2, side, side);
    painter.setPen(QPen(theme.chip, stroke));
    painter.drawEllipse(circle);
    if (m_fraction > 0) {
        const QColor colour = m_tone == Tone::Accent ? theme.accent : theme.ink(m_tone);
        painter.setPen(QPen(colour, stroke, Qt::SolidLine, Qt::RoundCap));
        const int span = qMax(1, static_cast<int>(m_fraction * 360 * 16));
        painter.drawArc(circle, 90 * 16, -span);
    }
    const int inner = static_cast<int>(side - stroke - 18);
    const QFont large = fittingFont(TextRole::Large, m_words, inner);
    const QFont small = fittingFont(TextRole::Small, m_remark, inner);
    const int largeHeight = QFontMetrics(large).height();
    const int smallHeight = m_remark.isEmpty() ? 0 : QFontMetrics(small).height();
    const int top = (height() - largeHeight - smallHeight) / 2;
    painter.setFont(large);
    painter.setPen(theme.text);
    painter.drawText(QRect(0, top, width(), largeHeight), Qt::AlignCenter, m_words);
    painter.setFont(small);
    painter.setPen(theme.dim);
    painter.drawText(QRect(0, top + largeHeight, width(), smallHeight), Qt::AlignCenter, m_remark);
}
