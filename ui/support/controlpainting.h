#pragma once

class QPainter;
class QProxyStyle;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionToolButton;
class QWidget;

//! Buttons, fields and boxes, as DeskStyle draws them.
namespace controlpainting {

void pushButtonBevel(const QStyleOptionButton &option, QPainter &painter, const QWidget *widget);
void toolButton(const QProxyStyle &style, const QStyleOptionToolButton &option, QPainter &painter,
                const QWidget *widget);
void field(const QStyleOption &option, QPainter &painter);
void comboBox(const QProxyStyle &style, const QStyleOptionComboBox &option, QPainter &painter,
              const QWidget *widget);
void comboBoxLabel(const QProxyStyle &style, const QStyleOptionComboBox &option, QPainter &painter,
                   const QWidget *widget);
void checkBox(const QStyleOption &option, QPainter &painter);
void radioButton(const QStyleOption &option, QPainter &painter);

} // namespace controlpainting
