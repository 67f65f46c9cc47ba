#include "tests/tour/tour.h"

#include "tests/driver/livedesk.h"

#include <QApplication>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {
class Tour final
{
public:
    explicit Tour(const QString &folder)
        : m_desk({.demo = true}, folder)
        , m_window(m_desk.window())
    {}

    bool run()
    {
        return beRefused() && signIn() && look() && copy() && renew() && revoke() && signOut();
    }

private:
    bool sees(const QString &control)
    {
        return m_window.waitFor([&] { return m_window.find(control); },
                                u"for \"%1\""_s.arg(control));
    }

    bool says(const QString &words)
    {
        return m_window.waitFor(
            [&] { return m_window.status().contains(words, Qt::CaseInsensitive); },
            u"for Status to say \"%1\""_s.arg(words));
    }

    bool beRefused()
    {
        return m_window.waitForText(u"Server"_s, u"http://127.0.0.1"_s) &&
               m_window.type(u"User name"_s, m_user) && m_window.picture(u"sign-in"_s) &&
               m_window.type(u"Password"_s, u"a-wrong-one"_s) && m_window.click(u"Sign in"_s) &&
               says(u"not accepted"_s) && m_window.picture(u"wrong-password"_s);
    }

    bool signIn()
    {
        return m_window.waitOutDoubleClick() && m_window.click(u"Sign in as %1"_s.arg(m_user)) &&
               sees(u"Copy token"_s) && sees(u"Session info"_s) && m_window.picture(u"session"_s);
    }

    bool look()
    {
        return m_window.turnTo(u"All fields"_s) &&
               m_window.type(u"Search session info"_s, u"org"_s) &&
               m_window.waitFor([&] { return m_window.findLabel(u"of "_s); },
                                u"for the count of hits"_s) &&
               m_window.picture(u"all-fields"_s) &&
               m_window.type(u"Search session info"_s, QString()) && m_window.turnTo(u"JSON"_s) &&
               m_window.picture(u"json"_s) && m_window.turnTo(u"Overview"_s);
    }

    bool copy()
    {
        return m_window.click(u"Copy token"_s) && says(u"clipboard"_s) &&
               m_window.picture(u"token-copied"_s);
    }

    bool renew()
    {
        return m_window.click(u"Check token"_s) && says(u"accepted"_s) &&
               m_window.click(u"Get token"_s) && sees(u"Get token now"_s) &&
               m_window.picture(u"new-token"_s) &&
               m_window.type(u"Password"_s, u"demo-maria-1"_s) &&
               m_window.click(u"Get token now"_s) && says(u"new token"_s);
    }

    bool revoke()
    {
        return m_window.click(u"Revoke token"_s) && sees(u"Confirm: Revoke"_s) &&
               m_window.picture(u"revoke"_s) && m_window.click(u"Confirm: Revoke"_s) &&
               says(u"no longer accepted"_s) && m_window.picture(u"revoked"_s);
    }

    bool signOut()
    {
        return m_window.click(u"Sign out"_s) && sees(u"Sign in"_s) &&
               m_window.picture(u"signed-out"_s);
    }

    const QString m_user = u"maria.lopez"_s;
    LiveDesk m_desk;
    WindowDriver &m_window;
};
} // namespace

bool takeTour(const QString &folder)
{
    return Tour(folder).run();
}
