// The sizes half of DeskStyle: how large things are and where their parts lie.
#include "ui/support/barpainting.h"
#include "ui/support/deskstyle.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QStyleHintReturnMask>
#include <QStyleOption>

static constexpr int comboArrowWidth = 30;

int DeskStyle::pixelMetric(PixelMetric metric, const QStyleOption *option,
                           const QWidget *widget) const
{
    switch (metric) {
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseOverlap:
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
    case PM_MenuHMargin:
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_MenuPanelWidth:
    case PM_SplitterWidth:
        return 1;
    case PM_MenuVMargin:
        return 5;
    case PM_MenuBarHMargin:
        return Theme::space2;
    case PM_MenuBarItemSpacing:
        return 2;
    case PM_MenuButtonIndicator:
        return 27;
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollBarSliderMin:
        return 32;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_LineEditIconSize:
        return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return Theme::space2;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return 2;
    case PM_HeaderMargin:
        return Theme::space1;
    case PM_TreeViewIndentation:
        return 18;
    case PM_ToolTipLabelFrameWidth:
        return 7;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int DeskStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                         QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_ComboBox_Popup:
    case SH_EtchDisabledText:
    case SH_FocusFrame_Mask:
    case SH_ScrollBar_Transient:
        return 0;
    case SH_FocusFrame_AboveWidget:
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ToolTipLabel_Opacity:
        return 255;
    case SH_LineEdit_PasswordCharacter:
        return 0x2022;
    case SH_ComboBox_PopupFrameStyle:
        return QFrame::StyledPanel | QFrame::Plain;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

//! Not to be asked where there is no text: the first look at a font loads it.
static int controlHeight(const QStyleOption *option, const QWidget *widget)
{
    const int height = isSmall(widget) ? Theme::smallControlHeight : Theme::controlHeight;
    const int padding = isSmall(widget) ? 8 : 12;
    return qMax(height, option ? option->fontMetrics.height() + padding : 0);
}

static bool hasText(const QStyleOptionToolButton &option)
{
    return option.toolButtonStyle != Qt::ToolButtonIconOnly && !option.text.isEmpty();
}

//! The width of \a text with its mnemonic mark taken out, plus an icon where there is one.
static int labelWidth(const QStyleOption &option, const QString &text, const QIcon &icon,
                      const QSize &iconSize)
{
    int width = option.fontMetrics.size(Qt::TextShowMnemonic, text).width();
    if (!icon.isNull())
        width += iconSize.width() + (text.isEmpty() ? 0 : 4);
    return width;
}

static QSize toolButtonSize(const QStyleOptionToolButton &option, const QWidget *widget,
                            int indicator)
{
    QSize size(Theme::controlHeight, Theme::controlHeight);
    if (isSmall(widget))
        size = {Theme::smallControlHeight, Theme::smallControlHeight};
    if (hasText(option)) {
        const bool hasIcon = option.toolButtonStyle != Qt::ToolButtonTextOnly;
        const QIcon icon = hasIcon ? option.icon : QIcon();
        size = {labelWidth(option, option.text, icon, option.iconSize) + 28,
                controlHeight(&option, widget)};
    }
    if (option.features & QStyleOptionToolButton::MenuButtonPopup)
        size.rwidth() += indicator;
    return size;
}

QSize DeskStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                  const QWidget *widget) const
{
    switch (type) {
    case CT_PushButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            if (buttonKind(widget) == ButtonKind::Link)
                return {labelWidth(*option, button->text, {}, {}) + 2,
                        option->fontMetrics.height() + 4};
            const int padding = isSmall(widget) ? 20 : 28;
            return {labelWidth(*option, button->text, button->icon, button->iconSize) + padding,
                    controlHeight(option, widget)};
        }
        break;
    case CT_ToolButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option))
            return toolButtonSize(*button, widget,
                                  pixelMetric(PM_MenuButtonIndicator, option, widget));
        break;
    case CT_LineEdit: {
        const auto *edit = qobject_cast<const QLineEdit *>(widget);
        if (edit && !edit->hasFrame())
            break;
        return {size.width() + 18, controlHeight(option, widget)};
    }
    case CT_ComboBox:
        return {size.width() + 15 + comboArrowWidth, controlHeight(option, widget)};
    case CT_CheckBox:
    case CT_RadioButton: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {base.width() + 4, qMax(base.height(), 24)};
    }
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return barpainting::menuItemSize(*item, size);
        break;
    case CT_MenuBarItem:
        return {size.width() + 18, qMax(36, size.height() + 16)};
    case CT_TabBarTab:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            return {labelWidth(*option, tab->text, tab->icon, tab->iconSize) + 28,
                    qMax(42, option->fontMetrics.height() + 20)};
        break;
    case CT_ItemViewItem: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        return {base.width(), qMax(base.height(), 24)};
    }
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, size, widget);
}

QRect DeskStyle::subElementRect(SubElement element, const QStyleOption *option,
                                const QWidget *widget) const
{
    if (element == SE_LineEditContents) {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0)
            return option->rect.adjusted(8, 1, -8, -1);
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect DeskStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                SubControl subControl, const QWidget *widget) const
{
    const QRect rect = option->rect;
    if (control == CC_ComboBox) {
        const QRect arrow(rect.right() + 1 - comboArrowWidth, rect.top(), comboArrowWidth,
                          rect.height());
        if (subControl == SC_ComboBoxArrow)
            return visualRect(option->direction, rect, arrow);
        if (subControl == SC_ComboBoxEditField)
            return visualRect(option->direction, rect, rect.adjusted(11, 1, -comboArrowWidth, -1));
        if (subControl == SC_ComboBoxListBoxPopup)
            return rect.translated(0, 3);
    }
    if (control == CC_ScrollBar) {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (!bar)
            return QProxyStyle::subControlRect(control, option, subControl, widget);
        const QRect handle = barpainting::scrollBarHandle(*bar);
        const bool isVertical = bar->orientation == Qt::Vertical;
        switch (subControl) {
        case SC_ScrollBarSlider:
            return handle;
        case SC_ScrollBarGroove:
            return rect;
        case SC_ScrollBarSubPage:
            return isVertical ? QRect(rect.topLeft(), QPoint(rect.right(), handle.top() - 1))
                              : QRect(rect.topLeft(), QPoint(handle.left() - 1, rect.bottom()));
        case SC_ScrollBarAddPage:
            return isVertical ? QRect(QPoint(rect.left(), handle.bottom() + 1), rect.bottomRight())
                              : QRect(QPoint(handle.right() + 1, rect.top()), rect.bottomRight());
        default:
            return {};
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

DeskStyle *dress(QApplication &application)
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    // A menu bar would ask the session bus whether the desktop shows menus itself, and wait for the
    // answer: a deaf bus would hold up the window, a missing one costs a try to start it.
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeMenuBar);
#endif
    auto *style = new DeskStyle;
    application.setFont(fontFor(TextRole::Body));
    const QFont strong = fontFor(TextRole::Strong);
    for (const char *name : {"QPushButton", "QToolButton"})
        QApplication::setFont(strong, name);
    QApplication::setStyle(style);
    return style;
}
