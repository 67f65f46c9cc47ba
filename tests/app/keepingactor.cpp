#include "app/desktop/appcontext.h"
#include "core/support/logging.h"
#include "tests/app/actorstage.h"
#include "tests/app/harmlessacts.h"
#include "tests/driver/windowdriver.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>

#include <cstdio>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using actorstage::readLine;
using actorstage::step;

#ifdef DESK_HAS_SANITIZER
static constexpr int randomActs = 80; // slower, each of them
#else
static constexpr int randomActs = 200;
#endif

//! The whole program on the settings of its home, in two lives: the first keeps a password and a
//! token behind a passphrase; the second opens and uses what is kept, then does what chance tells
//! it. Another one keeps a secret key and uses that. Arguments: "keep" or "key" and the server, or
//! "use" and the seed.
class KeepingActor final
{
public:
    explicit KeepingActor(const QStringList &arguments)
        : m_password(readLine())
        , m_passphrase(readLine())
        , m_wrongPassphrase(readLine())
        , m_pastedToken(readLine())
        , m_secretKey(readLine())
        , m_life(arguments.value(1))
        , m_seed(arguments.value(2).toUInt())
        // Deriving a key dearly leaves nothing more than deriving it cheaply.
        , m_context(options(m_life == u"use"_s ? QString() : arguments.value(2)),
                    ProfileStore::defaultFilePath(), *dress(*qApp), TimeSource::system(),
                    {.cost = {.passes = 1, .memoryBytes = 8 * 1024 * 1024}})
        , m_window(m_context.window())
    {
        m_context.start();
    }

    bool run()
    {
        if (m_life == u"key"_s)
            return keepKey() && useKey() && quit();
        if (m_life == u"keep"_s)
            return beRedirected() && keep() && quit();
        return unlock() && leaveByToken() && signInByPassword() && seeRequest() &&
               copyEverything() && readAbout() && lock() && paste() && refresh() &&
               returnByPassword() && beRandom() && quit();
    }

private:
    static LaunchOptions options(const QString &server)
    {
        return server.isEmpty() ? LaunchOptions{}
                                : LaunchOptions{.server = server,
                                                .user = u"maria.lopez"_s,
                                                .form = Api::Form::V2,
                                                .choosesForm = true};
    }
    bool sees(const QString &control)
    {
        return m_window.waitFor([&] { return m_window.find(control); },
                                u"for \"%1\""_s.arg(control));
    }
    bool reads(const QString &words)
    {
        return m_window.waitFor([&] { return m_window.findLabel(words); },
                                u"to read \"%1\""_s.arg(words));
    }
    bool isIn() { return sees(u"Copy token"_s) && reads(u"Maria Lopez"_s); }

    // --- the first life

    bool beRedirected()
    {
        return m_window.check(u"Keep password"_s, true) && m_window.check(u"Keep token"_s, true) &&
               m_window.type(u"Password"_s, m_password) && m_window.click(u"Sign in"_s) &&
               reads(u"which was not followed"_s) && step("redirected") &&
               m_window.waitOutDoubleClick();
    }
    bool keep()
    {
        return m_window.type(u"Password"_s, m_password) && m_window.click(u"Sign in"_s) &&
               m_window.check(u"A passphrase"_s, true) &&
               m_window.type(u"New passphrase"_s, m_passphrase) &&
               m_window.type(u"Passphrase again"_s, m_wrongPassphrase) &&
               m_window.click(u"Keep there"_s) && reads(u"The two passphrases differ."_s) &&
               step("mistyped") && m_window.type(u"Passphrase again"_s, m_passphrase) &&
               m_window.click(u"Keep there"_s) && isIn() &&
               m_window.waitForText(u"Where secrets are kept"_s, u"passphrase"_s) && step("kept");
    }

    // --- by a secret key

    bool keepKey()
    {
        return m_window.choose(u"Sign in by"_s, u"Secret key"_s) &&
               m_window.check(u"Keep secret key"_s, true) &&
               m_window.type(u"Secret key"_s, m_secretKey) && step("key typed") &&
               m_window.click(u"Sign in"_s) && m_window.check(u"A passphrase"_s, true) &&
               m_window.type(u"New passphrase"_s, m_passphrase) &&
               m_window.type(u"Passphrase again"_s, m_passphrase) &&
               m_window.click(u"Keep there"_s) && isIn() &&
               m_window.waitForText(u"Where secrets are kept"_s, u"passphrase"_s) &&
               step("key kept");
    }
    bool useKey()
    {
        return HarmlessActs::trigger(m_context.window(), "lockAction") && sees(u"Unlock"_s) &&
               step("locked") && m_window.type(u"Passphrase"_s, m_passphrase) &&
               m_window.click(u"Unlock"_s) && isIn() && step("unlocked") && leaveByToken() &&
               m_window.waitOutDoubleClick() && m_window.click(u"Sign in"_s) && isIn() &&
               step("in by the kept key");
    }

