#pragma once

#include "core/session/account.h"
#include "core/support/result.h"

#include <QString>
#include <QStringList>

//! What the command line asks for. No option ever takes a secret.
struct LaunchOptions
{
    bool demo = false;
    QString server{}; //!< an origin; empty: as left last time
    QString user{};
    Api::Form form = Api::Form::Auto;
    bool choosesForm = false;   //!< --api was given
    bool allowsCapture = false; //!< only the first start of a desktop can choose that

    friend bool operator==(const LaunchOptions &, const LaunchOptions &) = default;
};

//! The command line, without the program's name, that asks for \a options.
[[nodiscard]] QStringList launchArguments(const LaunchOptions &options);

//! What to print instead of starting, and how to end.
struct LaunchRefusal
{
    QString text;
    int exitCode = 0;
};

//! Reads \a arguments, the program's name first. Needs a QCoreApplication for the texts.
[[nodiscard]] Result<LaunchOptions, LaunchRefusal> parseLaunchOptions(const QStringList &arguments);
