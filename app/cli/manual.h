#pragma once

#include <QString>

//! What `sdesk --manual` prints: the page sdesk(1), made from the table of verbs like the help, so
//! that it is never behind the program. ASCII, in the macros of man(7).
namespace manual {

[[nodiscard]] QString page();

} // namespace manual
