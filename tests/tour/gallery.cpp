#include "tests/tour/tour.h"

#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"
#include "ui/lock/lockgate.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/vault/vaulttext.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace {
using Colour = Profile::Colour;

//! One look of the window's screens.
class Gallery final
{
public:
    Gallery(QString folder, Preferences::Theme theme)
        : m_folder(std::move(folder))
    {
        m_preferences.theme = theme;
    }

    bool run()
    {
        bool isWhole = true;
        for (const auto scene :
             {&Gallery::empty, &Gallery::unreachable, &Gallery::busy, &Gallery::withoutToken,
              &Gallery::soonOver, &Gallery::ended, &Gallery::wrongOrg, &Gallery::longNames,
              &Gallery::sheets, &Gallery::lockedOut, &Gallery::kept, &Gallery::bringsToken,
              &Gallery::byKey, &Gallery::listsTokens, &Gallery::helpsPages, &Gallery::takesProfiles,
              &Gallery::builds, &Gallery::copiesAs, &Gallery::refused})
            isWhole = (this->*scene)() && isWhole;
        return isWhole;
    }

private:
    [[nodiscard]] QString folder(const QString &scene) const { return m_folder + u'-' + scene; }

    [[nodiscard]] static Profile profile(const QString &name, const QString &origin, Colour colour)
    {
        Profile profile;
        profile.name = name;
        profile.origin = origin;
        profile.colour = colour;
        profile.userName = u"maria.lopez"_s;
        return profile;
    }

    //! A desk on \a cluster with a few neighbours in the column.
    [[nodiscard]] LiveDesk desk(const QString &scene, Profile first)
    {
        const QString name = first.name.isEmpty() ? u"Production"_s : first.name;
        first.name = name;
        first.colour = Colour::Red;
        first.id = QUuid::createUuid();
        m_preferences.lastProfile = first.id;
        return {{},
                folder(scene),
                {first, profile(u"Staging"_s, u"https://staging.example.com"_s, Colour::Amber),
                 profile(u"Embed team"_s, u"https://embed.example.com:8443"_s, Colour::Teal)},
                m_preferences};
    }

    static bool signIn(WindowDriver &window, const DemoCluster &cluster)
    {
        return window.type(u"Password"_s, cluster.password(u"maria.lopez"_s)) &&
               window.click(u"Sign in"_s);
    }

    static bool sees(WindowDriver &window, const QString &words)
    {
        return window.waitFor([&] { return window.findLabel(words); }, u"for "_s + words);
    }

    bool empty()
    {
        LiveDesk desk({}, folder(u"empty"_s), {}, m_preferences);
        return desk.window().waitFor([&] { return desk.window().findButton(u"Add"_s); },
                                     u"for the start page"_s) &&
               desk.window().picture(u"start"_s);
    }

    bool unreachable()
    {
        LiveDesk desk = this->desk(u"unreachable"_s, profile({}, u"http://127.0.0.1:9"_s, {}));
        WindowDriver &window = desk.window();
        return window.type(u"Password"_s, u"anything"_s) && window.click(u"Sign in"_s) &&
               sees(window, u"cannot be reached"_s) && window.clickButton(u"Details"_s) &&
               window.picture(u"unreachable"_s);
    }

    bool busy()
    {
        DemoCluster cluster({u"--latency"_s, u"1500"_s});
        LiveDesk desk = this->desk(u"busy"_s, profile({}, cluster.origin().toString(), {}));
        return signIn(desk.window(), cluster) && desk.window().picture(u"signing-in"_s);
    }

    bool withoutToken()
    {
        DemoCluster cluster;
        Profile wish = profile({}, cluster.origin().toString(), {});
        wish.wantsToken = false;
        LiveDesk desk = this->desk(u"no-token"_s, wish);
        return signIn(desk.window(), cluster) && sees(desk.window(), u"Maria Lopez"_s) &&
               desk.window().picture(u"session-only"_s);
    }

    bool soonOver()
    {
        DemoCluster cluster;
        Profile wish = profile({}, cluster.origin().toString(), {});
        wish.tokenValiditySeconds = 300;
        LiveDesk desk = this->desk(u"soon"_s, wish);
        return signIn(desk.window(), cluster) && sees(desk.window(), u"Maria Lopez"_s) &&
               desk.window().click(u"Reveal token"_s) && desk.window().picture(u"soon-over"_s);
    }

