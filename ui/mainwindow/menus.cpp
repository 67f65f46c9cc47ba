#include "ui/mainwindow/menus.h"

#include "core/storage/profile.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

struct MenuText
{
    Q_DECLARE_TR_FUNCTIONS(Menus)
};

static QAction *add(QMenu &menu, const char *objectName, const QString &text,
                    const QKeySequence &shortcut)
{
    QAction *action = menu.addAction(text);
    action->setObjectName(QString::fromLatin1(objectName));
    action->setShortcut(shortcut);
    return action;
}

static void buildLockAfter(Menus &menus, QMenu &menu)
{
    menus.lockAfter = new QActionGroup(&menu);
    const std::tuple<const char *, QString, Qt::Key, int> choices[] = {
        {"lockNever", MenuText::tr("&Never"), Qt::Key_4, 0},
        {"lockAfter1", MenuText::tr("&1 minute"), Qt::Key_5, 1},
        {"lockAfter5", MenuText::tr("&5 minutes"), Qt::Key_6, 5},
        {"lockAfter15", MenuText::tr("1&5 minutes"), Qt::Key_7, 15},
        {"lockAfter30", MenuText::tr("&30 minutes"), Qt::Key_8, 30},
        {"lockAfter60", MenuText::tr("1 &hour"), Qt::Key_9, 60},
    };
    for (const auto &[name, text, key, minutes] : choices) {
        QAction *action = add(menu, name, text, Qt::CTRL | Qt::ALT | key);
        action->setCheckable(true);
        action->setData(minutes);
        menus.lockAfter->addAction(action);
    }
}

static void buildFile(Menus &menus, QMenu &menu)
{
    menus.addProfile =
        add(menu, "addProfileAction", MenuText::tr("&Add profile…"), Qt::CTRL | Qt::Key_N);
    menus.editProfile = add(menu, "editProfileAction", MenuText::tr("&Edit profile…"), Qt::Key_F2);
    menus.duplicateProfile = add(menu, "duplicateProfileAction", MenuText::tr("D&uplicate profile"),
                                 Qt::CTRL | Qt::Key_D);
    menus.removeProfile =
        add(menu, "removeProfileAction", MenuText::tr("&Remove profile…"), Qt::Key_Delete);
    // Elsewhere the key means what it always means.
    menus.removeProfile->setShortcutContext(Qt::WidgetShortcut);
    menu.addSeparator();
    menus.importProfiles = add(menu, "importProfilesAction", MenuText::tr("&Import profiles…"),
                               Qt::CTRL | Qt::SHIFT | Qt::Key_I);
    menus.exportProfiles = add(menu, "exportProfilesAction", MenuText::tr("E&xport profiles…"),
                               Qt::CTRL | Qt::SHIFT | Qt::Key_S);
    menu.addSeparator();
    menus.lock = add(menu, "lockAction", MenuText::tr("&Lock now"), Qt::CTRL | Qt::Key_L);
    menus.secretsPlace = add(menu, "secretsPlaceAction", MenuText::tr("Where &secrets are kept…"),
                             Qt::CTRL | Qt::Key_K);
    buildLockAfter(menus, *menu.addMenu(MenuText::tr("Lock a&fter idling")));
    menu.addSeparator();
    menus.quit = add(menu, "quitAction", MenuText::tr("&Quit"), Qt::CTRL | Qt::Key_Q);
}

static void buildSession(Menus &menus, QMenu &menu)
{
    menus.signIn = add(menu, "signInAction", MenuText::tr("Sign &in…"), Qt::CTRL | Qt::Key_I);
    menus.refresh = add(menu, "refreshAction", MenuText::tr("&Refresh session info"), Qt::Key_F5);
    menus.searchSession = add(menu, "searchSessionAction", MenuText::tr("&Search session info"),
                              Qt::CTRL | Qt::Key_F);
    menus.chooseOrg =
        add(menu, "chooseOrgAction", MenuText::tr("Choose &Organization"), Qt::CTRL | Qt::Key_O);
    menu.addSeparator();
    menus.cancel = add(menu, "cancelAction", MenuText::tr("&Cancel"), Qt::Key_Escape);
    menus.signOut =
        add(menu, "signOutAction", MenuText::tr("Sign o&ut"), Qt::CTRL | Qt::SHIFT | Qt::Key_O);
}

static void buildClearAfter(Menus &menus, QMenu &menu)
{
    menus.clearAfter = new QActionGroup(&menu);
    const std::tuple<const char *, QString, Qt::Key, int> choices[] = {
        {"clearAfter5", MenuText::tr("&5 seconds"), Qt::Key_1, 5},
        {"clearAfter10", MenuText::tr("&10 seconds"), Qt::Key_2, 10},
        {"clearAfter20", MenuText::tr("&20 seconds"), Qt::Key_3, 20},
        {"clearAfter60", MenuText::tr("1 &minute"), Qt::Key_4, 60},
        {"clearAfter120", MenuText::tr("2 m&inutes"), Qt::Key_5, 120},
    };
    for (const auto &[name, text, key, seconds] : choices) {
        QAction *action = add(menu, name, text, Qt::CTRL | Qt::ALT | Qt::SHIFT | key);
        action->setCheckable(true);
        action->setData(seconds);
        menus.clearAfter->addAction(action);
    }
}

