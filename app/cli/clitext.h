#pragma once

#include <QCoreApplication>

//! Where the terminal program's own words are translated: Cli::tr().
struct Cli
{
    Q_DECLARE_TR_FUNCTIONS(Cli)
};
