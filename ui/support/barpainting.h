#pragma once

class QPainter;
class QProxyStyle;
class QRect;
class QSize;
class QStyleOption;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionSlider;
class QStyleOptionTab;
class QWidget;

//! Menus, tabs and scroll bars, as DeskStyle draws them.
namespace barpainting {

void menuItem(const QProxyStyle &style, const QStyleOptionMenuItem &option, QPainter &painter);
[[nodiscard]] QSize menuItemSize(const QStyleOptionMenuItem &option, const QSize &contents);
//! Mnemonics show while the bar is worked with the keys (Alt).
void menuBarItem(const QProxyStyle &style, const QStyleOptionMenuItem &option, QPainter &painter,
                 const QWidget *bar);
//! The strip under the items: column colour and a line below.
void menuBarArea(const QStyleOption &option, QPainter &painter);

void tabShape(const QStyleOptionTab &option, QPainter &painter);
void tabLabel(const QProxyStyle &style, const QStyleOptionTab &option, QPainter &painter,
              const QWidget *widget);

//! The head of a table's column: nothing but a line below, and dim words.
void headerSection(const QStyleOption &option, QPainter &painter);
void headerLabel(const QStyleOptionHeader &option, QPainter &painter);

//! A thin rounded handle that darkens under the mouse.
void scrollBar(const QStyleOptionSlider &option, const QRect &handle, QPainter &painter);
//! Where the handle lies; there are no arrow buttons, the groove is the whole bar.
[[nodiscard]] QRect scrollBarHandle(const QStyleOptionSlider &option);

} // namespace barpainting
