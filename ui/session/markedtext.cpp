#include "ui/session/markedtext.h"

#include "ui/support/painting.h"
#include "ui/support/theme.h"

#include <QFontMetrics>
#include <QPainter>

static constexpr int mostMarks = 32;

int MarkedText::paint(QPainter &painter, const QRect &rect, const QString &text,
                      const QString &mark, const QColor &ink, const Theme &theme)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const QString fitting = metrics.elidedText(text, Qt::ElideRight, rect.width());
    constexpr int flags = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;
    painter.setPen(ink);
    painter.drawText(rect, flags, fitting);

    qsizetype at = mark.isEmpty() ? -1 : fitting.indexOf(mark, 0, Qt::CaseInsensitive);
    for (int count = 0; at >= 0 && count < mostMarks; ++count) {
        const int left = metrics.horizontalAdvance(fitting.left(at));
        const int right = metrics.horizontalAdvance(fitting.left(at + mark.size()));
        const int height = qMin(metrics.height(), rect.height());
        const QRect hit(rect.left() + left, rect.center().y() - height / 2, right - left, height);
        painter.save();
        painting::panel(painter, hit, 2, theme.mark);
        painter.setClipRect(hit, Qt::IntersectClip);
        painter.setPen(theme.onMark);
        painter.drawText(rect, flags, fitting);
        painter.restore();
        at = fitting.indexOf(mark, at + mark.size(), Qt::CaseInsensitive);
    }
    return metrics.horizontalAdvance(fitting);
}
