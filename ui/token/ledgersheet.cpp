#include "ui/token/ledgersheet.h"

#include "ui/support/deskstyle.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"
#include "ui/token/ledgertext.h"
#include "ui/widgets/confirmsheet.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

enum Column
{
    Made,
    Owner,
    Organization,
    Access,
    Standing,
    Handed,
    ColumnCount
};

static QPushButton *button(const QString &text, const QString &name)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(QString(text).remove(u'…'));
    button->setAutoDefault(false);
    return button;
}

LedgerSheet::LedgerSheet(const QString &profileName, QWidget *parent)
    : QDialog(parent)
    , m_table(new QTreeWidget)
    , m_hint(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_outcome(new PlainLabel({}, TextRole::Body))
    , m_use(button(tr("Use this token"), u"useToken"_s))
    , m_revoke(button(tr("Revoke this token…"), u"revokeOne"_s))
    , m_revokeAll(button(tr("Revoke all…"), u"revokeAll"_s))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"ledgerSheet"_s);
    const QString title = tr("Tokens made here");
    setWindowTitle(title);
    setAccessibleName(title);
    buildTable();
    m_outcome->setAccessibleName(tr("Outcome"));
    setButtonKind(m_revoke, ButtonKind::Danger);
    setButtonKind(m_revokeAll, ButtonKind::Danger);
    auto *close = button(tr("Close"), u"closeSheet"_s);
    close->setDefault(true);
    for (PlainLabel *label : {m_hint, m_outcome})
        label->setWordWrap(true);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    for (QPushButton *one : {m_use, m_revoke, m_revokeAll})
        buttons->addWidget(one);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space3);
    layout->addWidget(new PlainLabel(title, TextRole::Title));
    layout->addWidget(new PlainLabel(shown(profileName, 100), TextRole::Label, Ink::Dim));
    layout->addWidget(m_table, 1);
    layout->addWidget(m_hint);
    layout->addWidget(m_outcome);
    layout->addLayout(buttons);
    resize(940, 460);

    connect(m_table, &QTreeWidget::currentItemChanged, this, &LedgerSheet::follow);
    connect(m_use, &QPushButton::clicked, this, [this] {
        if (const Row *row = chosen())
            Q_EMIT useWanted(row->entry.fingerprint);
    });
    connect(m_revoke, &QPushButton::clicked, this, [this] {
        if (const Row *row = chosen())
            askToRevoke({row->entry.fingerprint});
    });
    connect(m_revokeAll, &QPushButton::clicked, this, [this] { askToRevoke(revocable()); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    follow();
}

void LedgerSheet::buildTable()
{
    m_table->setObjectName(u"ledgerTable"_s);
    m_table->setAccessibleName(tr("Tokens"));
    m_table->setColumnCount(ColumnCount);
    m_table->setHeaderLabels(
        {tr("Made"), tr("Owner"), tr("Organization"), tr("Access"), tr("State"), tr("Handed out")});
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->header()->setStretchLastSection(true);
    m_table->header()->setSectionsMovable(false);
    const std::array widths{118, 105, 100, 90, 300};
    for (std::size_t column = 0; column < widths.size(); ++column)
        m_table->header()->resizeSection(static_cast<int>(column), widths[column]);
}

static QStringList textsOf(const LedgerSheet::Row &row, qint64 nowMs)
{
    const LedgerEntry &entry = row.entry;
    const QString standing =
        row.outcome.isEmpty() ? ledgertext::standing(entry, nowMs) : row.outcome;
    return {timetext::moment(entry.createdMs.value_or(entry.notedMs), nowMs),
            shown(entry.owner, 64),
            ledgertext::org(entry),
            ledgertext::scope(entry),
            row.isInUse ? LedgerSheet::tr("in use; %1").arg(standing) : standing,
            ledgertext::handouts(entry, nowMs)};
}

// Every one that it was handed to, a line each.
static QString handoutList(const LedgerEntry &entry, qint64 nowMs)
{
    QStringList lines;
    for (const LedgerEntry::Handout &handout : entry.handouts)
        lines += ledgertext::handout(handout, nowMs).toHtmlEscaped();
    return lines.join(u"<br>"_s);
}

void LedgerSheet::render(const QList<Row> &rows, qint64 nowMs, bool isBusy)
{
    const Row *before = chosen();
    const QString kept = before ? before->entry.fingerprint : QString();
    m_rows = rows;
    m_isBusy = isBusy;
    const QSignalBlocker quiet(m_table);
    m_table->clear();
    for (const Row &row : m_rows) {
        auto *item = new QTreeWidgetItem(m_table, textsOf(row, nowMs));
        for (int column = 0; column < ColumnCount; ++column)
            item->setToolTip(column, item->text(column).toHtmlEscaped());
        item->setToolTip(Handed, handoutList(row.entry, nowMs));
        if (row.entry.fingerprint == kept || !m_table->currentItem())
            m_table->setCurrentItem(item);
    }
    follow();
}

void LedgerSheet::tell(const QString &text)
{
    m_outcome->setText(text);
    m_outcome->setVisible(!text.isEmpty());
}

const LedgerSheet::Row *LedgerSheet::chosen() const
{
    const int index = m_table->indexOfTopLevelItem(m_table->currentItem());
    return index >= 0 && index < m_rows.size() ? &m_rows[index] : nullptr;
}

QStringList LedgerSheet::revocable() const
{
    QStringList fingerprints;
    for (const Row &row : m_rows) {
        if (row.isHeld)
            fingerprints += row.entry.fingerprint;
    }
    return fingerprints;
}

static QString hintFor(const LedgerSheet::Row *row)
{
    if (!row)
        return LedgerSheet::tr("No token was made here yet.");
    if (row->isHeld)
        return ledgertext::rule();
    const bool isOver = row->entry.standing == LedgerEntry::Standing::Revoked ||
                        row->entry.standing == LedgerEntry::Standing::RevokedSaid;
    return isOver ? ledgertext::rule()
                  : LedgerSheet::tr("The value of the chosen token is not here any more, so it "
                                    "cannot be revoked from here. It ends by itself, or revoke it "
                                    "where it is in use.");
}

void LedgerSheet::follow()
{
    const Row *row = chosen();
    const bool isHeld = row && row->isHeld && !m_isBusy;
    m_use->setEnabled(isHeld && row->isUsable);
    m_revoke->setEnabled(isHeld);
    m_revokeAll->setEnabled(!m_isBusy && !revocable().isEmpty());
    m_hint->setText(hintFor(row));
    m_outcome->setVisible(!m_outcome->text().isEmpty());
}

void LedgerSheet::askToRevoke(const QStringList &fingerprints)
{
    const bool isOne = fingerprints.size() == 1;
    auto *sheet = new ConfirmSheet(
        isOne ? tr("Revoke this token?") : tr("Revoke %1 tokens?").arg(fingerprints.size()),
        tr("Programs that use it are refused from then on. Tokens whose values are not held here "
           "are not touched."),
        isOne ? tr("Revoke") : tr("Revoke all"), this);
    connect(sheet, &QDialog::accepted, this,
            [this, fingerprints] { Q_EMIT revokeWanted(fingerprints); });
    sheet->open();
}
