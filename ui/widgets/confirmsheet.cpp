#include "ui/widgets/confirmsheet.h"

#include "ui/support/deskstyle.h"
#include "ui/support/uitext.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

ConfirmSheet::ConfirmSheet(const QString &title, const QString &body, const QString &verb,
                           QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setAccessibleName(title);
    setObjectName(u"confirmSheet"_s);

    auto *heading = new PlainLabel(shown(title), TextRole::Header);
    auto *text = new PlainLabel(shown(body, 2000), TextRole::Body, Ink::Dim);
    for (PlainLabel *label : {heading, text}) {
        label->setWordWrap(true);
        label->setMinimumWidth(360);
    }
    auto *keep = new QPushButton(tr("Keep"));
    keep->setObjectName(u"keep"_s);
    keep->setAccessibleName(tr("Keep"));
    keep->setDefault(true);
    auto *confirm = new QPushButton(verb);
    confirm->setObjectName(u"confirm"_s);
    confirm->setAccessibleName(tr("Confirm: %1").arg(verb));
    confirm->setAutoDefault(false);
    setButtonKind(confirm, ButtonKind::Danger);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(confirm, &QPushButton::clicked, this, &QDialog::accept);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addStretch();
    buttons->addWidget(keep);
    buttons->addWidget(confirm);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space2);
    layout->addWidget(heading);
    layout->addWidget(text);
    layout->addSpacing(Theme::space3);
    layout->addLayout(buttons);
    keep->setFocus();
}
