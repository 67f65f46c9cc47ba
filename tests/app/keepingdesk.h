#pragma once

#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "tests/driver/windowdriver.h"
#include "tests/support/memorykeykeeper.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/secretclipboard.h"

#include <QTemporaryDir>

//! The window with a vault on the settings file of a test's folder; what it is made of goes with
//! it, the file and the keychain stay.
class KeepingDesk final
{
public:
    KeepingDesk(const QTemporaryDir &folder, MemoryKeychain &keychain)
        : store(folder.filePath(QStringLiteral("profiles.conf")))
        , vault(store, {.keychain =
                            [&keychain](const QString &keyId, KeyKeeper::Expected expected) {
                                return std::make_unique<MemoryKeyKeeper>(keychain, keyId, expected);
                            },
                        .cost = {.passes = 1, .memoryBytes = 8 * 1024 * 1024}})
        , window(store, sessions, clipboard)
        , driver(window, qEnvironmentVariable("DESK_PICTURES"))
    {
        window.setVault(vault);
        store.load();
        window.start();
        window.show();
    }

    bool says(const QString &words) { return driver.waitForText(QStringLiteral("Status"), words); }
    bool reads(const QString &label)
    {
        return driver.waitFor([&] { return driver.findLabel(label); },
                              QStringLiteral("to read ") + label);
    }
    bool sees(const QString &control)
    {
        return driver.waitFor([&] { return driver.find(control); },
                              QStringLiteral("for ") + control);
    }
    //! Shows \a profile with \a secret kept for it, for this session.
    bool showKept(const Profile &profile, SecretField field, QByteArrayView secret)
    {
        vault.choose(KeyPlace::SessionOnly);
        const QUuid id = store.save(profile);
        const auto kept = vault.remember(id, field, SecretBuffer::fromBytes(secret));
        window.showProfile(id);
        return kept.hasValue();
    }
    //! Signs in with what is kept, which is refused and forgotten; a second try says what \a lacks.
    bool forgetsWhatIsRefused(const QString &lacks)
    {
        return driver.click(QStringLiteral("Sign in")) && says(QStringLiteral("no longer kept")) &&
               vault.storedFields(onlyProfile()).isEmpty() && driver.waitOutDoubleClick() &&
               driver.click(QStringLiteral("Sign in")) && says(lacks);
    }
    [[nodiscard]] QUuid onlyProfile() const { return store.profiles().value(0).id; }

    ProfileStore store;
    Vault vault;
    Sessions sessions;
    SecretClipboard clipboard;
    MainWindow window;
    WindowDriver driver;
};
