#pragma once

#include "core/storage/profile.h"

#include <QColor>
#include <QFont>

class QPalette;
class QWidget;

//! What a piece of text, a line or a glyph is painted with.
enum class Ink
{
    Text,
    Dim,
    Faint, //!< only for what can be missed
    Accent,
    OnAccent,
    Good,
    Warning,
    Bad
};

//! The meaning of a pill, a ring or a banner. Never the only carrier of that meaning: words differ
//! too.
enum class Tone
{
    Neutral,
    Accent,
    Good,
    Warning,
    Bad
};

//! Kinds of text; see fontFor().
enum class TextRole
{
    Body,   //!< 13 px
    Strong, //!< 13 px, medium
    Bold,   //!< 13 px, semi-bold
    Label,  //!< 12 px, for dim labels over values
    Small,  //!< 11 px
    Pill,   //!< 11 px, semi-bold
    Header, //!< 15 px, semi-bold: the title of a card
    Title,  //!< 18 px, semi-bold
    Large,  //!< 20 px, semi-bold
    Mono,   //!< 13 px, hosts, tokens, JSON
    MonoSmall
};

//! Every colour and measure of the program in one place: a widget never names a colour. Two
//! constants exist, light and dark; which one holds for a widget follows from its palette, so that
//! a change of the system's scheme reaches everything by the ordinary PaletteChange.
struct Theme
{
    static constexpr int space1 = 4;
    static constexpr int space2 = 8;
    static constexpr int space3 = 12;
    static constexpr int space4 = 16;
    static constexpr int space5 = 20;
    static constexpr int space6 = 24;
    static constexpr int controlRadius = 6;
    static constexpr int rowRadius = 8;
    static constexpr int cardRadius = 10;
    static constexpr int controlHeight = 32;
    static constexpr int smallControlHeight = 26;

    bool isDark = false;
    QColor background, column, card, field;
    QColor line, chip, selection;
    QColor text, dim, faint;
    QColor accent, onAccent, accentSoft, accentText; //!< accentText where accent itself is the text
    QColor good, goodSoft, warning, warningSoft, bad, badSoft;
    QColor mark, onMark; //!< a search hit and the text on it
    QColor onTile;

    [[nodiscard]] static const Theme &light();
    [[nodiscard]] static const Theme &dark();
    [[nodiscard]] static const Theme &of(const QPalette &palette);
    [[nodiscard]] static const Theme &of(const QWidget *widget);

    [[nodiscard]] QColor ink(Ink which) const;
    [[nodiscard]] QColor ink(Tone tone) const;
    [[nodiscard]] QColor soft(Tone tone) const;
    //! The shade of a profile's tile; letters on it are onTile.
    [[nodiscard]] QColor tile(Profile::Colour colour) const;
    //! \a colour one step towards the text colour: hovered and pressed controls.
    [[nodiscard]] QColor hovered(const QColor &colour) const;
    [[nodiscard]] QColor pressed(const QColor &colour) const;
    //! The soft ring around what has the focus.
    [[nodiscard]] QColor ring() const;
    [[nodiscard]] QPalette palette() const;
};

//! The system's font in the size and weight of \a role. Sizes grow with the system's own size.
[[nodiscard]] QFont fontFor(TextRole role);
