#pragma once

#include "core/embed/embedsettings.h"
#include "core/handoff/variablenames.h"
#include "core/http/connectionsettings.h"
#include "core/session/account.h"
#include "core/session/renewalrule.h"

#include <QList>
#include <QString>
#include <QUuid>

//! A cluster and account as the person keeps it. Holds no secret.
struct Profile
{
    //! Tile colours by meaning of their own choosing; the theme gives the shades.
    enum class Colour
    {
        Red,
        Green,
        Violet,
        Steel,
        Blue,
        Amber,
        Teal,
        Pink
    };

    static constexpr int longestName = 64;

    QUuid id;
    QString name; //!< 1 to 64 code points, NFC, no controls; unique is not required
    Colour colour = Colour::Steel;
    QString origin;                        //!< as ServerAddress gives it; empty for a new one
    Api::Form form = Api::Form::Auto;      //!< the person's choice
    Api::Form foundForm = Api::Form::Auto; //!< what auto found last; Auto: nothing yet
    QString userName;
    QString org;          //!< id, name or empty
    QList<Org> knownOrgs; //!< from the last session, to choose from and to resolve names
    bool rememberMe = false;
    SignInMethod method = SignInMethod::Password; //!< chosen last
    bool keepsPassword = false; //!< sealed, once the person has chosen where; and so the others
    bool keepsSecretKey = false;
    bool keepsToken = false;
    bool wantsToken = true;
    int tokenValiditySeconds = 3600;
    RenewalPolicy keepAlive; //!< of the token
    QString authorityFile;   //!< PEM file of a private CA
    QByteArray pinnedKeySha256;
    ProxySettings proxy;
    EmbedSettings embed;
    handoff::VariableNames variables; //!< where a token is handed out in variables
    qint64 lastUsedMs = 0;

    [[nodiscard]] ConnectionSettings connection() const;
    //! The form to speak: the choice, or what was found.
    [[nodiscard]] Api::Form spokenForm() const
    {
        return form == Api::Form::Auto ? foundForm : form;
    }

    //! \a wanted as \ref name promises it; the host of \a origin if nothing of it can be shown.
    [[nodiscard]] static QString cleanName(const QString &wanted, const QString &origin);

    friend bool operator==(const Profile &, const Profile &) = default;
};

//! What is kept for the program as a whole.
struct Preferences
{
    enum class Theme
    {
        System,
        Light,
        Dark
    };

    QByteArray windowGeometry;
    int columnWidth = 272;
    QUuid lastProfile;
    int tokenValiditySeconds = 3600; //!< for new profiles
    Theme theme = Theme::System;
    int clipboardSeconds = 20; //!< 5 to 120
    int lockMinutes = 15;      //!< without input until the window locks itself; 0: never

    friend bool operator==(const Preferences &, const Preferences &) = default;
};
