#include "ui/token/secretentry.h"

#include "ui/support/theme.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretlineedit.h"

#include <QComboBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

SecretEntry::SecretEntry(const TokenMeans &means, QWidget *parent)
    : QWidget(parent)
    , m_means(means)
    , m_choice(new QWidget(this))
    , m_ways(new QComboBox)
    , m_advice(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_label(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_field(new SecretLineEdit(tr("Password")))
    , m_problem(new PlainLabel({}, TextRole::Label, Ink::Bad))
{
    m_ways->setObjectName(u"askWith"_s);
    m_ways->setAccessibleName(tr("Ask with"));
    m_label->setBuddy(m_field);
    for (PlainLabel *label : {m_advice, m_problem})
        label->setWordWrap(true);
    m_problem->hide();
    fillWays();
    build();
    connect(m_ways, &QComboBox::currentIndexChanged, this, [this] {
        follow();
        if (isVisible() && m_field->isEnabled())
            m_field->setFocus();
        Q_EMIT chosen();
    });
    follow();
}

void SecretEntry::fillWays()
{
    const auto add = [this](const QString &name, Way way) { m_ways->addItem(name, int(way)); };
    const bool isByKey = m_means.method == SignInMethod::SecretKey;
    if (!isByKey || m_means.mayChooseMethod)
        add(tr("Password"), Way::Password);
    if (isByKey || m_means.mayChooseMethod)
        add(tr("Secret key"), Way::SecretKey);
    m_ways->setCurrentIndex(m_ways->findData(int(isByKey ? Way::SecretKey : Way::Password)));
    offerSession(true);
}

void SecretEntry::build()
{
    auto *label = new PlainLabel(tr("Ask with"), TextRole::Label, Ink::Dim);
    label->setBuddy(m_ways);
    auto *choice = new QVBoxLayout(m_choice);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setSpacing(Theme::space1);
    for (QWidget *widget : QWidgetList{label, m_ways, m_advice})
        choice->addWidget(widget);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space1);
    for (QWidget *widget : QWidgetList{m_label, m_field, m_problem})
        layout->addWidget(widget);
}

void SecretEntry::offerSession(bool isOffered)
{
    const int index = m_ways->findData(int(Way::Session));
    const bool isWanted = isOffered && m_means.mayUseSession;
    if (isWanted && index < 0)
        m_ways->addItem(tr("This session, without a secret"), int(Way::Session));
    else if (!isWanted && index >= 0)
        m_ways->removeItem(index);
    m_choice->setVisible(m_ways->count() > 1);
}

SecretEntry::Way SecretEntry::way() const
{
    return static_cast<Way>(m_ways->currentData().toInt());
}

bool SecretEntry::usesSession() const
{
    return way() == Way::Session;
}

SignInMethod SecretEntry::method() const
{
    return way() == Way::SecretKey ? SignInMethod::SecretKey : SignInMethod::Password;
}

QString SecretEntry::advice() const
{
    switch (way()) {
    case Way::Password:
        break;
    case Way::SecretKey:
        return tr("The cluster's own key (trusted authentication); the user's password is not "
                  "needed.");
    case Way::Session:
        return m_means.isSessionByToken
                   ? tr("The token held gives another one, and the cluster decides how long that "
                        "lives.")
                   : tr("The cluster decides how long the token lives.");
    }
    return {};
}

void SecretEntry::follow()
{
    const bool isByKey = way() == Way::SecretKey;
    m_advice->setText(advice());
    m_advice->setVisible(!m_advice->text().isEmpty());
    m_field->forget(); // what was typed for one is not sent as the other
    m_field->setEnabled(!usesSession());
    m_problem->hide();
    if (usesSession())
        return m_field->setPlaceholderText({});
    const QString name = isByKey ? tr("Secret key") : tr("Password");
    m_label->setText(name);
    m_field->setAccessibleName(name);
    m_field->setObjectName(name);
    m_field->setPlaceholderText(m_means.hasKept(method()) ? tr("kept: leave empty to use it")
                                                          : QString());
}

Credentials SecretEntry::credentials() const
{
    Credentials credentials;
    credentials.method = method();
    if (usesSession())
        return credentials;
    if (credentials.method == SignInMethod::SecretKey)
        credentials.secretKey = SecretBuffer::fromBytes(m_field->secret().view().trimmed());
    else
        credentials.password = m_field->secret();
    return credentials;
}

bool SecretEntry::check()
{
    const Credentials given = credentials();
    const bool isThere = usesSession() || m_means.hasKept(given.method) ||
                         !given.password.isEmpty() || !given.secretKey.isEmpty();
    m_problem->setText(given.method == SignInMethod::SecretKey ? tr("Enter the secret key.")
                                                               : tr("Enter the password."));
    m_problem->setVisible(!isThere);
    if (!isThere)
        m_field->setFocus();
    return isThere;
}

void SecretEntry::focusField()
{
    m_field->setFocus();
}

void SecretEntry::forget()
{
    m_field->forget();
}
