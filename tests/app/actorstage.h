#pragma once

#include <QString>

//! For a program under a test that looks at what it leaves (actorprocess.h). Secrets come as the
//! first lines of standard input.
namespace actorstage {

[[nodiscard]] QString readLine();

//! Prints the titles of the windows and the step's name, and goes on when a line comes: whoever
//! started the program has a look meanwhile.
[[nodiscard]] bool step(const char *name);

} // namespace actorstage
