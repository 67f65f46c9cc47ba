#pragma once

#include "ui/support/theme.h"

#include <QRectF>

class QPainter;

//! The few shapes that everything is drawn from. All smooth, all on the pixel grid.
namespace painting {

//! A rounded panel; an invalid \a border draws none.
void panel(QPainter &painter, const QRectF &rect, double radius, const QColor &fill,
           const QColor &border = {});
//! An outline of \a width inside \a rect.
void outline(QPainter &painter, const QRectF &rect, double radius, const QColor &colour,
             double width);
enum class Direction
{
    Down,
    Up,
    Right,
    Left
};

//! A small open arrow in the middle of \a rect.
void chevron(QPainter &painter, const QRectF &rect, const QColor &colour, Direction direction);
void checkMark(QPainter &painter, const QRectF &rect, const QColor &colour);

} // namespace painting
