#include "ui/token/newtokensheet.h"

#include "ui/support/deskstyle.h"
#include "ui/support/uitext.h"
#include "ui/token/tokentext.h"
#include "ui/token/validitybox.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretlineedit.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::StringLiterals;

static QString introduction(const NewTokenSheet::Offer &offer)
{
    const QString user = shown(offer.userName, 64);
    const QString host = shown(offer.host, 100);
    const QString who = offer.orgName.isEmpty()
                            ? NewTokenSheet::tr("For %1 at %2.").arg(user, host)
                            : NewTokenSheet::tr("For %1 at %2, Organization %3.")
                                  .arg(user, host, shown(offer.orgName, 64));
    return offer.isReplacing ? who + u' ' + tokentext::heldOneLivesOn() : who;
}

static PlainLabel *fieldLabel(const QString &text, QWidget *buddy)
{
    auto *label = new PlainLabel(text, TextRole::Label, Ink::Dim);
    label->setBuddy(buddy);
    return label;
}

NewTokenSheet::NewTokenSheet(const Offer &offer, QWidget *parent)
    : QDialog(parent)
    , m_offer(offer)
    , m_withPassword(new QRadioButton(tr("With the password, for as long as I say"), this))
    , m_fromSession(
          new QRadioButton(tr("From this session, without it; the cluster decides how long"), this))
    , m_validity(new ValidityBox(false, this))
    , m_password(new SecretLineEdit(tr("Password"), this))
    , m_complaint(new PlainLabel({}, TextRole::Label, Ink::Bad, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"newTokenSheet"_s);
    setWindowTitle(tr("Get a new token"));
    setAccessibleName(windowTitle());
    m_validity->setSeconds(offer.validitySeconds);
    m_password->setObjectName(u"Password"_s);
    m_complaint->hide();
    m_withPassword->setObjectName(u"withPassword"_s);
    m_fromSession->setObjectName(u"fromSession"_s);
    m_withPassword->setChecked(true);
    m_withPassword->setVisible(offer.mayUseSession);
    m_fromSession->setVisible(offer.mayUseSession);
    buildContents();
    connect(m_withPassword, &QRadioButton::toggled, this, &NewTokenSheet::followChoice);
    m_password->setFocus();
}

void NewTokenSheet::buildContents()
{
    auto *heading = new PlainLabel(windowTitle(), TextRole::Header);
    auto *text = new PlainLabel(introduction(m_offer), TextRole::Body, Ink::Dim);
    text->setWordWrap(true);
    text->setMinimumWidth(380);

    auto *fields = new QGridLayout;
    fields->setHorizontalSpacing(14);
    fields->setVerticalSpacing(Theme::space1);
    fields->addWidget(fieldLabel(tr("Password"), m_password), 0, 0);
    fields->addWidget(fieldLabel(tr("Token validity"), m_validity), 0, 1);
    fields->addWidget(m_password, 1, 0);
    fields->addWidget(m_validity, 1, 1);
    fields->setColumnStretch(0, 1);
    fields->setColumnStretch(1, 1);

    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(u"cancelNewToken"_s);
    cancel->setAccessibleName(tr("Keep the token held now"));
    cancel->setAutoDefault(false);
    auto *get = new QPushButton(tr("Get token"));
    get->setObjectName(u"confirmNewToken"_s);
    get->setAccessibleName(tr("Get token now"));
    get->setDefault(true);
    setButtonKind(get, ButtonKind::Primary);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(get, &QPushButton::clicked, this, &NewTokenSheet::submit);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addWidget(m_complaint);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(get);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space2);
    layout->addWidget(heading);
    layout->addWidget(text);
    layout->addSpacing(Theme::space1);
    layout->addWidget(m_withPassword);
    layout->addLayout(fields);
    layout->addWidget(m_fromSession);
    layout->addSpacing(Theme::space3);
    layout->addLayout(buttons);
}

bool NewTokenSheet::usesSession() const
{
    return m_offer.mayUseSession && m_fromSession->isChecked();
}

void NewTokenSheet::followChoice()
{
    m_password->setEnabled(!usesSession());
    m_validity->setEnabled(!usesSession());
    m_complaint->hide();
    if (!usesSession())
        m_password->setFocus();
}

void NewTokenSheet::submit()
{
    TokenWish wish;
    wish.org = m_offer.org;
    Credentials credentials;
    credentials.userName = m_offer.userName;
    if (usesSession()) {
        wish.source = TokenWish::Source::FromSession;
    } else {
        credentials.password = m_password->secret();
        wish.validitySeconds = m_validity->seconds().value_or(wish.validitySeconds);
        if (credentials.password.isEmpty()) {
            m_complaint->setText(tr("Enter the password."));
            m_complaint->show();
            m_password->setFocus();
            return;
        }
    }
    Q_EMIT tokenWanted(wish, credentials);
    accept();
}

void NewTokenSheet::done(int result)
{
    m_password->forget();
    QDialog::done(result);
}
