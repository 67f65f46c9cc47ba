#include "ui/session/chipsection.h"

#include "ui/support/deskstyle.h"
#include "ui/support/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <memory>

using namespace Qt::StringLiterals;

ChipSection::ChipSection(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_count(new PlainLabel({}, TextRole::Bold, Ink::Text))
    , m_flow(new FlowLayout(nullptr, 6))
{
    auto *heading = new QHBoxLayout;
    heading->setSpacing(Theme::space1);
    heading->addWidget(new PlainLabel(title, TextRole::Label, Ink::Dim));
    heading->addWidget(m_count);
    heading->addStretch();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    layout->addLayout(heading);
    layout->addLayout(m_flow);
    setAccessibleName(title);
    setObjectName(title.toLower());
    hide();
}

void ChipSection::setEntries(const QList<Entry> &entries)
{
    if (m_entries == entries)
        return;
    m_entries = entries;
    m_shown = 0;
    while (m_flow->count() > 0) {
        const std::unique_ptr<QLayoutItem> item(m_flow->takeAt(0));
        const std::unique_ptr<QWidget> gone(item->widget());
    }
    m_count->setText(QLocale().toString(entries.size()));
    setVisible(!entries.isEmpty());
    show(firstShown);
}

void ChipSection::show(qsizetype count)
{
    const qsizetype end = qMin(m_shown + count, m_entries.size());
    for (; m_shown < end; ++m_shown) {
        const Entry &entry = m_entries.at(m_shown);
        auto *chip = new Chip(entry.text, entry.toolTip, entry.isCurrent);
        m_flow->addWidget(chip);
        chip->show();
    }
    if (m_shown == m_entries.size())
        return;
    auto *more =
        new QPushButton(tr("%1 more…").arg(QLocale().toString(m_entries.size() - m_shown)));
    more->setObjectName(u"more"_s);
    setButtonKind(more, ButtonKind::Quiet);
    setSmall(more);
    connect(more, &QPushButton::clicked, this, [this, more] {
        more->hide();
        more->deleteLater();
        show(moreAtOnce);
    });
    m_flow->addWidget(more);
    more->show();
}
