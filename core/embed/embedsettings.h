#pragma once

#include <QStringList>

//! What a person has chosen for the embed helper of a profile. It is started by hand all the same.
struct EmbedSettings
{
    static constexpr qsizetype mostOrigins = 20;
    static constexpr int shortestValiditySeconds = 30;
    static constexpr int mostMinutes = 8 * 60;

    bool isOn = false;         //!< it may be started at all
    QStringList origins{};     //!< of the pages that may ask, as embedOrigin() gives them
    int validitySeconds = 300; //!< of each token
    int minutes = 60;          //!< until it stops by itself
    int port = 0;              //!< 0: any that is free

    friend bool operator==(const EmbedSettings &, const EmbedSettings &) = default;
};
