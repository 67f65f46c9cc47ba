#include "ui/vault/unlocksheet.h"

#include "ui/support/deskstyle.h"
#include "ui/vault/vaulttext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretlineedit.h"
#include "ui/widgets/spinner.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTimer>

using namespace Qt::StringLiterals;

static constexpr int sheetWidth = 380;

UnlockSheet::UnlockSheet(QWidget *parent)
    : QDialog(parent)
    , m_banner(new Banner(tr("Unlock problem")))
    , m_body(new PlainLabel({}, TextRole::Body, Ink::Dim))
    , m_label(new PlainLabel(tr("Passphrase"), TextRole::Label, Ink::Dim))
    , m_passphrase(new SecretLineEdit(tr("Passphrase")))
    , m_spinner(new Spinner(tr("Unlocking")))
    , m_unlock(new QPushButton(tr("Unlock")))
    , m_wait(new QTimer(this))
{
    const QString title = tr("Unlock what is kept");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setAccessibleName(title);
    setObjectName(u"unlockSheet"_s);
    m_passphrase->setObjectName(u"unlockPassphrase"_s);
    m_label->setBuddy(m_passphrase);
    m_body->setWordWrap(true);
    m_body->setMinimumWidth(sheetWidth);
    m_unlock->setAccessibleName(tr("Unlock"));
    m_unlock->setDefault(true);
    setButtonKind(m_unlock, ButtonKind::Primary);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAccessibleName(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_wait->setSingleShot(true);
    m_wait->setTimerType(Qt::PreciseTimer); // a coarse one is early, and early is too soon
    connect(m_wait, &QTimer::timeout, this, [this] { m_unlock->setEnabled(true); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_unlock, &QPushButton::clicked, this, &UnlockSheet::submit);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addWidget(m_spinner);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_unlock);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space2);
    layout->addWidget(new PlainLabel(title, TextRole::Header));
    layout->addWidget(m_body);
    layout->addWidget(m_banner);
    layout->addWidget(m_label);
    layout->addWidget(m_passphrase);
    layout->addSpacing(Theme::space2);
    layout->addLayout(buttons);
}

static QString bodyText(const VaultStatus &status)
{
    if (status.place == KeyPlace::Passphrase)
        return UnlockSheet::tr("It is sealed by the passphrase that you chose.");
    if (status.state == VaultStatus::State::Opening)
        return UnlockSheet::tr("The keychain of this system is asked for the key. It may want its "
                               "password, in a window of its own.");
    return UnlockSheet::tr("It is sealed; the key is in the keychain of this system.");
}

void UnlockSheet::render(const VaultStatus &status)
{
    const bool isOpening = status.state == VaultStatus::State::Opening;
    m_takesPassphrase = status.place == KeyPlace::Passphrase;
    m_body->setText(bodyText(status));
    m_label->setVisible(m_takesPassphrase);
    m_passphrase->setVisible(m_takesPassphrase);
    m_passphrase->setEnabled(!isOpening);
    m_spinner->setVisible(isOpening);
    if (status.retryAfterMs > 0)
        m_wait->start(int(qMin(status.retryAfterMs, Vault::longestDelayMs)) + 1);
    m_unlock->setEnabled(!isOpening && !m_wait->isActive());
    m_unlock->setText(m_takesPassphrase ? tr("Unlock") : tr("Try again"));
    if (status.state == VaultStatus::State::Failed && status.fault) {
        ErrorText text = vaulttext::error(*status.fault);
        if (status.retryAfterMs > 0)
            text.nextStep = vaulttext::nextTry(int((status.retryAfterMs + 999) / 1000));
        m_banner->present(Banner::Kind::Error, text.what, text.nextStep, text.details);
        if (status.fault->kind != VaultFault::Kind::TooSoon)
            m_passphrase->forget();
    } else if (isOpening) {
        m_banner->dismiss();
    }
    if (!isOpening)
        (m_takesPassphrase ? static_cast<QWidget *>(m_passphrase) : m_unlock)->setFocus();
}

void UnlockSheet::submit()
{
    if (m_takesPassphrase && m_passphrase->text().isEmpty()) {
        m_passphrase->setFocus();
        return;
    }
    Q_EMIT unlockRequested(m_takesPassphrase ? m_passphrase->secret() : SecretBuffer());
}
