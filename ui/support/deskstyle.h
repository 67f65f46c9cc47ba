#pragma once

#include <QPointer>
#include <QProxyStyle>

class QAbstractButton;
class QApplication;
class QFocusFrame;

//! How much a button stands out. One Primary per view.
enum class ButtonKind
{
    Normal,
    Primary,
    Quiet,  //!< no frame until hovered
    Danger, //!< red text
    Link    //!< underlined text, in the palette's ButtonText
};

//! Buttons and tool buttons are Normal until told otherwise.
void setButtonKind(QAbstractButton *button, ButtonKind kind);
[[nodiscard]] ButtonKind buttonKind(const QWidget *button);

//! 26 px instead of 32 px, for buttons, fields and combo boxes of second rank. To be called before
//! the control is first laid out.
void setSmall(QWidget *control);
[[nodiscard]] bool isSmall(const QWidget *control);

//! The look of every control, drawn from the Theme over Fusion's behaviour. No style sheets: they
//! cost start-up time and break palettes. It turns whatever palette the system has into ours, light
//! or dark, so that following the system needs no other machinery.
class DeskStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    enum class Scheme
    {
        System,
        Light,
        Dark
    };

    DeskStyle();
    ~DeskStyle() override;

    //! Follows the system, or holds one scheme. Takes effect at once in every window.
    void setScheme(Scheme scheme);
    [[nodiscard]] Scheme scheme() const { return m_scheme; }

    void polish(QPalette &palette) override;
    void polish(QWidget *widget) override;
    void polish(QApplication *application) override;
    void unpolish(QApplication *application) override;
    [[nodiscard]] QPalette standardPalette() const override;
    [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption *option,
                                     const QWidget *widget) const override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                            QPainter *painter, const QWidget *widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option,
                                  const QWidget *widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                                QStyleHintReturn *returnData) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option,
                                         const QSize &size, const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                       SubControl subControl, const QWidget *widget) const override;

private:
    void followFocus(QWidget *now);

    Scheme m_scheme = Scheme::System;
    QPointer<QFocusFrame> m_ring;
};

//! Gives \a application the look: style, palette and fonts. The application owns the style; the
//! pointer serves the theme menu.
DeskStyle *dress(QApplication &application);