    bool ended()
    {
        DemoCluster cluster(
            {u"--script"_s, u"[{\"operation\":\"2.0/sessionUser\",\"call\":3,\"refuse\":401}]"_s});
        LiveDesk desk = this->desk(u"ended"_s, profile({}, cluster.origin().toString(), {}));
        WindowDriver &window = desk.window();
        return signIn(window, cluster) && sees(window, u"Maria Lopez"_s) &&
               window.click(u"Refresh"_s) &&
               window.waitFor([&] { return window.find(u"Sign in again"_s); },
                              u"for the session to end"_s) &&
               window.picture(u"session-ended"_s);
    }

    bool wrongOrg()
    {
        DemoCluster cluster({u"--quirk"_s, u"ignore-org"_s});
        Profile wish = profile({}, cluster.origin().toString(), {});
        wish.org = u"retail-emea"_s;
        LiveDesk desk = this->desk(u"org"_s, wish);
        return signIn(desk.window(), cluster) && sees(desk.window(), u"Maria Lopez"_s) &&
               desk.window().picture(u"wrong-org"_s);
    }

    bool longNames()
    {
        DemoCluster cluster;
        Profile wish = profile(QString(u"Production of the whole company "_s).repeated(2),
                               cluster.origin().toString(), {});
        LiveDesk desk = this->desk(u"long"_s, wish);
        WindowDriver &window = desk.window();
        const bool isWide = signIn(window, cluster) && sees(window, u"Maria Lopez"_s) &&
                            window.picture(u"long-name"_s);
        window.resize({760, 520});
        return isWide && window.picture(u"narrow"_s);
    }

    bool byKey()
    {
        DemoCluster cluster;
        Profile wish = profile({}, cluster.origin().toString(), {});
        wish.method = SignInMethod::SecretKey;
        LiveDesk desk = this->desk(u"by-key"_s, wish);
        WindowDriver &window = desk.window();
        return window.type(u"Secret key"_s, cluster.secretKey()) &&
               window.picture(u"by-secret-key"_s) && window.click(u"Sign in"_s) &&
               sees(window, u"by secret key."_s) && window.picture(u"acting-for"_s);
    }

