#include "ui/support/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QScreen>
#include <QWidget>

static QColor rgb(uint value)
{
    return QColor::fromRgb(value);
}

static QColor mixed(const QColor &base, const QColor &other, double share)
{
    const auto channel = [share](float a, float b) {
        return static_cast<float>(a + (b - a) * share);
    };
    return QColor::fromRgbF(channel(base.redF(), other.redF()),
                            channel(base.greenF(), other.greenF()),
                            channel(base.blueF(), other.blueF()), base.alphaF());
}

const Theme &Theme::light()
{
    static const Theme theme{
        .isDark = false,
        .background = rgb(0xf4f5f8),
        .column = rgb(0xeceef3),
        .card = rgb(0xffffff),
        .field = rgb(0xffffff),
        .line = rgb(0xdfe2ea),
        .chip = rgb(0xeef0f5),
        .selection = rgb(0xdde7fb),
        .text = rgb(0x1b2030),
        .dim = rgb(0x5d667b),
        .faint = rgb(0x8b93a7),
        .accent = rgb(0x2f6feb),
        .onAccent = rgb(0xffffff),
        .accentSoft = rgb(0xe4edfd),
        .accentText = rgb(0x1f5fd6),
        .good = rgb(0x16794c),
        .goodSoft = rgb(0xdff3e8),
        .warning = rgb(0x9a5b00),
        .warningSoft = rgb(0xfff0d6),
        .bad = rgb(0xb3261e),
        .badSoft = rgb(0xfde5e3),
        .mark = rgb(0xffe08a),
        .onMark = rgb(0x1b2030),
        .onTile = rgb(0xffffff),
    };
    return theme;
}

const Theme &Theme::dark()
{
    static const Theme theme{
        .isDark = true,
        .background = rgb(0x171a21),
        .column = rgb(0x1e222b),
        .card = rgb(0x232833),
        .field = rgb(0x1b1f28),
        .line = rgb(0x343b4a),
        .chip = rgb(0x2d3341),
        .selection = rgb(0x2b3855),
        .text = rgb(0xe8ebf2),
        .dim = rgb(0xa5aec2),
        .faint = rgb(0x7b8499),
        .accent = rgb(0x6d9dff),
        .onAccent = rgb(0x0d1424),
        .accentSoft = rgb(0x26355a),
        .accentText = rgb(0x6d9dff),
        .good = rgb(0x6fd3a0),
        .goodSoft = rgb(0x1d3a2d),
        .warning = rgb(0xf0bd66),
        .warningSoft = rgb(0x41331a),
        .bad = rgb(0xff8f87),
        .badSoft = rgb(0x452422),
        .mark = rgb(0xffd866),
        .onMark = rgb(0x1b2030),
        .onTile = rgb(0xffffff),
    };
    return theme;
}

const Theme &Theme::of(const QPalette &palette)
{
    return palette.color(QPalette::Active, QPalette::Window).lightness() < 128 ? dark() : light();
}

const Theme &Theme::of(const QWidget *widget)
{
    return of(widget ? widget->palette() : QGuiApplication::palette());
}

QColor Theme::ink(Ink which) const
{
    switch (which) {
    case Ink::Text:
        return text;
    case Ink::Dim:
        return dim;
    case Ink::Faint:
        return faint;
    case Ink::Accent:
        return accentText;
    case Ink::OnAccent:
        return onAccent;
    case Ink::Good:
        return good;
    case Ink::Warning:
        return warning;
    case Ink::Bad:
        return bad;
    }
    Q_UNREACHABLE();
}

QColor Theme::ink(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        return dim;
    case Tone::Accent:
        return accentText;
    case Tone::Good:
        return good;
    case Tone::Warning:
        return warning;
    case Tone::Bad:
        return bad;
    }
    Q_UNREACHABLE();
}

QColor Theme::soft(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        return chip;
    case Tone::Accent:
        return accentSoft;
    case Tone::Good:
        return goodSoft;
    case Tone::Warning:
        return warningSoft;
    case Tone::Bad:
        return badSoft;
    }
    Q_UNREACHABLE();
}

