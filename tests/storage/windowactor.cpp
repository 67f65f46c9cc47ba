#include "app/desktop/appcontext.h"
#include "core/storage/profilestore.h"
#include "tests/driver/windowdriver.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"

#include <QApplication>
#include <QFile>
#include <QSignalSpy>
#include <QTimer>

#include <cstdio>

#include <grp.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! The whole window on the settings of its environment. Arguments: "look" and words that are to be
//! read in it; "keep looking" and words that still stand there once the file is whole again; or
//! "rename", which gives the profile that is shown another name, and the words that are to be read
//! then, or nothing: until it is on the disk. Prints how often a timer of 20 ms ticked meanwhile.
class WindowActor final
{
public:
    WindowActor()
        : m_context({}, ProfileStore::defaultFilePath(), *dress(*qApp))
        , m_window(m_context.window())
    {
        m_ticker.setInterval(20);
        m_ticker.callOnTimeout([this] { ++m_ticks; });
    }

    bool run(const QString &verb, const QString &words)
    {
        QSignalSpy painted(&m_context.window(), &MainWindow::firstPainted);
        m_ticker.start();
        m_context.start();
        if (!m_window.waitFor([&] { return painted.count() > 0; }, u"for the first paint"_s))
            return false;
        if (verb == "rename"_L1)
            return rename() && (words.isEmpty() ? isWritten() : reads(words));
        return reads(words) && (verb == "look"_L1 || staysSaid());
    }
    [[nodiscard]] int ticks() const { return m_ticks; }

private:
    bool reads(const QString &words)
    {
        return m_window.waitFor([&] { return m_window.findLabel(words); },
                                u"to read \"%1\""_s.arg(words), 20'000);
    }
    //! That the settings are whole again does not take the word back.
    bool staysSaid()
    {
        const QString path = ProfileStore::defaultFilePath();
        return m_window.waitFor([&] { return bytesOf(path) == bytesOf(path + u".bak"_s); },
                                u"for the settings to be mended"_s, 20'000) &&
               m_window.waitOutDoubleClick() && m_window.find(u"Settings problem"_s);
    }
    bool rename()
    {
        if (!m_window.waitFor([&] { return m_window.find(u"Sign in"_s); }, u"for the form"_s) ||
            !m_window.press(Qt::Key_F2) || !m_window.type(u"Profile name"_s, u"renamed"_s))
            return false;
        m_ticks = 0;
        return m_window.click(u"Save profile"_s);
    }
    bool isWritten()
    {
        const auto found = [] {
            return bytesOf(ProfileStore::defaultFilePath()).contains("\"renamed\"");
        };
        return m_window.waitFor(found, u"for the disk"_s, 20'000);
    }

    AppContext m_context;
    WindowDriver m_window;
    QTimer m_ticker;
    int m_ticks = 0;
};

int main(int argc, char **argv)
{
    // What root may not do cannot be shown to root.
    if (qEnvironmentVariableIsSet("DESK_AS_NOBODY") &&
        (::setgroups(0, nullptr) != 0 || ::setgid(65'534) != 0 || ::setuid(65'534) != 0))
        return 2;
    QCoreApplication::setApplicationName(u"session-desk"_s);
    const QApplication application(argc, argv);
    const QStringList words = QApplication::arguments();
    WindowActor actor;
    const bool isDone = actor.run(words.value(1), words.value(2));
    std::printf("{\"ticks\":%d}\n", actor.ticks());
    return isDone ? 0 : 1;
}