    //! One that is in use, one that was handed out and replaced, one that was revoked.
    bool listsTokens()
    {
        DemoCluster cluster;
        LiveDesk desk = this->desk(u"tokens"_s, profile({}, cluster.origin().toString(), {}));
        WindowDriver &window = desk.window();
        const auto getAnother = [&] {
            return window.click(u"Get token"_s) &&
                   window.type(u"Password"_s, cluster.password(u"maria.lopez"_s)) &&
                   window.click(u"Get token now"_s) &&
                   window.waitFor([&] { return window.status().contains(u"new token"_s); },
                                  u"for another"_s);
        };
        return signIn(window, cluster) && sees(window, u"Maria Lopez"_s) &&
               window.click(u"Revoke token"_s) && window.click(u"Confirm: Revoke"_s) &&
               window.waitForText(u"Status"_s, u"evoked"_s) && getAnother() &&
               window.click(u"Copy token"_s) && getAnother() &&
               window.press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier) &&
               window.waitFor([&] { return window.find(u"Tokens"_s); }, u"for the list"_s) &&
               window.picture(u"tokens-made"_s);
    }

    bool sheets()
    {
        LiveDesk desk = this->desk(u"sheets"_s, profile({}, u"https://prod.example.com"_s, {}));
        WindowDriver &window = desk.window();
        return window.waitFor([&] { return window.find(u"Password"_s); }, u"for the form"_s) &&
               window.press(Qt::Key_F2) && window.picture(u"edit-profile"_s) &&
               window.click(u"Cancel"_s) && window.press(Qt::Key_F1) &&
               window.picture(u"shortcuts"_s) && window.click(u"Close"_s) &&
               window.press(Qt::Key_K, Qt::ControlModifier) &&
               window.check(u"A passphrase"_s, true) && window.picture(u"where-kept"_s) &&
               window.click(u"Cancel"_s) && window.press(Qt::Key_L, Qt::ControlModifier) &&
               window.picture(u"locked"_s);
    }

    //! Locked by a key that is not to be had any more.
    bool lockedOut()
    {
        LiveDesk desk = this->desk(u"locked-out"_s, profile({}, u"https://prod.example.com"_s, {}));
        WindowDriver &window = desk.window();
        LockGate gate;
        gate.key = [] { return LockState::Key::Keychain; };
        gate.open = [](const SecretBuffer &, const LockGate::Then &then) {
            then({.answer = LockGate::Answer::KeyUnavailable,
                  .error = vaulttext::error({VaultFault::Kind::Lost, {}}),
                  .canGiveUp = true});
        };
        desk.mainWindow().setLockGate(gate);
        return window.waitFor([&] { return window.find(u"Password"_s); }, u"for the form"_s) &&
               window.press(Qt::Key_L, Qt::ControlModifier) && window.click(u"Unlock"_s) &&
               sees(window, u"no longer has the key"_s) && window.picture(u"locked-key-lost"_s) &&
               window.click(u"Sign out and forget what is kept"_s) &&
               window.picture(u"locked-give-up"_s);
    }

    //! A password and a token that are kept, locked with a passphrase, and used after a restart.
    bool kept()
    {
        const QString passphrase = u"four words and more"_s;
        DemoCluster cluster;
        std::shared_ptr<QTemporaryDir> home;
        {
            LiveDesk desk = this->desk(u"kept"_s, profile({}, cluster.origin().toString(), {}));
            home = desk.home();
            WindowDriver &window = desk.window();
            const bool isKept =
                window.check(u"Keep password"_s, true) && window.check(u"Keep token"_s, true) &&
                window.picture(u"to-keep"_s) && signIn(window, cluster) &&
                window.waitFor([&] { return window.find(u"Keep there"_s); }, u"to be asked"_s) &&
                window.check(u"A passphrase"_s, true) &&
                window.type(u"New passphrase"_s, passphrase) &&
                window.type(u"Passphrase again"_s, passphrase) && window.click(u"Keep there"_s) &&
                sees(window, u"Maria Lopez"_s) &&
                window.waitFor([&] { return !window.find(u"Keep there"_s); }, u"for the key"_s) &&
                window.picture(u"token-kept"_s) && window.press(Qt::Key_L, Qt::ControlModifier) &&
                window.picture(u"locked-passphrase"_s) &&
                window.type(u"Passphrase"_s, u"not it"_s) && window.click(u"Unlock"_s) &&
                sees(window, u"That is not the passphrase."_s) && window.picture(u"locked-wrong"_s);
            if (!isKept)
                return false;
        }
        LiveDesk desk(std::move(home), folder(u"kept"_s));
        WindowDriver &window = desk.window();
        return window.waitFor([&] { return window.find(u"Use the kept token"_s); },
                              u"for the form"_s) &&
               window.picture(u"kept-token"_s) && window.click(u"Use the kept token"_s) &&
               window.waitFor([&] { return window.find(u"Passphrase"_s); }, u"to be asked"_s) &&
               window.picture(u"unlock"_s) && window.type(u"Passphrase"_s, u"not it"_s) &&
               window.click(u"Unlock"_s) && sees(window, u"That is not the passphrase."_s) &&
               window.picture(u"unlock-wrong"_s);
    }

    //! A token that somebody brings along, for another server than the form's.
    bool bringsToken()
    {
        LiveDesk desk = this->desk(u"token"_s, profile({}, u"https://prod.example.com"_s, {}));
        WindowDriver &window = desk.window();
        const QString field = u"Token or text that holds one"_s;
        return window.waitFor([&] { return window.find(u"Password"_s); }, u"for the form"_s) &&
               window.click(u"Use a token you have, or your browser"_s) &&
               window.picture(u"token-sheet"_s) && window.type(field, u"nothing of the kind"_s) &&
               window.picture(u"no-token-in-it"_s) &&
               window.type(field, u"TS_HOST=https://a-rather-long-name.analytics.example.com:8443 "
                                  "TS_TOKEN=bWFyaWEubG9wZXo6SkhOb2FYSnZNU1JUU0VFdE1qVTI="_s) &&
               window.picture(u"other-server"_s) &&
               window.type(field,
                           u"TS_HOST=https://prod.example.com OLD_HOST=https://old.example.com "
                           "TS_TOKEN=bWFyaWEubG9wZXo6SkhOb2FYSnZNU1JUU0VFdE1qVTI="_s) &&
               window.picture(u"several-servers"_s);
    }

    //! The token builder of a session by secret key, its request, and what the session gives.
    bool builds()
    {
        DemoCluster cluster;
        Profile wish = profile({}, cluster.origin().toString(), {});
        wish.method = SignInMethod::SecretKey;
        LiveDesk desk = this->desk(u"builder"_s, wish);
        WindowDriver &window = desk.window();
        return window.type(u"Secret key"_s, cluster.secretKey()) && window.click(u"Sign in"_s) &&
               sees(window, u"by secret key."_s) && window.click(u"Get token"_s) &&
               window.type(u"Secret key"_s, cluster.secretKey()) &&
               window.click(u"Show request"_s) && window.picture(u"by-key"_s) &&
               window.choose(u"Ask with"_s, u"This session"_s) && window.picture(u"by-session"_s) &&
               window.choose(u"Ask with"_s, u"Secret key"_s) &&
               window.choose(u"Token validity"_s, u"Custom"_s) &&
               window.picture(u"own-validity"_s) && window.click(u"Cancel"_s) &&
               window.press(Qt::Key_Escape) && window.choose(u"Organization"_s, u"retail"_s) &&
               sees(window, u"wants its secret key"_s) && window.picture(u"org-by-key"_s);
    }

    bool copiesAs()
    {
        DemoCluster cluster;
        LiveDesk desk = this->desk(u"copy"_s, profile({}, cluster.origin().toString(), {}));
        WindowDriver &window = desk.window();
        const auto down = [&](int times) {
            for (int i = 0; i < times; ++i) {
                if (!window.press(Qt::Key_Down))
                    return false;
            }
            return true;
        };
        return signIn(window, cluster) && sees(window, u"Maria Lopez"_s) &&
               window.press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier) &&
               window.waitFor(
                   [&] {
                       const QWidget *forms = window.find(u"Forms"_s);
                       return forms && forms->hasFocus();
                   },
                   u"for the sheet"_s) &&
               down(3) && window.picture(u"copy-curl"_s) && down(8) &&
               window.picture(u"copy-program"_s);
    }

    //! A password that is not accepted, which may be for single sign-on.
    bool refused()
    {
        DemoCluster cluster(
            {u"--script"_s, u"[{\"operation\":\"2.0/login\",\"call\":1,\"refuse\":401}]"_s});
        LiveDesk desk = this->desk(u"sign-on"_s, profile({}, cluster.origin().toString(), {}));
        return signIn(desk.window(), cluster) && sees(desk.window(), u"use your browser"_s) &&
               desk.window().picture(u"not-accepted"_s);
    }

    //! The embed helper before its start, and with a page that waits for one.
    bool helpsPages()
    {
        DemoCluster cluster;
        Profile helping = profile({}, cluster.origin().toString(), {});
        helping.embed = {true, {u"http://localhost:3000"_s}};
        LiveDesk desk = this->desk(u"embed"_s, helping);
        WindowDriver &window = desk.window();
        return signIn(window, cluster) && sees(window, u"Maria Lopez"_s) &&
               window.press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier) &&
               window.type(u"Password"_s, cluster.password(u"maria.lopez"_s)) &&
               window.picture(u"embed-helper"_s) && window.click(u"Start"_s) &&
               sees(window, u"none yet"_s) && window.picture(u"embed-running"_s) &&
               window.click(u"Close"_s) && window.picture(u"embed-line"_s);
    }

    //! Profiles in from a file of another tool, and out into a sealed one.
    bool takesProfiles()
    {
        LiveDesk desk = this->desk(u"transfer"_s, profile({}, u"https://prod.example.com"_s, {}));
        WindowDriver &window = desk.window();
        const QString passphrase = u"four words and more"_s;
        QGuiApplication::clipboard()->setText(
            u"[clusters.prod]\nname = \"Production\"\nurl = \"https://prod.example.com\"\n"
            "username = \"maria.lopez\"\n[clusters.retail]\nname = \"Retail\"\nurl = "
            "\"https://retail.example.com\"\nusername = \"maria.lopez\"\npassword = \"x\"\n"
            "verbose = true\n[clusters.lab]\nname = \"Lab\"\nurl = \"http://lab.example.com\"\n"
            "[clusters.emea]\nname = \"EMEA\"\nurl = \"emea.example.com:8443\"\n"
            "username = \"luis\"\n"_s);
        return window.waitFor([&] { return window.find(u"Password"_s); }, u"for the form"_s) &&
               window.press(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier) &&
               window.waitFor([&] { return window.find(u"Paste"_s); }, u"for the sheet"_s) &&
               window.picture(u"import"_s) && window.click(u"Paste"_s) &&
               sees(window, u"4 profiles"_s) && window.picture(u"import-found"_s) &&
               window.click(u"Cancel"_s) &&
               window.press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier) &&
               window.check(u"Sealed by a passphrase, with what is kept"_s, true) &&
               window.type(u"New passphrase"_s, passphrase) && window.picture(u"export-sealed"_s) &&
               window.click(u"Export"_s) && sees(window, u"The two passphrases differ."_s) &&
               window.picture(u"export-differ"_s);
    }

    const QString m_folder;
    Preferences m_preferences;
};
} // namespace

bool takeGallery(const QString &folder)
{
    const bool isLight = Gallery(folder + u"/light"_s, Preferences::Theme::Light).run();
    return Gallery(folder + u"/dark"_s, Preferences::Theme::Dark).run() && isLight;
}
