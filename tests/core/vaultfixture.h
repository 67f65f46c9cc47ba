#pragma once

#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "tests/storage/storagesupport.h"
#include "tests/support/memorykeykeeper.h"

#include <QMetaEnum>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

//! A settings file with a store and a vault over it, a keychain that obeys, and a clock that
//! stands.
struct VaultFixture
{
    VaultFixture() { restart(); }

    //! As a new start of the program.
    void restart()
    {
        vault.reset();
        store.reset();
        store = std::make_unique<ProfileStore>(path());
        store->load();
        vault = std::make_unique<Vault>(*store, options());
        statuses = std::make_unique<QSignalSpy>(vault.get(), &Vault::statusChanged);
        refusals = std::make_unique<QSignalSpy>(vault.get(), &Vault::placeRefused);
        left = std::make_unique<QSignalSpy>(vault.get(), &Vault::leftBehind);
    }

    [[nodiscard]] QString path() const
    {
        return directory.filePath(QLatin1StringView("desk/profiles.conf"));
    }
    [[nodiscard]] QByteArray file() const { return contentOf(path()); }
    //! The file as it is when nothing is left to write.
    [[nodiscard]] QByteArray savedFile() const
    {
        return QTest::qWaitFor([this] { return store->isSaved(); }) ? file() : QByteArray();
    }

    [[nodiscard]] VaultOptions options()
    {
        VaultOptions result;
        result.keychain = [this](const QString &keyId,
                                 KeyKeeper::Expected expected) -> std::unique_ptr<KeyKeeper> {
            return std::make_unique<MemoryKeyKeeper>(keychain, keyId, expected);
        };
        result.cost = {1, 64 * 1024};
        result.time.elapsedMs = [this] { return nowMs; };
        return result;
    }

    [[nodiscard]] VaultStatus::State state() const { return vault->status().state; }
    [[nodiscard]] std::optional<VaultFault::Kind> fault() const
    {
        const auto &found = vault->status().fault;
        return found ? std::optional(found->kind) : std::nullopt;
    }
    //! Waits until the vault has nothing under way.
    [[nodiscard]] bool settles() const
    {
        return QTest::qWaitFor(
            [this] { return state() != VaultStatus::State::Opening && !vault->status().moving; },
            20'000);
    }
    [[nodiscard]] bool choose(KeyPlace place, const QByteArray &passphrase = {})
    {
        vault->choose(place, SecretBuffer::fromBytes(passphrase));
        return settles() && state() == VaultStatus::State::Open;
    }
    [[nodiscard]] bool move(KeyPlace place, const QByteArray &passphrase = {})
    {
        vault->changePlace(place, SecretBuffer::fromBytes(passphrase));
        return settles() && vault->status().place == place;
    }
    [[nodiscard]] bool unlock(const QByteArray &passphrase = {})
    {
        vault->unlock(SecretBuffer::fromBytes(passphrase));
        return settles() && state() == VaultStatus::State::Open;
    }

    QUuid add(const QString &name) { return store->save(named(name)); }
    [[nodiscard]] bool remember(const QUuid &id, SecretField field, const QByteArray &secret)
    {
        return vault->remember(id, field, SecretBuffer::fromBytes(secret)).hasValue();
    }
    //! The secret, or the name of the fault.
    [[nodiscard]] QByteArray recalled(const QUuid &id, SecretField field) const
    {
        const auto secret = vault->recall(id, field);
        return secret ? secret->view().toByteArray()
                      : QByteArray(QMetaEnum::fromType<VaultFault::Kind>().valueToKey(
                            static_cast<int>(secret.error().kind)));
    }
    [[nodiscard]] QList<VaultFault::Kind> refused() const
    {
        QList<VaultFault::Kind> kinds;
        for (const QList<QVariant> &arguments : *refusals)
            kinds.append(arguments.at(1).value<VaultFault>().kind);
        return kinds;
    }
    [[nodiscard]] QList<VaultStatus::State> states() const
    {
        QList<VaultStatus::State> result;
        for (const QList<QVariant> &arguments : *statuses)
            result.append(arguments.first().value<VaultStatus>().state);
        return result;
    }

    QTemporaryDir directory{quickDirectory()};
    MemoryKeychain keychain;
    qint64 nowMs = 1'000'000;
    std::unique_ptr<ProfileStore> store;
    std::unique_ptr<Vault> vault;
    std::unique_ptr<QSignalSpy> statuses;
    std::unique_ptr<QSignalSpy> refusals;
    std::unique_ptr<QSignalSpy> left;
};
