#include "core/support/logging.h"
#include "tests/app/actorstage.h"
#include "tests/driver/livedesk.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/token/tokenfield.h"

#include <QApplication>
#include <QFile>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using actorstage::readLine;
using actorstage::step;

//! The whole program as a process of its own, worked through its job. Passwords and the secret key
//! come as the first lines of standard input; the tokens that it got go to the file that it is
//! told, as nobody else could tell them.
class Actor final
{
public:
    explicit Actor(const QStringList &arguments)
        : m_desk({.server = arguments.value(1), .user = u"maria.lopez"_s}, u"/tmp/pics"_s)
        , m_window(m_desk.window())
        , m_tokens(arguments.value(2))
        , m_other(arguments.value(3))
        , m_right(readLine())
        , m_wrong(readLine())
        , m_key(readLine())
    {}

    bool run()
    {
        return m_tokens.open(QIODevice::WriteOnly) && beRefused() && signIn() && look() && copy() &&
               tryAnother() && renew() && lock() && revoke() && signOut() && actByKey() && quit();
    }

private:
    bool sees(const QString &control)
    {
        return m_window.waitFor([&] { return m_window.find(control); },
                                u"for \"%1\""_s.arg(control));
    }
    bool says(const QString &words) { return m_window.waitForText(u"Status"_s, words); }

    bool noteToken()
    {
        auto *field = qobject_cast<TokenField *>(m_window.find(u"Token"_s));
        if (!field)
            return false;
        field->setRevealed(true);
        m_tokens.write(field->text().toLatin1() + '\n');
        return m_tokens.flush();
    }

    bool beRefused()
    {
        // The form takes two presses within a double click for one.
        return m_window.type(u"Password"_s, m_wrong) && m_window.click(u"Sign in"_s) &&
               says(u"not accepted"_s) && step("refused") && m_window.waitOutDoubleClick();
    }
    bool signIn()
    {
        return m_window.type(u"Password"_s, m_right) && step("typed") &&
               m_window.click(u"Sign in"_s) && sees(u"Copy token"_s) && sees(u"Session info"_s) &&
               noteToken() && step("signed in");
    }
    bool look()
    {
        return m_window.turnTo(u"All fields"_s) &&
               m_window.type(u"Search session info"_s, u"token"_s) && m_window.turnTo(u"JSON"_s) &&
               m_window.click(u"Copy all JSON"_s) && says(u"Copied"_s) && step("looked");
    }
    bool copy()
    {
        return m_window.click(u"Copy token"_s) && says(u"clipboard"_s) &&
               m_window.press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier) &&
               m_window.press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier) && step("copied");
    }
    //! The form for another server, with a password typed, while a session stands at the first.
    bool tryAnother()
    {
        ProfileStore store(m_desk.settingsFile());
        store.load();
        Profile another;
        another.origin = m_other;
        another.userName = u"maria.lopez"_s;
        m_desk.mainWindow().openDraft(another);
        const bool isTried = m_window.type(u"Password"_s, m_right) &&
                             m_window.click(u"Test connection"_s) && says(u"answered"_s) &&
                             step("elsewhere");
        m_desk.mainWindow().showProfile(store.profiles().value(0).id);
        return isTried && sees(u"Copy token"_s);
    }
    bool renew()
    {
        return m_window.click(u"Get token"_s) && m_window.type(u"Password"_s, m_right) &&
               m_window.click(u"Get token now"_s) && says(u"new token"_s) && noteToken() &&
               step("renewed");
    }
    bool lock()
    {
        m_desk.mainWindow().lock(LockState::Reason::ByHand);
        return sees(u"Unlock"_s) && step("locked") && m_window.click(u"Unlock"_s);
    }
    bool revoke()
    {
        return m_window.click(u"Revoke token"_s) && m_window.click(u"Confirm: Revoke"_s) &&
               says(u"evoked"_s) && step("revoked");
    }
    bool signOut()
    {
        return m_window.click(u"Sign out"_s) && sees(u"Sign in"_s) && step("signed out");
    }
    bool actByKey()
    {
        return m_key.isEmpty() ||
               (m_window.choose(u"Sign in by"_s, u"Secret key"_s) &&
                m_window.type(u"Secret key"_s, m_key) && step("key typed") &&
                m_window.waitOutDoubleClick() && m_window.click(u"Sign in"_s) &&
                sees(u"Copy token"_s) && noteToken() && step("acting by key") && signOut());
    }
    bool quit() { return m_desk.mainWindow().close() && step("closed"); }

    LiveDesk m_desk;
    WindowDriver &m_window;
    QFile m_tokens;
    QString m_other;
    QString m_right;
    QString m_wrong;
    QString m_key; //!< empty where the API takes none
};

int main(int argc, char **argv)
{
    ::umask(077);
    installRedactingLog();
    QApplication application(argc, argv);
    application.setQuitOnLastWindowClosed(false);
    return Actor(QApplication::arguments()).run() ? 0 : 1;
}