    // --- the second

    bool unlock()
    {
        return m_window.click(u"Use the kept token"_s) &&
               m_window.type(u"Passphrase"_s, m_wrongPassphrase) && m_window.click(u"Unlock"_s) &&
               reads(u"That is not the passphrase."_s) && step("wrong passphrase") &&
               m_window.type(u"Passphrase"_s, m_passphrase) && step("passphrase typed") &&
               m_window.click(u"Unlock"_s) && isIn() && step("in by the kept token");
    }
    bool leaveByToken() { return m_window.click(u"Sign out"_s) && sees(u"Sign in"_s); }
    bool signInByPassword()
    {
        return m_window.waitOutDoubleClick() && m_window.click(u"Sign in"_s) && isIn() &&
               step("in by the kept password");
    }
    bool returnByPassword() { return leaveByToken() && signInByPassword(); }
    bool seeRequest()
    {
        if (!m_window.click(u"Get token"_s) || !m_window.type(u"Password"_s, m_password) ||
            !m_window.check(u"Show request"_s, true))
            return false;
        const auto *request =
            qobject_cast<QPlainTextEdit *>(m_window.find(u"Request that will be sent"_s));
        if (!request || !request->toPlainText().contains(u"password"_s))
            return false;
        std::printf("request %s\n", qPrintable(request->toPlainText()));
        return step("request shown") && m_window.click(u"Get token now"_s) &&
               m_window.waitForText(u"Status"_s, u"new token"_s) && step("renewed");
    }
    bool copyEverything()
    {
        HarmlessActs acts(m_context.window(), m_window, m_password, m_passphrase);
        for (int form = 0; form < acts.copyForms(); ++form) {
            if (!acts.copy(form))
                return false;
        }
        return acts.copyForms() > 10 && step("copied");
    }
    bool readAbout()
    {
        if (!HarmlessActs::trigger(m_context.window(), "aboutAction") || !sees(u"Close"_s))
            return false;
        // What somebody copies into a report.
        const QList<QLabel *> labels = QApplication::activeModalWidget()->findChildren<QLabel *>();
        for (const QLabel *label : labels)
            std::printf("about %s\n", qPrintable(label->text()));
        return !labels.isEmpty() && step("about") && m_window.click(u"Close"_s);
    }
    bool lock()
    {
        return HarmlessActs::trigger(m_context.window(), "lockAction") && sees(u"Unlock"_s) &&
               step("locked") && m_window.type(u"Passphrase"_s, m_wrongPassphrase) &&
               m_window.click(u"Unlock"_s) && reads(u"That is not the passphrase."_s) &&
               step("stays locked") && m_window.type(u"Passphrase"_s, m_passphrase) &&
               m_window.click(u"Unlock"_s) && isIn() && step("unlocked");
    }
    bool paste()
    {
        if (!leaveByToken() || !m_window.click(u"Use a token you have, or your browser"_s))
            return false;
        QGuiApplication::clipboard()->setText(u"Authorization: Bearer "_s + m_pastedToken);
        return m_window.click(u"Paste"_s) && step("pasted") &&
               m_window.click(u"Sign in with this token"_s) && isIn() && step("in by a paste");
    }
    bool refresh()
    {
        return m_window.click(u"Refresh"_s) && reads(u"which was not followed"_s) &&
               step("refresh redirected");
    }
    bool beRandom()
    {
        HarmlessActs random(m_context.window(), m_window, m_password, m_passphrase, m_seed);
        for (int i = 1; i <= randomActs; ++i) {
            if (!random.doOne() || (i % (randomActs / 4) == 0 && !step("acted")))
                return false;
        }
        return true;
    }

    bool quit() { return m_context.window().close() && step("closed"); }

    const QString m_password;
    const QString m_passphrase;
    const QString m_wrongPassphrase;
    const QString m_pastedToken;
    const QString m_secretKey;
    const QString m_life;
    const unsigned m_seed;
    AppContext m_context;
    WindowDriver m_window;
};

int main(int argc, char **argv)
{
    ::umask(077);
    installRedactingLog();
    QCoreApplication::setApplicationName(u"session-desk"_s);
    QApplication application(argc, argv);
    application.setQuitOnLastWindowClosed(false);
    QApplication::setDoubleClickInterval(100); // the form waits for one to be over
    return KeepingActor(QApplication::arguments()).run() ? 0 : 1;
}
