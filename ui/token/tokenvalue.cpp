#include "ui/token/tokenvalue.h"

#include "ui/support/deskstyle.h"
#include "ui/support/handofftext.h"
#include "ui/support/theme.h"
#include "ui/token/tokenfield.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

TokenValue::TokenValue(QWidget *parent)
    : QWidget(parent)
    , m_field(new TokenField)
    , m_reveal(new QPushButton(tr("Reveal")))
    , m_copy(new QToolButton)
{
    m_reveal->setObjectName(u"Reveal token"_s);
    m_reveal->setAccessibleName(tr("Reveal token"));
    m_reveal->setCheckable(true);
    buildCopyButton();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::space2);
    row->addWidget(m_field, 1);
    row->addWidget(m_reveal);
    row->addWidget(m_copy);
    connect(m_reveal, &QPushButton::toggled, m_field, &TokenField::setRevealed);
    connect(m_field, &TokenField::revealedChanged, this, [this](bool isRevealed) {
        m_reveal->setChecked(isRevealed);
        m_reveal->setText(isRevealed ? tr("Hide") : tr("Reveal"));
    });
}

void TokenValue::buildCopyButton()
{
    m_copy->setObjectName(u"Copy token"_s);
    m_copy->setAccessibleName(tr("Copy token"));
    m_copy->setText(tr("Copy token"));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_copy->setPopupMode(QToolButton::MenuButtonPopup);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    setButtonKind(m_copy, ButtonKind::Primary);
    fillMenu();
    connect(m_copy, &QToolButton::clicked, this,
            [this] { Q_EMIT copyChosen(handoff::Format::Token); });
}

void TokenValue::fillMenu()
{
    auto *menu = new QMenu(m_copy);
    connect(menu->addAction(tr("Copy as, with a preview…")), &QAction::triggered, this,
            &TokenValue::copyAsRequested);
    menu->addSeparator();
    for (const handofftext::Group &group : handofftext::groups(m_form)) {
        QMenu *part = group.title.isEmpty() ? menu : menu->addMenu(group.title);
        for (const handoff::Format format : group.formats)
            connect(part->addAction(handofftext::name(format)), &QAction::triggered, this,
                    [this, format] { Q_EMIT copyChosen(format); });
    }
    if (QMenu *before = m_copy->menu())
        before->deleteLater();
    m_copy->setMenu(menu);
}

void TokenValue::setToken(const Token &token, Api::Form form)
{
    m_field->setToken(token);
    if (form == m_form)
        return;
    m_form = form;
    fillMenu();
}

void TokenValue::mask()
{
    m_field->setRevealed(false);
}

void TokenValue::setCopyEnabled(bool isEnabled)
{
    m_copy->setEnabled(isEnabled);
}
