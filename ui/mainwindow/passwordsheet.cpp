#include "ui/mainwindow/passwordsheet.h"

#include "ui/support/deskstyle.h"
#include "ui/support/uitext.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretlineedit.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

PasswordSheet::PasswordSheet(const QString &title, const QString &body, const QString &verb,
                             QWidget *parent)
    : QDialog(parent)
    , m_password(new SecretLineEdit(tr("Password")))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setAccessibleName(title);
    setObjectName(u"passwordSheet"_s);
    m_password->setObjectName(u"sheetPassword"_s);

    auto *heading = new PlainLabel(shown(title), TextRole::Header);
    auto *text = new PlainLabel(shown(body), TextRole::Body, Ink::Dim);
    for (PlainLabel *label : {heading, text}) {
        label->setWordWrap(true);
        label->setMinimumWidth(360);
    }
    auto *label = new PlainLabel(tr("Password"), TextRole::Label, Ink::Dim);
    label->setBuddy(m_password);
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
    connect(confirm, &QPushButton::clicked, this, &PasswordSheet::submit);

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
    layout->addWidget(label);
    layout->addWidget(m_password);
    layout->addSpacing(Theme::space3);
    layout->addLayout(buttons);
    m_password->setFocus();
}

void PasswordSheet::submit()
{
    if (m_password->text().isEmpty()) {
        m_password->setFocus();
        return;
    }
    const SecretBuffer password = m_password->secret();
    m_password->forget();
    accept();
    Q_EMIT passwordGiven(password);
}