static void buildToken(Menus &menus, QMenu &menu)
{
    menus.copyToken =
        add(menu, "copyTokenAction", MenuText::tr("&Copy token"), Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    menus.copyHeader = add(menu, "copyHeaderAction", MenuText::tr("Copy Authorization &header"),
                           Qt::CTRL | Qt::SHIFT | Qt::Key_H);
    menus.copyCurl = add(menu, "copyCurlAction", MenuText::tr("Copy curl &line"),
                         Qt::CTRL | Qt::SHIFT | Qt::Key_L);
    menus.copyAs =
        add(menu, "copyAsAction", MenuText::tr("Cop&y as…"), Qt::CTRL | Qt::SHIFT | Qt::Key_A);
    menu.addSeparator();
    menus.getToken =
        add(menu, "getTokenAction", MenuText::tr("&Get a new token…"), Qt::CTRL | Qt::Key_T);
    menus.checkToken = add(menu, "checkTokenAction", MenuText::tr("Check with &server"),
                           Qt::CTRL | Qt::SHIFT | Qt::Key_K);
    menus.revokeToken =
        add(menu, "revokeTokenAction", MenuText::tr("&Revoke…"), Qt::CTRL | Qt::SHIFT | Qt::Key_R);
    menus.listTokens = add(menu, "listTokensAction", MenuText::tr("Tokens &made here…"),
                           Qt::CTRL | Qt::SHIFT | Qt::Key_T);
    menus.embedHelper = add(menu, "embedHelperAction", MenuText::tr("&Embed helper…"),
                            Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    menu.addSeparator();
    menus.clearClipboard = add(menu, "clearClipboardAction", MenuText::tr("Clear clip&board now"),
                               Qt::CTRL | Qt::SHIFT | Qt::Key_X);
    buildClearAfter(menus, *menu.addMenu(MenuText::tr("Clear clipboard &after")));
}

static void buildThemes(Menus &menus, QMenu &menu)
{
    menus.themes = new QActionGroup(&menu);
    const std::tuple<const char *, QString, Qt::Key, Preferences::Theme> choices[] = {
        {"themeSystem", MenuText::tr("&System"), Qt::Key_1, Preferences::Theme::System},
        {"themeLight", MenuText::tr("&Light"), Qt::Key_2, Preferences::Theme::Light},
        {"themeDark", MenuText::tr("&Dark"), Qt::Key_3, Preferences::Theme::Dark},
    };
    for (const auto &[name, text, key, theme] : choices) {
        QAction *action = add(menu, name, text, Qt::CTRL | Qt::ALT | key);
        action->setCheckable(true);
        action->setData(static_cast<int>(theme));
        menus.themes->addAction(action);
    }
}

static void buildView(Menus &menus, QMenu &menu)
{
    menus.goToProfiles =
        add(menu, "goToProfilesAction", MenuText::tr("Go to &profiles"), Qt::CTRL | Qt::Key_P);
    menus.searchProfiles = add(menu, "searchProfilesAction", MenuText::tr("&Search clusters"),
                               Qt::CTRL | Qt::SHIFT | Qt::Key_F);
    menus.nextProfile =
        add(menu, "nextProfileAction", MenuText::tr("&Next profile"), Qt::CTRL | Qt::Key_PageDown);
    menus.previousProfile = add(menu, "previousProfileAction", MenuText::tr("P&revious profile"),
                                Qt::CTRL | Qt::Key_PageUp);
    menu.addSeparator();
    menus.collapseColumn = add(menu, "collapseColumnAction",
                               MenuText::tr("&Collapse profiles to tiles"), Qt::CTRL | Qt::Key_B);
    menus.collapseColumn->setCheckable(true);
    buildThemes(menus, *menu.addMenu(MenuText::tr("&Theme")));
}

Menus Menus::build(QMenuBar &bar)
{
    bar.setAccessibleName(MenuText::tr("Menu bar"));
    Menus menus;
    buildFile(menus, *bar.addMenu(MenuText::tr("&File")));
    buildSession(menus, *bar.addMenu(MenuText::tr("&Session")));
    buildToken(menus, *bar.addMenu(MenuText::tr("&Token")));
    buildView(menus, *bar.addMenu(MenuText::tr("&View")));
    QMenu *help = bar.addMenu(MenuText::tr("&Help"));
    menus.shortcuts =
        add(*help, "shortcutsAction", MenuText::tr("&Keyboard shortcuts"), Qt::Key_F1);
    menus.about =
        add(*help, "aboutAction", MenuText::tr("&About Session Desk"), Qt::SHIFT | Qt::Key_F1);
    menus.enable({});
    return menus;
}

QList<QAction *> Menus::ofProfile() const
{
    return {editProfile, duplicateProfile, removeProfile, signOut};
}

void Menus::enable(const Situation &situation) const
{
    const Possible &possible = situation.possible;
    const bool isOpen = !situation.isLocked;
    for (QAction *action :
         {addProfile, importProfiles, exportProfiles, lock, secretsPlace, goToProfiles,
          searchProfiles, nextProfile, previousProfile, collapseColumn})
        action->setEnabled(isOpen);
    themes->setEnabled(isOpen);
    lockAfter->setEnabled(isOpen);
    clearAfter->setEnabled(isOpen);
    for (QAction *action : {editProfile, duplicateProfile, removeProfile})
        action->setEnabled(situation.hasProfile);
    listTokens->setEnabled(situation.hasProfile);
    signIn->setEnabled(isOpen && (situation.isSignedOut || possible.signIn));
    refresh->setEnabled(possible.refresh);
    embedHelper->setEnabled(isOpen && situation.isSessionShown && !possible.signIn);
    searchSession->setEnabled(situation.isSessionShown);
    chooseOrg->setEnabled(possible.chooseOrg);
    cancel->setEnabled(situation.isBusy);
    signOut->setEnabled(possible.signOut);
    for (QAction *action : {copyToken, copyHeader, copyCurl, copyAs})
        action->setEnabled(possible.copyToken);
    getToken->setEnabled(possible.getToken);
    checkToken->setEnabled(possible.checkToken);
    revokeToken->setEnabled(possible.revokeToken);
}
