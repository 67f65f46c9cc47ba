#pragma once

#include "core/storage/vault.h"

#include <QDialog>

class Banner;
class PlainLabel;
class QBoxLayout;
class QPushButton;
class QRadioButton;
class SecretLineEdit;
class Spinner;

//! Where secrets are to be kept: the keychain, sealed by a passphrase, or for this session only.
//! Passive: render in, intents out; it stays open until it is told to close. It deletes itself.
class PlaceSheet final : public QDialog
{
    Q_OBJECT

public:
    explicit PlaceSheet(QWidget *parent);

    void render(const VaultStatus &status);
    //! Why \a place was not taken. Nothing has changed.
    void refuse(KeyPlace place, const VaultFault &fault);

Q_SIGNALS:
    //! \a passphrase is empty but for KeyPlace::Passphrase.
    void placeChosen(KeyPlace place, const SecretBuffer &passphrase);
    void forgetAllRequested();

private:
    QBoxLayout *builtPassphrase();
    QBoxLayout *builtButtons();
    void follow();
    void submit();
    void complain(const QString &what, const QString &nextStep, const QString &details = {});
    [[nodiscard]] KeyPlace chosen() const;

    Banner *m_banner;
    QRadioButton *m_keychain;
    QRadioButton *m_passphrase;
    QRadioButton *m_session;
    QWidget *m_words;
    SecretLineEdit *m_first;
    SecretLineEdit *m_second;
    Spinner *m_spinner;
    QPushButton *m_forgetAll;
    QPushButton *m_keep;
    bool m_isBusy = false;
};
