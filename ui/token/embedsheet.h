#pragma once

#include "core/embed/embedendpoint.h"
#include "core/embed/embedsettings.h"

#include <QDialog>
#include <QTimer>

class FactLabel;
class PlainLabel;
class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class SecretLineEdit;
class ValidityBox;

//! The embed helper of one profile: what it is to do, start and stop, and what it has done. It
//! shows and asks; who opened it acts. Open it with open(); it deletes itself.
class EmbedSheet final : public QDialog
{
    Q_OBJECT

public:
    //! What tokens can be asked for with.
    struct Offer
    {
        QString userName;
        QString host;
        EmbedSettings settings;
        bool hasKept = false;       //!< the secret that made the session's token is at hand
        bool mayUseSession = false; //!< 2.0: the session makes tokens, without a password
        bool isBySecretKey = false; //!< the secret is the cluster's secret key
    };

    explicit EmbedSheet(const Offer &offer, QWidget *parent = nullptr);

    void render(const EmbedState &state);
    //! That the address was copied, and for how long.
    void tell(const QString &text);

Q_SIGNALS:
    //! \a secret is empty where the kept one, or the session, is to do.
    void startWanted(const EmbedSettings &settings, const SecretBuffer &secret);
    void stopWanted();
    void copyWanted();
    //! Whether the helper may be used with this profile at all.
    void optedIn(bool isOn);

protected:
    void done(int result) override;

private:
    void nameFields();
    void fillChoices();
    void build();
    [[nodiscard]] QGridLayout *buildFields();
    [[nodiscard]] QWidget *buildFacts();
    [[nodiscard]] QString secretAdvice() const;
    void start();
    [[nodiscard]] std::optional<QStringList> origins();
    void follow();
    void tick();

    const Offer m_offer;
    EmbedState m_state;
    QTimer m_clock;
    QCheckBox *m_isOn;
    QWidget *m_form;
    QPlainTextEdit *m_origins;
    PlainLabel *m_problem;
    ValidityBox *m_validity;
    QComboBox *m_minutes;
    QLineEdit *m_port;
    SecretLineEdit *m_secret;
    PlainLabel *m_secretLabel;
    QWidget *m_facts;
    FactLabel *m_address;
    FactLabel *m_handedOut;
    FactLabel *m_refused;
    FactLabel *m_ends;
    PlainLabel *m_outcome;
    QPushButton *m_copy;
    QPushButton *m_start;
    QPushButton *m_stop;
};
