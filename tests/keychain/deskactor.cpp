#include "app/desktop/appcontext.h"
#include "tests/driver/windowdriver.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

//! The whole window on the settings and the keychain of its environment, where a password is kept
//! under a key in that keychain. Argument: "look" ends once the window is painted; "leave" in the
//! middle of asking for the key; "ask WORDS" when WORDS are told of what became of it; "wait" once
//! signed in by it. Prints "NAME MS" for each thing that happens.
class DeskActor final
{
public:
    explicit DeskActor(const QElapsedTimer &sinceStart)
        : m_sinceStart(sinceStart)
        , m_context({}, ProfileStore::defaultFilePath(), *dress(*qApp))
        , m_window(m_context.window())
    {
        m_ticker.setInterval(5);
        m_ticker.callOnTimeout([this] { m_longestGapMs = qMax(m_longestGapMs, m_gap.restart()); });
    }

    bool run(const QString &mode, const QString &words)
    {
        QSignalSpy painted(&m_context.window(), &MainWindow::firstPainted);
        m_context.start();
        if (!m_window.waitFor([&] { return painted.count() > 0; }, u"for the first paint"_s))
            return false;
        say("painted", m_sinceStart.elapsed());
        if (mode == "look"_L1)
            return true;
        return ask() && (mode == "leave"_L1 || (mode == "wait"_L1 ? getIn() : hear(words)));
    }

private:
    static void say(const char *name, qint64 ms)
    {
        std::printf("%s %lld\n", name, static_cast<long long>(ms));
        std::fflush(stdout);
    }
    bool reads(const QString &words, int ms)
    {
        return m_window.waitFor([&] { return m_window.findLabel(words); },
                                u"to read \"%1\""_s.arg(words), ms);
    }
    bool ask()
    {
        m_gap.start();
        m_ticker.start();
        m_sinceClick.start();
        if (!m_window.click(u"Sign in"_s) || !reads(u"is asked for the key"_s, 5000))
            return false;
        say("asking", m_sinceClick.elapsed());
        return true;
    }
    //! The window beside the sheet is as usable as before.
    bool isUsable()
    {
        return m_window.type(u"Search clusters"_s, u"acme"_s) &&
               m_window.text(u"Search clusters"_s) == "acme"_L1;
    }
    bool hear(const QString &words)
    {
        if (!isUsable() || !reads(words, 20'000))
            return false;
        say("told", m_sinceClick.elapsed());
        say("gap", m_longestGapMs);
        return true;
    }
    bool getIn()
    {
        if (!isUsable() || !m_window.find(u"Unlocking"_s) ||
            !m_window.waitFor([this] { return m_window.find(u"Copy token"_s); }, u"for a token"_s,
                              20'000))
            return false;
        say("signed-in", m_sinceClick.elapsed());
        say("gap", m_longestGapMs);
        return true;
    }

    const QElapsedTimer m_sinceStart;
    AppContext m_context;
    WindowDriver m_window;
    QTimer m_ticker;
    QElapsedTimer m_gap;
    QElapsedTimer m_sinceClick;
    qint64 m_longestGapMs = 0;
};

int main(int argc, char **argv)
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    QCoreApplication::setApplicationName(u"session-desk"_s);
    const QApplication application(argc, argv);
    const bool isDone =
        DeskActor(sinceStart)
            .run(QApplication::arguments().value(1), QApplication::arguments().value(2));
    std::puts("leaving");
    std::fflush(stdout);
    return isDone ? 0 : 1;
}
