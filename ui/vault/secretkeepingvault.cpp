// The half of SecretKeeping that opens the vault: whoever waits for it, and the sheets.
#include "ui/vault/secretkeeping.h"

#include "core/storage/kepttokens.h"
#include "core/storage/profilestore.h"
#include "ui/vault/placesheet.h"
#include "ui/vault/unlocksheet.h"
#include "ui/vault/vaulttext.h"
#include "ui/widgets/confirmsheet.h"

#include <QApplication>

#include <utility>

using State = VaultStatus::State;

//! It has done its work; another one may be asked for before it is deleted.
template<typename Sheet> static void close(QPointer<Sheet> &sheet)
{
    if (sheet)
        sheet->accept();
    sheet.clear();
}

void SecretKeeping::whenOpen(const Waiting &waiting)
{
    const VaultStatus status = m_vault.status();
    if (status.state == State::Open) {
        waiting.then();
        return;
    }
    m_waiting.append(waiting);
    if (status.state == State::NotChosen)
        openPlaceSheet();
    else if (status.state == State::Opening)
        m_patience.start();
    else if (status.place == KeyPlace::Passphrase)
        openUnlockSheet();
    else
        m_vault.unlock();
}

void SecretKeeping::whenUnlocked(const std::function<void()> &then, const QString &inVain,
                                 const std::function<void()> &gaveUp)
{
    whenOpen({.then = then, .inVain = inVain, .gaveUp = gaveUp});
}

void SecretKeeping::showThatItOpens()
{
    if (m_vault.status().state == State::Opening && !m_waiting.isEmpty() && !m_placeSheet)
        openUnlockSheet();
}

void SecretKeeping::dropWaitingSignIn(const QUuid &profile)
{
    m_waiting.removeIf([&profile](const Waiting &waiting) { return waiting.signsIn == profile; });
}

void SecretKeeping::giveUpWaiting()
{
    for (const Waiting &waiting : std::exchange(m_waiting, {})) {
        Q_EMIT told(waiting.inVain);
        if (waiting.gaveUp)
            waiting.gaveUp();
    }
}

void SecretKeeping::openUnlockSheet()
{
    if (!m_unlockSheet) {
        m_unlockSheet = new UnlockSheet(&m_window);
        connect(m_unlockSheet, &UnlockSheet::unlockRequested, &m_vault, &Vault::unlock);
        connect(m_unlockSheet, &QDialog::rejected, this, [this] {
            m_unlockSheet.clear();
            giveUpWaiting();
        });
    }
    // A keychain may take its time: the window stays usable beside the sheet. Where another sheet
    // covers the window, this one has to cover that, or it could not be clicked.
    const bool isCovering =
        m_vault.status().place == KeyPlace::Passphrase || QApplication::activeModalWidget();
    if (isCovering && !m_unlockSheet->isModal()) {
        m_unlockSheet->hide(); // it takes effect when it is shown
        m_unlockSheet->open();
    } else if (!m_unlockSheet->isVisible()) {
        m_unlockSheet->show();
    }
    m_unlockSheet->render(m_vault.status());
}

void SecretKeeping::openPlaceSheet()
{
    if (!m_placeSheet) {
        m_placeSheet = new PlaceSheet(&m_window);
        connect(m_placeSheet, &PlaceSheet::placeChosen, this, &SecretKeeping::choosePlace);
        connect(m_placeSheet, &PlaceSheet::forgetAllRequested, this,
                &SecretKeeping::confirmForgettingAll);
        connect(m_placeSheet, &QDialog::rejected, this, [this] {
            m_placeSheet.clear();
            giveUpWaiting();
        });
        m_placeSheet->open();
    }
    m_placeSheet->render(m_vault.status());
}

void SecretKeeping::choosePlace(KeyPlace place, const SecretBuffer &passphrase)
{
    const VaultStatus status = m_vault.status();
    if (status.state == State::NotChosen)
        m_vault.choose(place, passphrase);
    else if (place == status.place && place != KeyPlace::Passphrase)
        close(m_placeSheet);
    else
        whenOpen({.then = [this, place, passphrase] { m_vault.changePlace(place, passphrase); },
                  .inVain = tr("The key stays where it is.")});
}

void SecretKeeping::confirmForgettingAll()
{
    auto *sheet = new ConfirmSheet(tr("Forget all that is kept?"),
                                   tr("Every kept password, secret key and token goes, for all "
                                      "profiles, and the key to them all. Nothing changes on the "
                                      "clusters."),
                                   tr("Forget all"), &m_window);
    connect(sheet, &QDialog::accepted, this, [this] {
        if (m_placeSheet)
            m_placeSheet->reject();
        m_vault.startOver();
        Q_EMIT told(tr("All that was kept is forgotten."));
    });
    sheet->open();
}

void SecretKeeping::followVault(const VaultStatus &told)
{
    const VaultStatus status = told; // what is done about it may change it
    if (m_gateThen) {
        answerGate(status);
        if (m_vault.status() != status)
            return; // shut again, which was told meanwhile
    } else if ((status.state == State::Failed || status.state == State::Locked) &&
               !m_waiting.isEmpty()) {
        openUnlockSheet();
    } else if (status.state == State::Opening && !m_waiting.isEmpty() && !m_patience.isActive()) {
        m_patience.start();
    }
    if (m_unlockSheet)
        m_unlockSheet->render(status);
    if (m_placeSheet)
        m_placeSheet->render(status);
    const bool wasOpen = std::exchange(m_isOpen, status.state == State::Open);
    if (m_isOpen && !wasOpen) {
        // First, so that what waits is not done with one of them.
        for (const auto &[profile, fingerprint] : std::exchange(m_toForget, {}))
            KeptTokens::forget(m_vault, profile, fingerprint);
        tellWhatWasChanged();
    }
    if (status.state == State::Open && !status.moving) {
        close(m_unlockSheet);
        for (const Waiting &waiting : std::exchange(m_waiting, {}))
            waiting.then();
        // Unless it was the key's move to another place that waited.
        const VaultStatus now = m_vault.status();
        if (now.state == State::Open && !now.moving)
            close(m_placeSheet);
    }
    Q_EMIT changed();
}

void SecretKeeping::tellWhatWasChanged()
{
    QList<vaulttext::Changed> changed;
    for (const ChangedProfile &found : m_vault.changedOutside()) {
        if (const auto profile = m_store.profile(found.id))
            changed.append({profile->name, found.parts});
    }
    if (!changed.isEmpty())
        Q_EMIT changedOutsideFound(vaulttext::changedOutside(changed));
}

void SecretKeeping::tell(const VaultFault &fault)
{
    const ErrorText text = vaulttext::error(fault);
    Q_EMIT told(text.what + u' ' + text.nextStep);
}
