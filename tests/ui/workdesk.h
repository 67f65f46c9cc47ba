#pragma once

#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "tests/driver/windowdriver.h"
#include "tests/support/sessionprobe.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/secretclipboard.h"
#include "ui/widgets/banner.h"

#include <QAction>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

//! A window on settings of its own that is worked as a person does, with everything below it at
//! hand.
struct WorkDesk
{
    WorkDesk()
        : store(home.filePath(QStringLiteral("desk/profiles.conf")))
        , window(store, sessions, clipboard)
        , driver(window)
    {
        store.load();
        QSignalSpy painted(&window, &MainWindow::firstPainted);
        window.start();
        window.show();
        window.activateWindow();
        driver.waitFor([&] { return window.isActiveWindow() && painted.count() > 0; },
                       QStringLiteral("for the window"));
    }

    //! Keeps a profile of maria.lopez at \a origin and shows its sign-in form.
    QUuid show(const QString &origin, Api::Form form, const QString &name = QStringLiteral("Acme"))
    {
        Profile profile;
        profile.name = name;
        profile.origin = origin;
        profile.userName = QStringLiteral("maria.lopez");
        profile.form = form;
        const QUuid id = store.save(profile);
        window.showProfile(id);
        return id;
    }

    //! Presses Sign in; does not wait for what comes of it.
    bool submit(const QString &password = QStringLiteral("not-a-real-password"))
    {
        return driver.type(QStringLiteral("Password"), password) &&
               driver.click(QStringLiteral("Sign in"));
    }

    bool signIn(const QString &password = QStringLiteral("not-a-real-password"))
    {
        return submit(password) &&
               driver.waitFor([this] { return driver.find(QStringLiteral("Copy token")); },
                              QStringLiteral("to be signed in"));
    }

    //! Signs in with a new profile at \a server, which speaks 2.0.
    QUuid signInAt(const FakeServer &server, const QString &name = QStringLiteral("Acme"))
    {
        const QUuid id = show(server.origin(), Api::Form::V2, name);
        driver.type(QStringLiteral("Password"), QStringLiteral("not-a-real-password"));
        // A press soon after the one before counts as its double: then it takes another.
        const auto isIn = [&] {
            QWidget *signIn = driver.find(QStringLiteral("Sign in"));
            if (signIn)
                QTest::mouseClick(signIn, Qt::LeftButton);
            return !signIn && isIdle(id);
        };
        return QTest::qWaitFor(isIn) ? id : QUuid();
    }

    [[nodiscard]] const SignedIn *signedIn(const QUuid &id) const
    {
        const SessionService *service = sessions.existing(id);
        return service ? std::get_if<SignedIn>(&service->state()) : nullptr;
    }

    [[nodiscard]] bool isIdle(const QUuid &id) const
    {
        const SignedIn *in = signedIn(id);
        return in && in->activity == SignedIn::Activity::Idle;
    }

    [[nodiscard]] QAction *action(const QString &objectName) const
    {
        return window.menuBar()->findChild<QAction *>(objectName);
    }

    //! What the visible banner of this name says; empty where none is seen.
    [[nodiscard]] QString banner(const QString &name) const
    {
        const auto *banner = qobject_cast<Banner *>(driver.find(name));
        return banner ? banner->accessibleDescription() : QString();
    }

    QTemporaryDir home;
    ProfileStore store;
    Sessions sessions;
    SecretClipboard clipboard;
    mutable MainWindow window;
    WindowDriver driver;
};
