#pragma once

#include <QString>

class QColor;
class QPainter;
class QRect;
struct Theme;

//! One line of text with what a search found in it.
namespace MarkedText {
//! Paints \a text from the left edge of \a rect in the painter's font, cut with an ellipsis; each
//! \a mark in it, upper and lower case alike, lies on the theme's mark colour. Returns the width
//! used.
int paint(QPainter &painter, const QRect &rect, const QString &text, const QString &mark,
          const QColor &ink, const Theme &theme);
} // namespace MarkedText