QColor Theme::tile(Profile::Colour colour) const
{
    switch (colour) {
    case Profile::Colour::Red:
        return rgb(0xc2403a);
    case Profile::Colour::Green:
        return rgb(0x2f7d59);
    case Profile::Colour::Violet:
        return rgb(0x6b4fc4);
    case Profile::Colour::Steel:
        return rgb(0x53708f);
    case Profile::Colour::Blue:
        return rgb(0x2b67d1);
    case Profile::Colour::Amber:
        return rgb(0x99610d);
    case Profile::Colour::Teal:
        return rgb(0x1b7680);
    case Profile::Colour::Pink:
        return rgb(0xb33a78);
    }
    Q_UNREACHABLE();
}

QColor Theme::hovered(const QColor &colour) const
{
    return mixed(colour, text, 0.05);
}

QColor Theme::pressed(const QColor &colour) const
{
    return mixed(colour, text, 0.11);
}

QColor Theme::ring() const
{
    QColor ring = accent;
    ring.setAlphaF(isDark ? 0.5F : 0.4F);
    return ring;
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &colour) {
        palette.setColor(QPalette::All, role, colour);
    };
    set(QPalette::Window, background);
    set(QPalette::WindowText, text);
    set(QPalette::Base, field);
    set(QPalette::AlternateBase, chip);
    set(QPalette::Text, text);
    set(QPalette::Button, card);
    set(QPalette::ButtonText, text);
    set(QPalette::BrightText, bad);
    set(QPalette::PlaceholderText, faint);
    set(QPalette::ToolTipBase, card);
    set(QPalette::ToolTipText, text);
    set(QPalette::Highlight, selection);
    set(QPalette::HighlightedText, text);
    set(QPalette::Link, accentText);
    set(QPalette::LinkVisited, accentText);
    set(QPalette::Light, card);
    set(QPalette::Midlight, chip);
    set(QPalette::Mid, line);
    set(QPalette::Dark, faint);
    set(QPalette::Shadow, line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

struct FontShape
{
    int step; //!< pixels more than body text
    QFont::Weight weight;
    bool isMono;
};

static FontShape shapeOf(TextRole role)
{
    switch (role) {
    case TextRole::Body:
        return {0, QFont::Normal, false};
    case TextRole::Strong:
        return {0, QFont::Medium, false};
    case TextRole::Bold:
        return {0, QFont::DemiBold, false};
    case TextRole::Label:
        return {-1, QFont::Normal, false};
    case TextRole::Small:
        return {-2, QFont::Normal, false};
    case TextRole::Pill:
        return {-2, QFont::DemiBold, false};
    case TextRole::Header:
        return {2, QFont::DemiBold, false};
    case TextRole::Title:
        return {5, QFont::DemiBold, false};
    case TextRole::Large:
        return {7, QFont::DemiBold, false};
    case TextRole::Mono:
        return {0, QFont::Normal, true};
    case TextRole::MonoSmall:
        return {-1, QFont::Normal, true};
    }
    Q_UNREACHABLE();
}

//! What a font of the system measures, without loading it: it is not the one that gets shown.
static int pixelSizeOf(const QFont &font)
{
    constexpr double pointsPerInch = 72;
    const QScreen *screen = QGuiApplication::primaryScreen();
    return screen ? qRound(font.pointSizeF() * screen->logicalDotsPerInchY() / pointsPerInch) : 0;
}

QFont fontFor(TextRole role)
{
    static constexpr int bodyPixels = 13;
    const QFont system = QApplication::font();
    // A font in pixels is the one we set. A system's font is in points and often a little large for
    // so dense a window; it counts once a person has clearly made it larger.
    const int body =
        system.pixelSize() > 0 ? system.pixelSize() : qMax(bodyPixels, pixelSizeOf(system) * 4 / 5);
    const FontShape shape = shapeOf(role);
    QFont font = shape.isMono ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : system;
    font.setPixelSize(body + shape.step);
    font.setWeight(shape.weight);
    return font;
}
