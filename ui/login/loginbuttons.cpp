#include "ui/login/loginbuttons.h"

#include "ui/support/deskstyle.h"
#include "ui/support/theme.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/spinner.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

static constexpr int primaryWidth = 140;

static QPushButton *namedButton(const QString &name)
{
    auto *button = new QPushButton(name);
    button->setObjectName(name);
    button->setAccessibleName(name);
    return button;
}

LoginButtons::LoginButtons(QWidget *parent)
    : QWidget(parent)
    , m_test(namedButton(tr("Test connection")))
    , m_signIn(namedButton(tr("Sign in")))
    , m_cancel(namedButton(tr("Cancel")))
    , m_spinner(new Spinner(tr("Signing in")))
    , m_step(new PlainLabel({}, TextRole::Label, Ink::Dim))
{
    setButtonKind(m_signIn, ButtonKind::Primary);
    m_signIn->setMinimumWidth(primaryWidth);
    m_step->setObjectName(u"signInStep"_s);
    m_step->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::space2);
    row->addWidget(m_test);
    row->addWidget(m_spinner);
    row->addWidget(m_step, 1);
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_signIn);
    connect(m_signIn, &QPushButton::clicked, this, &LoginButtons::signInPressed);
    connect(m_test, &QPushButton::clicked, this, &LoginButtons::testPressed);
    connect(m_cancel, &QPushButton::clicked, this, &LoginButtons::leave);
    render();
}

void LoginButtons::setBusy(bool isBusy, const QString &step)
{
    m_isBusy = isBusy;
    m_step->setText(step);
    render();
}

void LoginButtons::setTesting(bool isTesting)
{
    m_isTesting = isTesting;
    render();
}

void LoginButtons::offerWayBack(bool isOffered)
{
    m_hasWayBack = isOffered;
    render();
}

void LoginButtons::render()
{
    const bool isWorking = m_isBusy || m_isTesting;
    const bool leadsBack = m_hasWayBack && !isWorking;
    m_test->setVisible(!m_isBusy);
    m_test->setEnabled(!m_isTesting);
    m_signIn->setVisible(!m_isBusy);
    m_cancel->setVisible(isWorking || m_hasWayBack);
    m_cancel->setText(leadsBack ? tr("Back") : tr("Cancel"));
    m_cancel->setAccessibleName(leadsBack ? tr("Back to the session") : tr("Cancel"));
    m_spinner->setVisible(m_isBusy);
    m_step->setVisible(m_isBusy);
}

void LoginButtons::focusCancel()
{
    m_cancel->setFocus();
}

bool LoginButtons::leave()
{
    if (m_isBusy || m_isTesting)
        Q_EMIT cancelRequested();
    else if (m_hasWayBack)
        Q_EMIT wayBackRequested();
    else
        return false;
    return true;
}
