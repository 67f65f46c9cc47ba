#include "ui/widgets/chip.h"

#include "ui/support/painting.h"
#include "ui/support/uitext.h"

#include <QPainter>

static constexpr int longestChip = 320;
static constexpr int sidePadding = 8;
static constexpr int checkWidth = 16;

Chip::Chip(const QString &text, const QString &toolTip, bool isChecked, QWidget *parent)
    : QLabel(parent)
    , m_isChecked(isChecked)
{
    setTextFormat(Qt::PlainText);
    setFont(fontFor(TextRole::Label));
    setText(shown(text));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    const bool isCut = sizeHint().width() >= longestChip;
    setToolTip(toolTipText(!toolTip.isEmpty() ? shown(toolTip) : isCut ? shown(text) : QString()));
    setAccessibleDescription(isChecked ? tr("current") : shown(toolTip));
}

QSize Chip::sizeHint() const
{
    const int width = fontMetrics().horizontalAdvance(text()) + 2 * sidePadding + 2 +
                      (m_isChecked ? checkWidth : 0);
    return {qMin(width, longestChip), qMax(22, fontMetrics().height() + 6)};
}

QSize Chip::minimumSizeHint() const
{
    return sizeHint();
}

void Chip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painting::panel(painter, rect(), 5, theme.chip);
    QRect inner = rect().adjusted(sidePadding, 0, -sidePadding, 0);
    if (m_isChecked) {
        painting::checkMark(painter, QRect(inner.left(), 0, 12, height()), theme.text);
        inner.setLeft(inner.left() + checkWidth);
    }
    painter.setPen(theme.text);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(text(), Qt::ElideRight, inner.width()));
}
