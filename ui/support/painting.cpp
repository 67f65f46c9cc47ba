#include "ui/support/painting.h"

#include <QPainter>
#include <QPainterPath>

class SmoothPainting final
{
public:
    explicit SmoothPainting(QPainter &painter)
        : m_painter(painter)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
    }
    ~SmoothPainting() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(SmoothPainting)

private:
    QPainter &m_painter;
};

static QPen strokePen(const QColor &colour, double width)
{
    return {colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

void painting::panel(QPainter &painter, const QRectF &rect, double radius, const QColor &fill,
                     const QColor &border)
{
    const SmoothPainting smooth(painter);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    if (border.isValid()) {
        painter.setPen(QPen(border, 1));
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5);
    } else {
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(rect, radius, radius);
    }
}

void painting::outline(QPainter &painter, const QRectF &rect, double radius, const QColor &colour,
                       double width)
{
    const SmoothPainting smooth(painter);
    const double half = width / 2;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, width));
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half);
}

void painting::chevron(QPainter &painter, const QRectF &rect, const QColor &colour,
                       Direction direction)
{
    const SmoothPainting smooth(painter);
    painter.setPen(strokePen(colour, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.translate(rect.center());
    switch (direction) {
    case Direction::Down:
        break;
    case Direction::Up:
        painter.rotate(180);
        break;
    case Direction::Right:
        painter.rotate(-90);
        break;
    case Direction::Left:
        painter.rotate(90);
        break;
    }
    painter.drawPolyline(QPolygonF({{-3.5, -1.75}, {0, 1.75}, {3.5, -1.75}}));
}

void painting::checkMark(QPainter &painter, const QRectF &rect, const QColor &colour)
{
    const SmoothPainting smooth(painter);
    painter.setPen(strokePen(colour, 1.8));
    painter.setBrush(Qt::NoBrush);
    painter.translate(rect.center());
    painter.drawPolyline(QPolygonF({{-3.5, 0.2}, {-1, 2.7}, {3.7, -2.5}}));
}
