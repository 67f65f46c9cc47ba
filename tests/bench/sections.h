#pragma once

#include "tests/bench/display.h"
#include "tests/bench/figures.h"

//! How thoroughly to measure, and where.
struct Bench
{
    const Display &display;
    int rounds = 9;
};

//! Start to the first painted window, against a bare QMainWindow.
[[nodiscard]] QList<Figure> measureStartup(const Bench &bench);
//! From the click on Sign in to user and token in the window, in round trips.
[[nodiscard]] QList<Figure> measureSignIn(const Bench &bench);
//! One small request, against curl.
[[nodiscard]] QList<Figure> measureRequestCost(const Bench &bench);
//! The 10 MB session object, from the reply to the card, and what the window feels of it.
[[nodiscard]] QList<Figure> measureLargeObject(const Bench &bench);
//! sdesk as scripts run it, against an empty program, curl and gh.
[[nodiscard]] QList<Figure> measureSdesk(const Bench &bench);
//! Memory with one profile signed in, and what the program does while it is hidden.
[[nodiscard]] QList<Figure> measureIdle(const Bench &bench);
