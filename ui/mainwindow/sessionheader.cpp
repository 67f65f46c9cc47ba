#include "ui/mainwindow/sessionheader.h"

#include "core/http/serveraddress.h"
#include "core/session/orginforce.h"
#include "ui/profiles/profiletile.h"
#include "ui/support/formtext.h"
#include "ui/support/uitext.h"
#include "ui/token/possible.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/pill.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

SessionHeader::SessionHeader(QWidget *parent)
    : QWidget(parent)
    , m_tile(new ProfileTile(40))
    , m_name(new ElidedLabel({}, TextRole::Title))
    , m_demo(new Pill(tr("DEMO"), Tone::Warning))
    , m_server(new ElidedLabel({}, TextRole::MonoSmall, Ink::Dim))
    , m_orgs(new QComboBox)
    , m_signOut(new QPushButton(tr("Sign out")))
{
    m_name->setObjectName(u"profileTitle"_s);
    m_name->setAccessibleName(tr("Profile"));
    m_server->setObjectName(u"serverTitle"_s);
    m_server->setAccessibleName(tr("Server and API"));
    m_demo->hide();
    m_orgs->setObjectName(u"sessionOrg"_s);
    m_orgs->setAccessibleName(tr("Organization"));
    m_orgs->setMinimumWidth(170);
    m_orgs->setMaximumWidth(260);
    m_signOut->setObjectName(u"signOut"_s);
    m_signOut->setAccessibleName(tr("Sign out"));
    m_signOut->setToolTip(tr("Revokes the token, closes the session and forgets both"));
    connect(m_orgs, &QComboBox::activated, this, [this](int row) {
        if (row >= 0 && row < m_choices.size())
            Q_EMIT orgChosen(m_choices[row]);
    });
    connect(m_signOut, &QPushButton::clicked, this, &SessionHeader::signOutRequested);

    auto *title = new QHBoxLayout;
    title->setSpacing(Theme::space2);
    title->addWidget(m_name);
    title->addWidget(m_demo);
    title->addStretch(1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addLayout(title);
    texts->addWidget(m_server);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space2);
    layout->addWidget(m_tile);
    layout->addSpacing(Theme::space1);
    layout->addLayout(texts, 1);
    layout->addWidget(m_orgs);
    layout->addWidget(m_signOut);
    setTabOrder(m_orgs, m_signOut);
}

void SessionHeader::render(const Profile &profile, const SignedIn &state)
{
    m_tile->setProfile(profile);
    m_name->setFullText(profile.name);
    const auto address = ServerAddress::parse(state.account.origin);
    m_server->setFullText(tr("%1 · %2").arg(address ? address->host : state.account.origin,
                                            formName(state.account.form)));
    renderOrgs(state);
    m_signOut->setEnabled(possibleWith(state, 0).signOut);
}

void SessionHeader::renderOrgs(const SignedIn &state)
{
    QList<Org> choices = state.orgs;
    const std::optional<Org> current = orgInForce(state);
    const auto isCurrent = [&](const Org &org) { return current && org.id == current->id; };
    if (current && std::none_of(choices.begin(), choices.end(), isCurrent))
        choices.append(*current);
    if (choices != m_choices) {
        m_choices = choices;
        m_orgs->clear();
        for (const Org &org : choices)
            m_orgs->addItem(shown(org.name.isEmpty() ? QString::number(org.id) : org.name, 64));
    }
    const auto position = std::find_if(choices.begin(), choices.end(), isCurrent);
    m_orgs->setCurrentIndex(
        position == choices.end() ? -1 : static_cast<int>(position - choices.begin()));
    m_orgs->setVisible(!choices.isEmpty());
    m_orgs->setEnabled(choices.size() > 1 && possibleWith(state, 0).chooseOrg);
    m_orgs->setToolTip(isInWrongOrg(state)
                           ? toolTipText(tr("Not the Organization that was asked for: %1")
                                             .arg(shown(state.account.org, 64)))
                           : QString());
}

void SessionHeader::setDemo(bool isDemo)
{
    m_demo->setVisible(isDemo);
}

bool SessionHeader::canChooseOrg() const
{
    return m_orgs->isVisibleTo(this) && m_orgs->isEnabled();
}

void SessionHeader::openOrgs()
{
    m_orgs->setFocus(Qt::ShortcutFocusReason);
    m_orgs->showPopup();
}
