#include "ui/support/controlpainting.h"

#include "ui/support/deskstyle.h"
#include "ui/support/painting.h"

#include <QAbstractButton>
#include <QPainter>
#include <QStyleOption>

//! The colours of one button in its present state.
struct ButtonColours
{
    QColor fill, border, text;
};

static ButtonColours restingColours(const Theme &theme, ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary:
        return {theme.accent, {}, theme.onAccent};
    case ButtonKind::Link:
    case ButtonKind::Quiet:
        return {Qt::transparent, {}, theme.text};
    case ButtonKind::Danger:
        return {theme.card, theme.line, theme.bad};
    case ButtonKind::Normal:
        return {theme.card, theme.line, theme.text};
    }
    Q_UNREACHABLE();
}

static ButtonColours coloursOf(const QStyleOption &option, ButtonKind kind)
{
    const Theme &theme = Theme::of(option.palette);
    ButtonColours colours = restingColours(theme, kind);
    if (!(option.state & QStyle::State_Enabled)) {
        if (kind == ButtonKind::Primary)
            return {theme.chip, theme.line, theme.faint};
        return {colours.fill, colours.border, theme.faint};
    }
    const bool isDown = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool isHovered = option.state & QStyle::State_MouseOver;
    if (!isDown && !isHovered)
        return colours;
    if (kind == ButtonKind::Quiet)
        colours.fill = isDown ? theme.selection : theme.hovered(theme.chip);
    else
        colours.fill = isDown ? theme.pressed(colours.fill) : theme.hovered(colours.fill);
    return colours;
}

static void drawBevel(const ButtonColours &colours, const QRect &rect, QPainter &painter)
{
    painting::panel(painter, rect, Theme::controlRadius, colours.fill, colours.border);
}

void controlpainting::pushButtonBevel(const QStyleOptionButton &option, QPainter &painter,
                                      const QWidget *widget)
{
    const bool isFlat = option.features & QStyleOptionButton::Flat;
    const ButtonKind kind = isFlat ? ButtonKind::Quiet : buttonKind(widget);
    if (kind != ButtonKind::Link)
        drawBevel(coloursOf(option, kind), option.rect, painter);
}

void controlpainting::toolButton(const QProxyStyle &style, const QStyleOptionToolButton &option,
                                 QPainter &painter, const QWidget *widget)
{
    const bool isRaised = option.state & QStyle::State_AutoRaise;
    const ButtonKind kind = isRaised ? ButtonKind::Quiet : buttonKind(widget);
    const bool isSplit = option.features & QStyleOptionToolButton::MenuButtonPopup;
    const bool menuIsDown = option.activeSubControls & QStyle::SC_ToolButtonMenu;

    QStyleOptionToolButton label(option);
    if (isSplit && menuIsDown)
        label.state &= ~QStyle::State_Sunken;
    const ButtonColours colours = coloursOf(label, kind);
    drawBevel(colours, option.rect, painter);

    label.rect =
        style.subControlRect(QStyle::CC_ToolButton, &option, QStyle::SC_ToolButton, widget);
    label.palette.setColor(QPalette::ButtonText, colours.text);
    label.features &= ~QStyleOptionToolButton::HasMenu;
    style.drawControl(QStyle::CE_ToolButtonLabel, &label, &painter, widget);

    if (isSplit) {
        const QRect menu =
            style.subControlRect(QStyle::CC_ToolButton, &option, QStyle::SC_ToolButtonMenu, widget);
        QColor divider = kind == ButtonKind::Primary ? colours.text : colours.border;
        if (kind == ButtonKind::Primary)
            divider.setAlphaF(0.35F);
        painter.fillRect(QRect(menu.left(), menu.top() + 1, 1, menu.height() - 2), divider);
        painting::chevron(painter, menu, colours.text, painting::Direction::Down);
    }
}

void controlpainting::field(const QStyleOption &option, QPainter &painter)
{
    const Theme &theme = Theme::of(option.palette);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const bool hasFocus = isEnabled && option.state & QStyle::State_HasFocus;
    const bool isHovered = isEnabled && option.state & QStyle::State_MouseOver;
    const QColor border = hasFocus    ? theme.accent
                          : isHovered ? theme.pressed(theme.line)
                                      : theme.line;
    painting::panel(painter, option.rect, Theme::controlRadius,
                    isEnabled ? theme.field : theme.background, border);
}

void controlpainting::comboBox(const QProxyStyle &style, const QStyleOptionComboBox &option,
                               QPainter &painter, const QWidget *widget)
{
    const Theme &theme = Theme::of(option.palette);
    if (option.frame)
        field(option, painter);
    const QRect arrow =
        style.subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxArrow, widget);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    painting::chevron(painter, arrow, isEnabled ? theme.dim : theme.faint,
                      painting::Direction::Down);
}

void controlpainting::comboBoxLabel(const QProxyStyle &style, const QStyleOptionComboBox &option,
                                    QPainter &painter, const QWidget *widget)
{
    if (option.editable)
        return;
    QRect text =
        style.subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, widget);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    if (!option.currentIcon.isNull()) {
        const QRect icon(QPoint(text.left(), text.center().y() - option.iconSize.height() / 2),
                         option.iconSize);
        option.currentIcon.paint(&painter, icon, Qt::AlignCenter,
                                 isEnabled ? QIcon::Normal : QIcon::Disabled);
        text.setLeft(icon.right() + Theme::space2);
    }
    const QString elided =
        option.fontMetrics.elidedText(option.currentText, Qt::ElideRight, text.width());
    style.drawItemText(&painter, text, Qt::AlignVCenter | Qt::AlignLeft, option.palette, isEnabled,
                       elided, QPalette::Text);
}

static ButtonColours indicatorColours(const QStyleOption &option, bool isOn)
{
    const Theme &theme = Theme::of(option.palette);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    if (!isEnabled)
        return {theme.chip, theme.line, theme.faint};
    const bool isHovered = option.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    if (isOn)
        return {isHovered ? theme.hovered(theme.accent) : theme.accent, {}, theme.onAccent};
    return {theme.field, isHovered ? theme.dim : theme.faint, theme.text};
}

void controlpainting::checkBox(const QStyleOption &option, QPainter &painter)
{
    const bool isOn = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const ButtonColours colours = indicatorColours(option, isOn);
    painting::panel(painter, option.rect, 4, colours.fill, colours.border);
    if (option.state & QStyle::State_On)
        painting::checkMark(painter, option.rect, colours.text);
    else if (option.state & QStyle::State_NoChange)
        painter.fillRect(QRectF(option.rect).adjusted(4, 7, -4, -7), colours.text);
}

void controlpainting::radioButton(const QStyleOption &option, QPainter &painter)
{
    const bool isOn = option.state & QStyle::State_On;
    const ButtonColours colours = indicatorColours(option, isOn);
    const QRectF rect = option.rect;
    painting::panel(painter, rect, rect.width() / 2, colours.fill, colours.border);
    if (isOn)
        painting::panel(painter, rect.adjusted(5, 5, -5, -5), 3, colours.text);
}
