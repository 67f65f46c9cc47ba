#pragma once

#include "ui/support/theme.h"

#include <QIcon>

//! The program's own icons: 20 px grid, 1.5 px stroke.
enum class Glyph
{
    Add,
    Check,
    ChevronDown,
    ChevronRight,
    Clock,
    Close,
    Cluster,
    Copy,
    Edit,
    Error,
    Eye,
    EyeOff,
    Folder,
    Info,
    Key,
    Link,
    Lock,
    More,
    Play,
    Refresh,
    Search,
    Shield,
    SignOut,
    Trash,
    User,
    Warning
};

//! \a glyph as an icon that is read and drawn when first painted, in the colour that \a ink has
//! then: it follows light and dark by itself and is sharp at every scale.
[[nodiscard]] QIcon glyphIcon(Glyph glyph, Ink ink = Ink::Dim);
//! \a glyph painted straight into \a rect, which should be square.
void paintGlyph(QPainter &painter, const QRect &rect, Glyph glyph, const QColor &colour);
//! The program's icon, for windows and the task bar.
[[nodiscard]] QIcon applicationIcon();
