#include "ui/mainwindow/secretsheet.h"

#include "ui/support/deskstyle.h"
#include "ui/support/uitext.h"
#include "ui/token/secretentry.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

SecretSheet::SecretSheet(const QString &title, const QString &body, const QString &verb,
                         const TokenMeans &means, QWidget *parent)
    : QDialog(parent)
    , m_secret(new SecretEntry(means))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_secret->offerSession(false); // it stays in its own Organization
    setWindowTitle(title);
    setAccessibleName(title);
    setObjectName(u"secretSheet"_s);

    auto *heading = new PlainLabel(shown(title), TextRole::Header);
    auto *text = new PlainLabel(shown(body), TextRole::Body, Ink::Dim);
    for (PlainLabel *label : {heading, text}) {
        label->setWordWrap(true);
        label->setMinimumWidth(360);
    }
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAccessibleName(tr("Cancel"));
    cancel->setObjectName(u"sheetCancel"_s);
    cancel->setAutoDefault(false);
    auto *confirm = new QPushButton(verb);
    confirm->setAccessibleName(verb);
    confirm->setObjectName(u"sheetConfirm"_s);
    confirm->setDefault(true);
    setButtonKind(confirm, ButtonKind::Primary);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(confirm, &QPushButton::clicked, this, &SecretSheet::submit);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(confirm);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space2);
    layout->addWidget(heading);
    layout->addWidget(text);
    layout->addSpacing(Theme::space2);
    layout->addWidget(m_secret->choice());
    layout->addWidget(m_secret);
    layout->addSpacing(Theme::space3);
    layout->addLayout(buttons);
    m_secret->focusField();
}

void SecretSheet::submit()
{
    if (!m_secret->check())
        return;
    const Credentials credentials = m_secret->credentials();
    accept();
    Q_EMIT given(credentials);
}

void SecretSheet::done(int result)
{
    m_secret->forget();
    QDialog::done(result);
}
