#pragma once

#include "ui/token/possible.h"

#include <QList>

class QAction;
class QActionGroup;
class QMenuBar;

//! Everything that the menu bar offers. Owned by the menu bar; what is possible is said by
//! enabled().
struct Menus
{
    QAction *addProfile = nullptr;
    QAction *editProfile = nullptr;
    QAction *duplicateProfile = nullptr;
    QAction *removeProfile = nullptr;
    QAction *importProfiles = nullptr;
    QAction *exportProfiles = nullptr;
    QAction *lock = nullptr;
    QAction *secretsPlace = nullptr;
    QActionGroup *lockAfter = nullptr; //!< data() of each: minutes, 0 for never
    QAction *quit = nullptr;

    QAction *signIn = nullptr;
    QAction *refresh = nullptr;
    QAction *searchSession = nullptr;
    QAction *chooseOrg = nullptr;
    QAction *cancel = nullptr;
    QAction *signOut = nullptr;

    QAction *copyToken = nullptr;
    QAction *copyHeader = nullptr;
    QAction *copyCurl = nullptr;
    QAction *copyAs = nullptr;
    QAction *getToken = nullptr;
    QAction *checkToken = nullptr;
    QAction *revokeToken = nullptr;
    QAction *listTokens = nullptr;
    QAction *embedHelper = nullptr;
    QAction *clearClipboard = nullptr;
    QActionGroup *clearAfter = nullptr; //!< data() of each: seconds

    QAction *goToProfiles = nullptr;
    QAction *searchProfiles = nullptr;
    QAction *nextProfile = nullptr;
    QAction *previousProfile = nullptr;
    QAction *collapseColumn = nullptr;
    QActionGroup *themes = nullptr; //!< data() of each is a Preferences::Theme as int

    QAction *shortcuts = nullptr;
    QAction *about = nullptr;

    //! Fills \a bar.
    [[nodiscard]] static Menus build(QMenuBar &bar);
    //! What acts on one profile, for its context menu.
    [[nodiscard]] QList<QAction *> ofProfile() const;
    //! What is possible at the moment.
    struct Situation
    {
        bool hasProfile = false;
        bool isSignedOut = false;
        bool isBusy = false;
        bool isSessionShown = false;
        bool isLocked = false;  //!< nothing but leaving and the Help menu is possible then
        Possible possible = {}; //!< with the session that is chosen
    };
    void enable(const Situation &situation) const;
};
