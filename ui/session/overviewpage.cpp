#include "ui/session/overviewpage.h"

#include "ui/session/chipsection.h"
#include "ui/session/privilegenames.h"
#include "ui/session/sessionwords.h"
#include "ui/support/theme.h"
#include "ui/support/timetext.h"
#include "ui/widgets/factlabel.h"

#include <QDateTime>
#include <QGridLayout>
#include <QScrollBar>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

OverviewPage::OverviewPage(QWidget *parent)
    : QScrollArea(parent)
    , m_grid(new QGridLayout)
    , m_user(new FactLabel(tr("User")))
    , m_email(new FactLabel(tr("E-mail")))
    , m_account(new FactLabel(tr("Account")))
    , m_version(new FactLabel(tr("Cluster version")))
    , m_locale(new FactLabel(tr("Locale")))
    , m_sessionEnds(new FactLabel(tr("Session ends")))
    , m_accountEnds(new FactLabel(tr("Account expires")))
    , m_userId(new FactLabel(tr("User ID")))
    , m_privileges(new ChipSection(tr("Privileges")))
    , m_groups(new ChipSection(tr("Groups")))
    , m_orgs(new ChipSection(tr("Organizations")))
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, Theme::space3, 0, Theme::space1);
    layout->setSpacing(Theme::space3);
    m_grid->setHorizontalSpacing(Theme::space5);
    m_grid->setVerticalSpacing(Theme::space3);
    layout->addLayout(m_grid);
    for (ChipSection *section : {m_privileges, m_groups, m_orgs})
        layout->addWidget(section);
    layout->addStretch();

    setWidget(page);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Session facts"));
    setObjectName(u"overview"_s);
    page->setAutoFillBackground(false);
    arrangeFacts(4);
}

void OverviewPage::arrangeFacts(int columns)
{
    if (columns == m_columns)
        return;
    // The second column has what is long: the e-mail address and the user's ID.
    static constexpr std::array widths = {4, 6, 4, 4};
    int place = 0;
    for (FactLabel *fact : {m_user, m_email, m_account, m_version, m_locale, m_userId,
                            m_sessionEnds, m_accountEnds}) {
        m_grid->addWidget(fact, place / columns, place % columns, Qt::AlignTop);
        ++place;
    }
    for (int column = 0; column < qMax(columns, m_columns); ++column)
        m_grid->setColumnStretch(column, column < columns ? widths.at(std::size_t(column)) : 0);
    m_columns = columns;
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    constexpr int narrow = 600;
    arrangeFacts(viewport()->width() < narrow ? 2 : 4);
    QScrollArea::resizeEvent(event);
}

void OverviewPage::renderFacts(const SessionInfo &info)
{
    const bool hasDisplayName = !info.displayName.isEmpty();
    m_user->setValue(hasDisplayName ? info.displayName : info.userName);
    m_user->setSecondLine(hasDisplayName && info.displayName != info.userName ? info.userName
                                                                              : QString());
    m_email->setValue(info.email);
    m_account->setValue(SessionWords::account(info.accountType, info.accountState));
    m_version->setValue(info.releaseVersion);
    m_locale->setValue(info.locale);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto moment = [now](const std::optional<qint64> &ms, const QString &none) {
        return ms ? timetext::moment(*ms, now) : none;
    };
    m_sessionEnds->setValue(moment(info.sessionExpiresMs, tr("The server decides")));
    m_accountEnds->setValue(moment(info.accountExpiresMs, tr("Not set")));
    m_userId->setValue(info.userId);
}

void OverviewPage::render(const SessionInfo &info, const QList<Org> &orgs)
{
    renderFacts(info);

    QList<ChipSection::Entry> privileges;
    for (const QString &name : info.privileges)
        privileges.append({.text = privilegeName(name), .toolTip = name});
    m_privileges->setEntries(privileges);

    QList<ChipSection::Entry> groups;
    for (const QString &name : info.groups)
        groups.append({.text = name, .toolTip = {}});
    m_groups->setEntries(groups);

    QList<ChipSection::Entry> entries;
    for (const Org &org : orgs) {
        const QString name = org.name.isEmpty() ? QString::number(org.id) : org.name;
        entries.append({.text = name,
                        .toolTip = tr("ID %1").arg(org.id),
                        .isCurrent = info.currentOrg && info.currentOrg->id == org.id});
    }
    m_orgs->setEntries(entries);
}
