#pragma once

#include <QString>

//! Of the bus of this session. Empty where there is none: the library would start one to have one.
[[nodiscard]] QString sessionBusAddress();

//! Makes a connection called \a name to the bus at \a address, if that answers, as busAnswers().
//! Blocks: on a worker. False without D-Bus.
[[nodiscard]] bool connectToBus(const QString &address, const QString &name);

//! Whether the D-Bus at \a address lets this user in, within a second: Qt's connecting waits for
//! that without end, and holds a lock meanwhile that quitting needs. Blocks: on a worker. Only for
//! buses on a local socket, which they are; false for others.
[[nodiscard]] bool busAnswers(const QString &address);
