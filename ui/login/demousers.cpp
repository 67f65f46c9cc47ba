#include "ui/login/demousers.h"

#include "ui/support/deskstyle.h"
#include "ui/support/theme.h"
#include "ui/support/uitext.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/plainlabel.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

DemoUsers::DemoUsers(QWidget *parent)
    : QWidget(parent)
{
    setLayout(new FlowLayout);
    layout()->setContentsMargins(0, Theme::space2, 0, 0);
    hide();
}

void DemoUsers::setUsers(const QList<std::pair<QString, QString>> &users)
{
    qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    auto *label = new PlainLabel(tr("Demo users:"), TextRole::Label, Ink::Dim);
    label->setMinimumHeight(Theme::smallControlHeight);
    layout()->addWidget(label);
    for (const auto &[name, password] : users) {
        QString text = shown(name, 40);
        auto *button = new QPushButton(text.replace(u'&', u"&&"_s));
        button->setObjectName(u"demoUser"_s);
        button->setAccessibleName(tr("Sign in as %1").arg(shown(name, 40)));
        setSmall(button);
        connect(button, &QPushButton::clicked, this,
                [this, name = name, password = password] { Q_EMIT chosen(name, password); });
        layout()->addWidget(button);
    }
    setVisible(!users.isEmpty());
}
