#pragma once

#include "core/handoff/handoff.h"

#include <QList>
#include <QString>

//! The forms of a token in words, for menus and outcomes.
namespace handofftext {

//! "Token", "curl command", "Lines for fish".
[[nodiscard]] QString name(handoff::Format format);

//! Forms that belong together; an empty title for those that stand for themselves.
struct Group
{
    QString title;
    QList<handoff::Format> formats;
};

//! The forms that are of use where the API is spoken in \a form, in the order of a menu.
[[nodiscard]] QList<Group> groups(Api::Form form);

} // namespace handofftext
