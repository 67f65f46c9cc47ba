#include "ui/support/barpainting.h"

#include "ui/support/painting.h"

#include <QPainter>
#include <QProxyStyle>
#include <QStyleOption>
#include <QWidget>

static constexpr int menuItemHeight = 30;
static constexpr int menuMargin = 12;
static constexpr int menuIconColumn = 24;

//! Room left of the text, the same for all items of one menu.
static int textIndent(const QStyleOptionMenuItem &option)
{
    const bool hasColumn = option.menuHasCheckableItems || option.maxIconWidth > 0;
    return menuMargin + (hasColumn ? menuIconColumn : 0);
}

static void drawMenuMark(const QStyleOptionMenuItem &option, const QColor &ink, QPainter &painter)
{
    const QRect column(option.rect.left() + menuMargin - 4, option.rect.top(), menuIconColumn,
                       option.rect.height());
    const bool isEnabled = option.state & QStyle::State_Enabled;
    if (option.checkType != QStyleOptionMenuItem::NotCheckable) {
        if (option.checked)
            painting::checkMark(painter, column, ink);
    } else if (!option.icon.isNull()) {
        QRect icon(0, 0, 16, 16);
        icon.moveCenter(column.center());
        option.icon.paint(&painter, icon, Qt::AlignCenter,
                          isEnabled ? QIcon::Normal : QIcon::Disabled);
    }
}

void barpainting::menuItem(const QProxyStyle &style, const QStyleOptionMenuItem &option,
                           QPainter &painter)
{
    const Theme &theme = Theme::of(option.palette);
    const QRect rect = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(rect.left() + 8, rect.center().y(), rect.width() - 16, 1),
                         theme.line);
        return;
    }
    const bool isEnabled = option.state & QStyle::State_Enabled;
    if (isEnabled && option.state & QStyle::State_Selected)
        painting::panel(painter, rect.adjusted(4, 1, -4, -1), 5, theme.selection);

    const QColor ink = isEnabled ? theme.text : theme.faint;
    drawMenuMark(option, ink, painter);

    const qsizetype tab = option.text.indexOf(u'\t');
    const QRect text = rect.adjusted(textIndent(option), 0, -menuMargin, 0);
    const int flags = Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextShowMnemonic;
    painter.setFont(option.font);
    painter.setPen(ink);
    style.drawItemText(&painter, text, flags | Qt::AlignLeft, option.palette, isEnabled,
                       tab < 0 ? option.text : option.text.left(tab));
    if (tab >= 0) {
        painter.setPen(isEnabled ? theme.dim : theme.faint);
        style.drawItemText(&painter, text, flags | Qt::AlignRight, option.palette, isEnabled,
                           option.text.mid(tab + 1));
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        painting::chevron(painter,
                          QRect(rect.right() - menuMargin - 8, rect.top(), 12, rect.height()), ink,
                          painting::Direction::Right);
}

QSize barpainting::menuItemSize(const QStyleOptionMenuItem &option, const QSize &contents)
{
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {contents.width(), 9};
    int width = contents.width() + textIndent(option) + menuMargin;
    if (option.text.contains(u'\t'))
        width += 28;
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        width += 20;
    return {width, qMax(menuItemHeight, option.fontMetrics.height() + 10)};
}

void barpainting::menuBarArea(const QStyleOption &option, QPainter &painter)
{
    const Theme &theme = Theme::of(option.palette);
    painter.fillRect(option.rect, theme.column);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                     theme.line);
}

void barpainting::menuBarItem(const QProxyStyle &style, const QStyleOptionMenuItem &option,
                              QPainter &painter, const QWidget *bar)
{
    const Theme &theme = Theme::of(option.palette);
    menuBarArea(option, painter);
    const bool isActive = option.state & (QStyle::State_Selected | QStyle::State_Sunken);
    if (isActive)
        painting::panel(painter, option.rect.adjusted(0, 4, 0, -4), Theme::controlRadius,
                        theme.selection);
    const int mnemonic = bar && bar->hasFocus() ? Qt::TextShowMnemonic : Qt::TextHideMnemonic;
    painter.setPen(isActive ? theme.text : theme.dim);
    style.drawItemText(&painter, option.rect, Qt::AlignCenter | Qt::TextSingleLine | mnemonic,
                       option.palette, true, option.text);
}

void barpainting::tabShape(const QStyleOptionTab &option, QPainter &painter)
{
    const Theme &theme = Theme::of(option.palette);
    const QRect rect = option.rect;
    const bool isSelected = option.state & QStyle::State_Selected;
    if (!isSelected && option.state & QStyle::State_MouseOver)
        painting::panel(painter, rect.adjusted(2, 6, -2, -8), Theme::controlRadius, theme.chip);
    if (isSelected)
        painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), theme.accent);
}

void barpainting::headerSection(const QStyleOption &option, QPainter &painter)
{
    const Theme &theme = Theme::of(option.palette);
    const QRect rect = option.rect;
    painter.fillRect(rect, option.palette.color(QPalette::Base));
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.line);
}

void barpainting::headerLabel(const QStyleOptionHeader &option, QPainter &painter)
{
    const Theme &theme = Theme::of(option.palette);
    painter.setFont(fontFor(TextRole::Label));
    painter.setPen(theme.ink(Ink::Dim));
    painter.drawText(option.rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     option.text);
}

void barpainting::tabLabel(const QProxyStyle &style, const QStyleOptionTab &option,
                           QPainter &painter, const QWidget *widget)
{
    const Theme &theme = Theme::of(option.palette);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const bool isSelected = option.state & QStyle::State_Selected;
    painter.setPen(!isEnabled ? theme.faint : isSelected ? theme.text : theme.dim);
    int flags = Qt::AlignCenter | Qt::TextSingleLine;
    flags |= style.styleHint(QStyle::SH_UnderlineShortcut, &option, widget) ? Qt::TextShowMnemonic
                                                                            : Qt::TextHideMnemonic;
    style.drawItemText(&painter, option.rect, flags, option.palette, isEnabled, option.text);
    if (option.state & QStyle::State_HasFocus)
        painting::outline(painter, option.rect.adjusted(3, 6, -3, -8), Theme::controlRadius,
                          theme.ring(), 2);
}

void barpainting::scrollBar(const QStyleOptionSlider &option, const QRect &handle,
                            QPainter &painter)
{
    if (option.minimum == option.maximum)
        return;
    const Theme &theme = Theme::of(option.palette);
    const bool isActive = option.state & QStyle::State_MouseOver ||
                          (option.state & QStyle::State_Sunken &&
                           option.activeSubControls & QStyle::SC_ScrollBarSlider);
    QColor colour = theme.faint;
    colour.setAlphaF(isActive ? 0.85F : 0.45F);
    const QRectF bar = QRectF(handle).adjusted(2, 2, -2, -2);
    painting::panel(painter, bar, 3, colour);
}

QRect barpainting::scrollBarHandle(const QStyleOptionSlider &option)
{
    const QRect rect = option.rect;
    const bool isVertical = option.orientation == Qt::Vertical;
    const int length = isVertical ? rect.height() : rect.width();
    const qint64 range = qint64(option.maximum) - option.minimum;
    int handle = length;
    if (range > 0) {
        const qint64 page = qMax(1, option.pageStep);
        handle = qMin(length, qMax(32, static_cast<int>(page * length / (range + page))));
    }
    const int start = QStyle::sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown);
    if (isVertical)
        return {rect.left(), rect.top() + start, rect.width(), handle};
    return {rect.left() + start, rect.top(), handle, rect.height()};
}
