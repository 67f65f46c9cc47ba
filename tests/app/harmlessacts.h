#pragma once

#include "tests/driver/windowdriver.h"

#include <QAction>
#include <QList>
#include <QString>

#include <functional>
#include <random>
#include <utility>

class MainWindow;

//! What a person may do all day with a session open. Each act begins and ends with the window
//! unlocked, a session shown and no sheet open, so that they can come in any order.
class HarmlessActs final
{
public:
    //! \a seed tells which ones doOne() does, one after the other.
    HarmlessActs(MainWindow &mainWindow, WindowDriver &window, const QString &password,
                 const QString &passphrase, unsigned seed = 0);

    //! Does one and says its name on standard output.
    bool doOne();

    //! How many forms a token can be copied in.
    [[nodiscard]] int copyForms() const { return int(copyActions().size()); }
    bool copy(int form);
    //! Triggers the entry of the menus that goes by \a objectName.
    static bool trigger(MainWindow &mainWindow, const char *objectName);

private:
    using Act = std::function<bool()>;

    void addReadingActs();
    void addSheetActs();
    void addSessionActs();
    [[nodiscard]] Act opened(const char *action, const QString &closer);
    [[nodiscard]] Act triggered(const char *action);
    [[nodiscard]] QList<QAction *> copyActions() const;
    [[nodiscard]] int number(int below) { return int(m_chance() % unsigned(below)); }
    bool isIn();
    bool openRequest();
    bool lockAndUnlock();
    bool leaveAndReturn();

    MainWindow &m_mainWindow;
    WindowDriver &m_window;
    const QString m_password;
    const QString m_passphrase;
    std::mt19937 m_chance; // the same everywhere, unlike distributions
    QList<std::pair<const char *, Act>> m_acts;
};
