#include "tests/app/harmlessacts.h"

#include "ui/mainwindow/mainwindow.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QToolButton>

#include <cstdio>

using namespace Qt::StringLiterals;

HarmlessActs::HarmlessActs(MainWindow &mainWindow, WindowDriver &window, const QString &password,
                           const QString &passphrase, unsigned seed)
    : m_mainWindow(mainWindow)
    , m_window(window)
    , m_password(password)
    , m_passphrase(passphrase)
    , m_chance(seed)
{
    addReadingActs();
    addSheetActs();
    addSessionActs();
}

bool HarmlessActs::doOne()
{
    const auto &act = m_acts.at(number(int(m_acts.size())));
    std::printf("act %s\n", act.first);
    std::fflush(stdout);
    return act.second() && isIn();
}

static QAction *actionOf(const MainWindow &window, const char *objectName)
{
    return window.findChild<QAction *>(QString::fromLatin1(objectName));
}

static bool isPossible(const MainWindow &window, const char *objectName)
{
    const QAction *action = actionOf(window, objectName);
    return action && action->isEnabled();
}

bool HarmlessActs::isIn()
{
    const auto isReady = [&] {
        const QWidget *copy = m_window.find(u"Copy token"_s);
        return copy && copy->isEnabled() && isPossible(m_mainWindow, "refreshAction") &&
               isPossible(m_mainWindow, "getTokenAction");
    };
    return m_window.waitFor(isReady, u"for the session, and for nothing to be under way"_s);
}

bool HarmlessActs::trigger(MainWindow &mainWindow, const char *objectName)
{
    if (!isPossible(mainWindow, objectName)) {
        std::fprintf(stderr, "window: \"%s\" cannot be chosen\n", objectName);
        return false;
    }
    actionOf(mainWindow, objectName)->trigger();
    return true;
}

HarmlessActs::Act HarmlessActs::triggered(const char *action)
{
    return [this, action] { return trigger(m_mainWindow, action); };
}

HarmlessActs::Act HarmlessActs::opened(const char *action, const QString &closer)
{
    return
        [this, action, closer] { return trigger(m_mainWindow, action) && m_window.click(closer); };
}

QList<QAction *> HarmlessActs::copyActions() const
{
    const auto *button = qobject_cast<QToolButton *>(m_window.find(u"Copy token"_s));
    QList<QAction *> all;
    QList<const QMenu *> menus;
    if (button && button->menu())
        menus += button->menu();
    while (!menus.isEmpty()) {
        const QList<QAction *> actions = menus.takeFirst()->actions();
        for (QAction *action : actions) {
            if (action->menu())
                menus += action->menu();
            else if (!action->isSeparator() && !action->text().endsWith(u'…')) // opens a sheet
                all += action;
        }
    }
    return all;
}

bool HarmlessActs::copy(int form)
{
    QAction *action = copyActions().value(form);
    if (!action)
        return false;
    QGuiApplication::clipboard()->clear();
    action->trigger();
    return m_window.waitFor([] { return !QGuiApplication::clipboard()->text().isEmpty(); },
                            u"for a copy"_s);
}

void HarmlessActs::addReadingActs()
{
    m_acts += {"search", [this] {
                   const QStringList words{u"org"_s, u"maria"_s, u"token"_s, QString()};
                   return m_window.turnTo(u"All fields"_s) &&
                          m_window.type(u"Search session info"_s, words.at(number(4)));
               }};
    m_acts += {"turn the page", [this] {
                   const QStringList pages{u"Overview"_s, u"All fields"_s, u"JSON"_s};
                   return m_window.turnTo(pages.at(number(3)));
               }};
    m_acts += {"copy the JSON",
               [this] { return m_window.turnTo(u"JSON"_s) && m_window.click(u"Copy all JSON"_s); }};
    m_acts += {"copy the token", [this] { return copy(number(copyForms())); }};
    m_acts +=
        {"clear the clipboard", [this] {
             return copy(number(copyForms())) && trigger(m_mainWindow, "clearClipboardAction");
         }};
    m_acts += {"reveal or hide", [this] { return m_window.click(u"Reveal token"_s); }};
    m_acts += {"look dark", triggered("themeDark")};
    m_acts += {"look light", triggered("themeLight")};
    m_acts += {"collapse or not", triggered("collapseColumnAction")};
    m_acts += {"next profile", triggered("nextProfileAction")};
}

void HarmlessActs::addSheetActs()
{
    m_acts += {"shortcuts", opened("shortcutsAction", u"Close"_s)};
    m_acts += {"about", opened("aboutAction", u"Close"_s)};
    m_acts += {"forms to copy in", opened("copyAsAction", u"Cancel"_s)};
    m_acts += {"tokens made here", opened("listTokensAction", u"Close"_s)};
    m_acts += {"place of secrets", opened("secretsPlaceAction", u"Cancel"_s)};
    m_acts += {"edit the profile", opened("editProfileAction", u"Cancel"_s)};
    m_acts += {"request of a token",
               [this] { return openRequest() && m_window.click(u"Keep the token held now"_s); }};
}

void HarmlessActs::addSessionActs()
{
    m_acts += {"refresh", [this] { return m_window.click(u"Refresh"_s); }};
    m_acts +=
        {"get a token", [this] { return openRequest() && m_window.click(u"Get token now"_s); }};
    m_acts += {"lock and unlock", [this] { return lockAndUnlock(); }};
    m_acts += {"leave and return", [this] { return leaveAndReturn(); }};
}

bool HarmlessActs::openRequest()
{
    return trigger(m_mainWindow, "getTokenAction") && m_window.type(u"Password"_s, m_password) &&
           m_window.check(u"Show request"_s, true);
}

bool HarmlessActs::lockAndUnlock()
{
    return trigger(m_mainWindow, "lockAction") && m_window.type(u"Passphrase"_s, m_passphrase) &&
           m_window.click(u"Unlock"_s) && isIn();
}

bool HarmlessActs::leaveAndReturn()
{
    return m_window.click(u"Sign out"_s) &&
           m_window.waitFor([&] { return m_window.find(u"Sign in"_s); }, u"for the form"_s) &&
           m_window.waitOutDoubleClick() && m_window.click(u"Sign in"_s) && isIn();
}
