#pragma once

#include <QString>

//! \a text as it may be shown: no control, bidirectional or zero-width formatting characters, and
//! cut to \a limit characters with an ellipsis. For every word that a server or a file gave us.
[[nodiscard]] QString shown(const QString &text, qsizetype limit = 512);

//! \a text as a tool tip that can never be taken for markup.
[[nodiscard]] QString toolTipText(const QString &text);
