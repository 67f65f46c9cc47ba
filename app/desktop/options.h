#pragma once

#include "core/session/account.h"

#include <QString>
#include <QStringList>

#include <variant>

//! What the command line asks for. No option ever takes a secret.
struct Options
{
    bool demo = false;
    QString origin; //!< from --server, as ServerAddress gives it
    QString userName;
    Api::Form form = Api::Form::Auto;

    //! Nothing was said about a profile.
    [[nodiscard]] bool isPlain() const
    {
        return origin.isEmpty() && userName.isEmpty() && form == Api::Form::Auto;
    }
};

//! The options in \a arguments (the program's name first), or what is wrong with them.
[[nodiscard]] std::variant<Options, QString> readOptions(const QStringList &arguments);
//! What --help prints.
[[nodiscard]] QString helpText();
