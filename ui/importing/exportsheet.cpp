#include "ui/importing/exportsheet.h"

#include "ui/support/deskstyle.h"
#include "ui/support/uitext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/newpassphrase.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/spinner.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QRadioButton>
#include <QTreeWidget>

#include <array>

using namespace Qt::StringLiterals;

static constexpr int indent = 26; //!< px, to stand below the words of a radio button

enum Column
{
    Name,
    Server,
    Kept,
    ColumnCount
};

ExportSheet::ExportSheet(const QList<Row> &rows, QWidget *parent)
    : QDialog(parent)
    , m_table(new QTreeWidget)
    , m_bare(new QRadioButton(tr("Without secrets")))
    , m_sealed(new QRadioButton(tr("Sealed by a passphrase, with what is kept")))
    , m_words(new NewPassphrase)
    , m_banner(new Banner(tr("Export problem")))
    , m_spinner(new Spinner(tr("Writing")))
    , m_export(new QPushButton(tr("Export…")))
{
    const QString title = tr("Export profiles");
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"exportSheet"_s);
    setWindowTitle(title);
    setAccessibleName(title);
    buildTable(rows);
    build();
    m_bare->setChecked(true);
    connect(m_sealed, &QRadioButton::toggled, this, &ExportSheet::follow);
    connect(m_table, &QTreeWidget::itemChanged, this, &ExportSheet::follow);
    connect(m_export, &QPushButton::clicked, this, &ExportSheet::submit);
    follow();
    m_table->setFocus();
}

//! \a choice, and below it what it means.
static void offer(QBoxLayout *layout, QRadioButton *choice, const QString &explanation)
{
    auto *words = new PlainLabel(explanation, TextRole::Label, Ink::Dim);
    words->setWordWrap(true);
    words->setContentsMargins(indent, 0, 0, 0);
    choice->setAccessibleName(choice->text());
    choice->setAccessibleDescription(explanation);
    layout->addWidget(choice);
    layout->addWidget(words);
}

void ExportSheet::build()
{
    m_export->setObjectName(u"exportProfiles"_s);
    m_export->setAccessibleName(tr("Export"));
    m_export->setDefault(true);
    setButtonKind(m_export, ButtonKind::Primary);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(u"cancelExport"_s);
    cancel->setAccessibleName(tr("Cancel"));
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addWidget(m_spinner);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_export);
    auto *choices = new QVBoxLayout;
    choices->setSpacing(Theme::space1);
    offer(choices, m_bare, tr("Names, addresses and choices, as JSON that anybody may read."));
    offer(choices, m_sealed,
          tr("Passwords, secret keys and tokens go along, for another machine. Whoever has the "
             "file and the passphrase has them all; without it nobody can open the file."));
    m_words->setContentsMargins(indent, Theme::space1, 0, 0);
    choices->addWidget(m_words);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space3);
    layout->addWidget(new PlainLabel(windowTitle(), TextRole::Title));
    layout->addWidget(m_table, 1);
    layout->addLayout(choices);
    layout->addWidget(m_banner);
    layout->addLayout(buttons);
    resize(620, 480);
}

void ExportSheet::buildTable(const QList<Row> &rows)
{
    m_table->setObjectName(u"exportTable"_s);
    m_table->setAccessibleName(tr("Profiles to export"));
    m_table->setColumnCount(ColumnCount);
    m_table->setHeaderLabels({tr("Profile"), tr("Server"), tr("Kept for it")});
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->header()->setStretchLastSection(true);
    m_table->header()->setSectionsMovable(false);
    const std::array widths{170, 240};
    for (std::size_t column = 0; column < widths.size(); ++column)
        m_table->header()->resizeSection(static_cast<int>(column), widths[column]);
    for (const Row &row : rows) {
        auto *item = new QTreeWidgetItem(
            m_table, {shown(row.name, Profile::longestName), shown(row.origin, 200), row.kept});
        item->setCheckState(Name, Qt::Checked);
        item->setData(Name, Qt::UserRole, row.id);
        for (int column = 0; column < ColumnCount; ++column)
            item->setToolTip(column, toolTipText(item->text(column)));
    }
    m_table->setCurrentItem(m_table->topLevelItem(0));
}

QList<QUuid> ExportSheet::chosen() const
{
    QList<QUuid> ids;
    for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
        const QTreeWidgetItem *item = m_table->topLevelItem(i);
        if (item->checkState(Name) == Qt::Checked)
            ids.append(item->data(Name, Qt::UserRole).toUuid());
    }
    return ids;
}

void ExportSheet::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    follow();
}

void ExportSheet::complain(const ErrorText &text)
{
    m_banner->present(Banner::Kind::Error, text.what, text.nextStep, text.details);
}

void ExportSheet::follow()
{
    for (QWidget *part : QList<QWidget *>{m_table, m_bare, m_sealed, m_words})
        part->setEnabled(!m_isBusy);
    m_spinner->setVisible(m_isBusy);
    m_words->setVisible(m_sealed->isChecked());
    m_export->setEnabled(!m_isBusy && !chosen().isEmpty());
}

void ExportSheet::submit()
{
    m_banner->dismiss();
    if (m_bare->isChecked()) {
        Q_EMIT exportWanted(chosen(), std::nullopt);
        return;
    }
    if (const auto passphrase = m_words->checked())
        Q_EMIT exportWanted(chosen(), *passphrase);
    else
        complain(passphrase.error());
}

//! However it ends, what was typed goes with it.
void ExportSheet::done(int result)
{
    m_words->forget();
    QDialog::done(result);
}
