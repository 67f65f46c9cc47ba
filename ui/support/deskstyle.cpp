#include "ui/support/deskstyle.h"

#include "ui/support/barpainting.h"
#include "ui/support/controlpainting.h"
#include "ui/support/icons.h"
#include "ui/support/painting.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QFocusFrame>
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOption>
#include <QTabBar>
#include <QToolButton>

static constexpr char kindProperty[] = "deskButtonKind";
static constexpr char smallProperty[] = "deskSmall";

void setButtonKind(QAbstractButton *button, ButtonKind kind)
{
    button->setProperty(kindProperty, static_cast<int>(kind));
    if (kind == ButtonKind::Link) {
        QFont font = button->font();
        font.setUnderline(true);
        button->setFont(font);
        button->setCursor(Qt::PointingHandCursor);
    }
    button->updateGeometry();
    button->update();
}

ButtonKind buttonKind(const QWidget *button)
{
    return button ? static_cast<ButtonKind>(button->property(kindProperty).toInt())
                  : ButtonKind::Normal;
}

void setSmall(QWidget *control)
{
    control->setProperty(smallProperty, true);
    control->updateGeometry();
}

bool isSmall(const QWidget *control)
{
    return control && control->property(smallProperty).toBool();
}

DeskStyle::DeskStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{}

DeskStyle::~DeskStyle()
{
    delete m_ring;
}

void DeskStyle::setScheme(Scheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    switch (scheme) {
    case Scheme::System:
        QApplication::setPalette(QPalette());
        break;
    case Scheme::Light:
        QApplication::setPalette(Theme::light().palette());
        break;
    case Scheme::Dark:
        QApplication::setPalette(Theme::dark().palette());
        break;
    }
}

void DeskStyle::polish(QPalette &palette)
{
    palette = Theme::of(palette).palette();
}

QPalette DeskStyle::standardPalette() const
{
    return Theme::of(QProxyStyle::standardPalette()).palette();
}

QIcon DeskStyle::standardIcon(StandardPixmap which, const QStyleOption *option,
                              const QWidget *widget) const
{
    // Drawn when shown; the ones of the base style are image files, read at once.
    if (which == SP_LineEditClearButton)
        return glyphIcon(Glyph::Close);
    if (which == SP_ToolBarHorizontalExtensionButton || which == SP_ToolBarVerticalExtensionButton)
        return glyphIcon(Glyph::More);
    return QProxyStyle::standardIcon(which, option, widget);
}

void DeskStyle::polish(QApplication *application)
{
    QProxyStyle::polish(application);
    connect(application, &QApplication::focusChanged, this,
            [this](QWidget *, QWidget *now) { followFocus(now); });
}

void DeskStyle::unpolish(QApplication *application)
{
    disconnect(application, nullptr, this, nullptr);
    QProxyStyle::unpolish(application);
}

void DeskStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget) ||
        qobject_cast<QLineEdit *>(widget) || qobject_cast<QScrollBar *>(widget) ||
        qobject_cast<QTabBar *>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
    }
    if (qobject_cast<QDialog *>(widget))
        widget->setAttribute(Qt::WA_StyledBackground);
    // A list or a text without a frame lies on its card; a field colour of its own would show as a
    // patch.
    if (auto *area = qobject_cast<QAbstractScrollArea *>(widget);
        area && area->frameShape() == QFrame::NoFrame) {
        area->viewport()->setAutoFillBackground(false);
    }
}

//! Whether \a widget gets a ring around itself; lists, trees and tabs show the focus inside.
static bool wearsRing(const QWidget *widget)
{
    if (qobject_cast<const QLineEdit *>(widget))
        return !qobject_cast<QComboBox *>(widget->parentWidget()) &&
               !qobject_cast<QAbstractSpinBox *>(widget->parentWidget()) &&
               !widget->parentWidget()->inherits("QAbstractItemView");
    return qobject_cast<const QAbstractButton *>(widget) ||
           qobject_cast<const QComboBox *>(widget) ||
           qobject_cast<const QAbstractSpinBox *>(widget);
}

void DeskStyle::followFocus(QWidget *now)
{
    if (now && !now->isWindow() && wearsRing(now)) {
        if (!m_ring)
            m_ring = new QFocusFrame(now->window());
        m_ring->setWidget(now);
    } else if (m_ring) {
        m_ring->setWidget(nullptr);
    }
}

void DeskStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                              QPainter *painter, const QWidget *widget) const
{
    const Theme &theme = Theme::of(option->palette);
    switch (element) {
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0)
            controlpainting::field(*option, *painter);
        return;
    }
    case PE_FrameLineEdit:
    case PE_Frame:
    case PE_FrameMenu:
        if (element == PE_FrameLineEdit)
            controlpainting::field(*option, *painter);
        else
            painting::outline(*painter, option->rect, element == PE_Frame ? 6 : 0.5, theme.line, 1);
        return;
    case PE_Widget: // the ground of a dialog, see polish()
    case PE_PanelMenu:
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, theme.card);
        painting::outline(*painter, option->rect, 0.5, theme.line, 1);
        return;
    case PE_PanelMenuBar:
    case PE_FrameStatusBarItem:
    case PE_FrameTabWidget:
    case PE_PanelScrollAreaCorner:
    case PE_FrameButtonBevel:
    case PE_FrameDefaultButton:
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        controlpainting::checkBox(*option, *painter);
        return;
    case PE_IndicatorRadioButton:
        controlpainting::radioButton(*option, *painter);
        return;
    case PE_FrameTabBarBase:
        painter->fillRect(
            QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), theme.line);
        return;
    case PE_FrameFocusRect:
        if (!widget || !wearsRing(widget))
            painting::outline(*painter, option->rect, 5, theme.ring(), 2);
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem:
        if (option->state & State_Selected)
            painter->fillRect(option->rect, theme.selection);
        else if (option->state & State_MouseOver && option->state & State_Enabled &&
                 element == PE_PanelItemViewItem)
            painter->fillRect(option->rect, theme.chip);
        return;
    case PE_IndicatorBranch:
        if (option->state & State_Children)
            painting::chevron(*painter, option->rect, theme.dim,
                              option->state & State_Open ? painting::Direction::Down
                                                         : painting::Direction::Right);
        return;
    case PE_IndicatorArrowDown:
        painting::chevron(*painter, option->rect, theme.dim, painting::Direction::Down);
        return;
    case PE_IndicatorArrowUp:
        painting::chevron(*painter, option->rect, theme.dim, painting::Direction::Up);
        return;
    case PE_IndicatorArrowRight:
        painting::chevron(*painter, option->rect, theme.dim, painting::Direction::Right);
        return;
    case PE_IndicatorArrowLeft:
        painting::chevron(*painter, option->rect, theme.dim, painting::Direction::Left);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

//! The palette of a push button's text; the base style paints icon and text by it.
static QPalette labelPalette(const QStyleOption &option, const QWidget *widget)
{
    const Theme &theme = Theme::of(option.palette);
    QPalette palette = option.palette;
    const ButtonKind kind = buttonKind(widget);
    if (kind == ButtonKind::Primary)
        palette.setColor(QPalette::Active, QPalette::ButtonText, theme.onAccent);
    else if (kind == ButtonKind::Danger)
        palette.setColor(QPalette::Active, QPalette::ButtonText, theme.bad);
    palette.setColor(QPalette::Inactive, QPalette::ButtonText,
                     palette.color(QPalette::Active, QPalette::ButtonText));
    return palette;
}

void DeskStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                            const QWidget *widget) const
{
    const Theme &theme = Theme::of(option->palette);
    switch (element) {
    case CE_PushButtonBevel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option))
            return controlpainting::pushButtonBevel(*button, *painter, widget);
        break;
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton label(*button);
            label.palette = labelPalette(*option, widget);
            return QProxyStyle::drawControl(element, &label, painter, widget);
        }
        break;
    case CE_ComboBoxLabel:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            return controlpainting::comboBoxLabel(*this, *combo, *painter, widget);
        break;
    case CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return barpainting::menuItem(*this, *item, *painter);
        break;
    case CE_MenuBarItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option))
            return barpainting::menuBarItem(*this, *item, *painter, widget);
        break;
    case CE_MenuBarEmptyArea:
        return barpainting::menuBarArea(*option, *painter);
    case CE_MenuEmptyArea:
        return;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            return barpainting::tabShape(*tab, *painter);
        break;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            return barpainting::tabLabel(*this, *tab, *painter, widget);
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        return barpainting::headerSection(*option, *painter);
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            return barpainting::headerLabel(*header, *painter);
        break;
    case CE_Splitter:
        painter->fillRect(option->rect, theme.line);
        return;
    case CE_FocusFrame:
        painting::outline(*painter, option->rect, Theme::controlRadius + 2, theme.ring(), 2);
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void DeskStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                   QPainter *painter, const QWidget *widget) const
{
    switch (control) {
    case CC_ComboBox:
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option))
            return controlpainting::comboBox(*this, *combo, *painter, widget);
        break;
    case CC_ToolButton:
        if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option))
            return controlpainting::toolButton(*this, *button, *painter, widget);
        break;
    case CC_ScrollBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option))
            return barpainting::scrollBar(*bar, barpainting::scrollBarHandle(*bar), *painter);
        break;
    default:
        break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}
