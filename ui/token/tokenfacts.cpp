#include "ui/token/tokenfacts.h"

#include "ui/support/theme.h"
#include "ui/support/timetext.h"
#include "ui/token/tokentext.h"
#include "ui/widgets/factlabel.h"

#include <QHBoxLayout>

TokenFacts::TokenFacts(QWidget *parent)
    : QWidget(parent)
    , m_owner(new FactLabel(tr("Owner")))
    , m_org(new FactLabel(tr("Organization")))
    , m_scope(new FactLabel(tr("Scope")))
    , m_expires(new FactLabel(tr("Expires")))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::space4);
    for (FactLabel *fact : {m_owner, m_org, m_scope, m_expires})
        row->addWidget(fact, 1, Qt::AlignTop);
}

void TokenFacts::render(const Token &token, qint64 nowMs)
{
    const QString orgId = token.orgId ? QString::number(*token.orgId) : QString();
    m_owner->setValue(token.owner);
    m_org->setValue(token.orgName.isEmpty() ? orgId : token.orgName);
    m_org->setSecondLine(token.orgName.isEmpty() ? QString() : orgId);
    m_scope->setValue(tokentext::scope(token));
    m_scope->setSecondLine(token.objectId);
    m_expires->setValue(token.expiresMs ? timetext::moment(*token.expiresMs, nowMs)
                                        : tr("Unknown"));
    m_expires->setSecondLine(
        token.createdMs ? tr("created %1").arg(timetext::clockOrDate(*token.createdMs, nowMs))
                        : QString());
}
