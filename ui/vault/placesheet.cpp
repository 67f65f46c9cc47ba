#include "ui/vault/placesheet.h"

#include "ui/support/deskstyle.h"
#include "ui/vault/vaulttext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/newpassphrase.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/spinner.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::StringLiterals;

static constexpr int sheetWidth = 440;
static constexpr int indent = 26; //!< px, to stand below the words of a radio button

static QRadioButton *offer(QBoxLayout *layout, QRadioButton *button, const QString &explanation)
{
    auto *words = new PlainLabel(explanation, TextRole::Label, Ink::Dim);
    words->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(indent, 0, 0, Theme::space2);
    row->addWidget(words);
    button->setAccessibleName(button->text());
    button->setAccessibleDescription(explanation);
    layout->addWidget(button);
    layout->addLayout(row);
    return button;
}

PlaceSheet::PlaceSheet(QWidget *parent)
    : QDialog(parent)
    , m_banner(new Banner(tr("Place problem")))
    , m_keychain(new QRadioButton(tr("Keychain of this system")))
    , m_passphrase(new QRadioButton(tr("A passphrase")))
    , m_session(new QRadioButton(tr("This session only")))
    , m_words(new NewPassphrase)
    , m_spinner(new Spinner(tr("Working")))
    , m_forgetAll(new QPushButton(tr("Forget all that is kept…")))
    , m_keep(new QPushButton(tr("Keep there")))
{
    const QString title = tr("Where are secrets to be kept?");
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setAccessibleName(title);
    setObjectName(u"placeSheet"_s);
    auto *body = new PlainLabel(tr("Passwords and tokens that you ask to keep are sealed in the "
                                   "settings file, never in clear. This is about the key."),
                                TextRole::Body, Ink::Dim);
    body->setWordWrap(true);
    body->setMinimumWidth(sheetWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space1);
    layout->addWidget(new PlainLabel(title, TextRole::Title));
    layout->addWidget(body);
    layout->addSpacing(Theme::space2);
    layout->addWidget(m_banner);
    offer(layout, m_keychain,
          tr("Opens with your login. Other programs of yours can ask for it too."));
    offer(layout, m_passphrase,
          tr("Asked for at first use and after a lock. Without it nothing can be opened, by "
             "nobody."));
    m_words->setContentsMargins(indent, 0, 0, Theme::space2);
    layout->addWidget(m_words);
    offer(layout, m_session, tr("In memory, until a lock or the end of the program."));
    layout->addSpacing(Theme::space2);
    layout->addLayout(builtButtons());
    m_keychain->setChecked(true);
    for (const QRadioButton *button : {m_keychain, m_passphrase, m_session})
        connect(button, &QRadioButton::toggled, this, &PlaceSheet::follow);
    follow();
}

QBoxLayout *PlaceSheet::builtButtons()
{
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAccessibleName(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_forgetAll->setAccessibleName(tr("Forget all that is kept"));
    m_forgetAll->setAutoDefault(false);
    m_keep->setAccessibleName(tr("Keep there"));
    m_keep->setDefault(true);
    setButtonKind(m_keep, ButtonKind::Primary);
    setButtonKind(m_forgetAll, ButtonKind::Danger);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_forgetAll, &QPushButton::clicked, this, &PlaceSheet::forgetAllRequested);
    connect(m_keep, &QPushButton::clicked, this, &PlaceSheet::submit);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addWidget(m_forgetAll);
    buttons->addWidget(m_spinner);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_keep);
    return buttons;
}

KeyPlace PlaceSheet::chosen() const
{
    if (m_passphrase->isChecked())
        return KeyPlace::Passphrase;
    return m_session->isChecked() ? KeyPlace::SessionOnly : KeyPlace::Keychain;
}

void PlaceSheet::render(const VaultStatus &status)
{
    const bool wasBusy = m_isBusy;
    m_isBusy = status.state == VaultStatus::State::Opening || status.moving;
    m_forgetAll->setVisible(status.place != KeyPlace::None);
    if (!m_isBusy && !wasBusy) {
        m_passphrase->setChecked(status.place == KeyPlace::Passphrase);
        m_session->setChecked(status.place == KeyPlace::SessionOnly);
    }
    follow();
}

void PlaceSheet::follow()
{
    for (QWidget *part : QList<QWidget *>{m_keychain, m_passphrase, m_session, m_words, m_keep})
        part->setEnabled(!m_isBusy);
    m_spinner->setVisible(m_isBusy);
    m_words->setVisible(m_passphrase->isChecked());
    adjustSize();
}

void PlaceSheet::refuse(KeyPlace place, const VaultFault &fault)
{
    Q_UNUSED(place)
    complain(vaulttext::error(fault));
}

void PlaceSheet::complain(const ErrorText &text)
{
    m_banner->present(Banner::Kind::Error, text.what, text.nextStep, text.details);
    adjustSize();
}

void PlaceSheet::submit()
{
    const KeyPlace place = chosen();
    m_banner->dismiss();
    if (place != KeyPlace::Passphrase) {
        Q_EMIT placeChosen(place, {});
        return;
    }
    const auto passphrase = m_words->checked();
    if (!passphrase) {
        complain(passphrase.error());
        return;
    }
    m_words->forget();
    Q_EMIT placeChosen(place, *passphrase);
}
