#include "ui/lock/lockpanel.h"

#include "ui/support/deskstyle.h"
#include "ui/support/uitext.h"
#include "ui/vault/vaulttext.h"
#include "ui/widgets/card.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretlineedit.h"
#include "ui/widgets/spinner.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>

using namespace Qt::StringLiterals;

static QString reasonText(LockState::Reason reason)
{
    switch (reason) {
    case LockState::Reason::ByHand:
        return LockPanel::tr("You locked it.");
    case LockState::Reason::Idle:
        return LockPanel::tr("Nobody used it for a while.");
    case LockState::Reason::ScreenLocked:
        return LockPanel::tr("The screen was locked.");
    case LockState::Reason::UserSwitched:
        return LockPanel::tr("Somebody else had the screen.");
    case LockState::Reason::Suspended:
        return LockPanel::tr("The computer was asleep.");
    }
    Q_UNREACHABLE();
}

static QString keyText(LockState::Key key)
{
    switch (key) {
    case LockState::Key::NotNeeded:
        return LockPanel::tr("Nothing is stored that would need a passphrase.");
    case LockState::Key::Keychain:
        return LockPanel::tr("Unlocking asks the keychain of this system for the key.");
    case LockState::Key::Passphrase:
        return LockPanel::tr("Unlocking takes the passphrase that you chose.");
    }
    Q_UNREACHABLE();
}

static QString unavailableText(const ErrorText &error)
{
    constexpr qsizetype longestDetails = 200;
    const QString text = error.what + u' ' + error.nextStep;
    const QString details = shown(error.details, longestDetails);
    return details.isEmpty() ? text : text + u' ' + LockPanel::tr("It said: %1").arg(details);
}

static QString troubleText(const LockState &state)
{
    QString text;
    switch (state.trouble) {
    case LockState::Trouble::None:
        break;
    case LockState::Trouble::WrongPassphrase:
        text = LockPanel::tr("That is not the passphrase.");
        break;
    case LockState::Trouble::KeyUnavailable:
        text = unavailableText(state.error);
        break;
    }
    if (state.waitSeconds > 0)
        text += u' ' + vaulttext::nextTry(state.waitSeconds);
    return text.trimmed();
}

LockPanel::LockPanel(QWidget *parent)
    : QWidget(parent)
    , m_card(new Card(tr("Locked")))
    , m_reason(new PlainLabel)
    , m_key(new PlainLabel({}, TextRole::Body, Ink::Dim))
    , m_label(new PlainLabel(tr("Passphrase"), TextRole::Label, Ink::Dim))
    , m_passphrase(new SecretLineEdit(tr("Passphrase")))
    , m_trouble(new PlainLabel({}, TextRole::Body, Ink::Bad))
    , m_note(new PlainLabel({}, TextRole::Body, Ink::Warning))
    , m_spinner(new Spinner(tr("Unlocking")))
    , m_giveUp(new QPushButton(tr("Sign out and forget what is kept…")))
    , m_unlock(new QPushButton(tr("Unlock")))
{
    setObjectName(u"lockPanel"_s);
    m_reason->setObjectName(u"lockReason"_s);
    m_key->setObjectName(u"lockKey"_s);
    m_trouble->setObjectName(u"lockTrouble"_s);
    m_note->setObjectName(u"lockNote"_s);
    m_passphrase->setObjectName(u"passphrase"_s);
    m_unlock->setObjectName(u"unlock"_s);
    m_unlock->setAccessibleName(tr("Unlock"));
    m_giveUp->setObjectName(u"giveUp"_s);
    m_giveUp->setAccessibleName(tr("Sign out and forget what is kept"));
    m_label->setBuddy(m_passphrase);
    connect(m_unlock, &QPushButton::clicked, this, &LockPanel::submit);
    connect(m_giveUp, &QPushButton::clicked, this, &LockPanel::giveUpRequested);
    buildCard();
    render({});
}

void LockPanel::buildCard()
{
    constexpr int cardWidth = 400;
    constexpr int buttonWidth = 140;
    m_card->setFixedWidth(cardWidth);
    m_unlock->setMinimumWidth(buttonWidth);
    setButtonKind(m_unlock, ButtonKind::Primary);
    setButtonKind(m_giveUp, ButtonKind::Danger);
    for (PlainLabel *label : {m_reason, m_key, m_trouble, m_note})
        label->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::space2);
    row->addStretch();
    row->addWidget(m_spinner);
    row->addWidget(m_unlock);

    auto *layout = new QVBoxLayout(m_card);
    layout->setContentsMargins(Theme::space6 + Theme::space2, Theme::space6,
                               Theme::space6 + Theme::space2, Theme::space6);
    layout->setSpacing(Theme::space2);
    layout->addWidget(new PlainLabel(tr("Session Desk is locked"), TextRole::Large));
    layout->addWidget(m_reason);
    layout->addWidget(m_key);
    layout->addWidget(m_note);
    layout->addSpacing(Theme::space2);
    layout->addWidget(m_label);
    layout->addWidget(m_passphrase);
    layout->addWidget(m_trouble);
    layout->addSpacing(Theme::space2);
    layout->addLayout(row);
    layout->addWidget(m_giveUp, 0, Qt::AlignRight);

    auto *centre = new QVBoxLayout(this);
    centre->setContentsMargins(Theme::space4, Theme::space4, Theme::space4, Theme::space4);
    centre->addWidget(m_card, 0, Qt::AlignCenter);
}

void LockPanel::render(const LockState &state)
{
    m_needsPassphrase = state.key == LockState::Key::Passphrase;
    m_reason->setText(reasonText(state.reason));
    m_key->setText(keyText(state.key));
    m_label->setVisible(m_needsPassphrase);
    m_passphrase->setVisible(m_needsPassphrase);
    m_passphrase->setEnabled(!state.isOpening);
    m_trouble->setText(troubleText(state));
    m_trouble->setVisible(!m_trouble->text().isEmpty());
    m_note->setText(state.note);
    m_note->setVisible(!state.note.isEmpty());
    m_giveUp->setVisible(state.canGiveUp);
    m_spinner->setVisible(state.isOpening);
    m_unlock->setEnabled(!state.isOpening && state.waitSeconds == 0);
}

void LockPanel::start()
{
    m_passphrase->forget();
    if (m_needsPassphrase)
        m_passphrase->setFocus();
    else
        m_unlock->setFocus();
}

void LockPanel::submit()
{
    if (!m_unlock->isEnabled())
        return;
    if (m_needsPassphrase && m_passphrase->text().isEmpty()) {
        m_passphrase->setFocus();
        return;
    }
    const SecretBuffer passphrase = m_needsPassphrase ? m_passphrase->secret() : SecretBuffer();
    m_passphrase->forget();
    Q_EMIT unlockRequested(passphrase);
}

void LockPanel::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && !event->isAutoRepeat())
        submit();
    else
        QWidget::keyPressEvent(event);
}
