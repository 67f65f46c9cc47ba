#include "ui/importing/importsheet.h"

#include "ui/support/deskstyle.h"
#include "ui/support/importtext.h"
#include "ui/support/uitext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/secretlineedit.h"
#include "ui/widgets/spinner.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QShortcut>
#include <QTreeWidget>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

static constexpr int sheetWidth = 740;
static constexpr int fullHeight = 460; //!< px, once there is something to choose from

enum Column
{
    Name,
    Server,
    User,
    Note,
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

ImportSheet::ImportSheet(QWidget *parent)
    : QDialog(parent)
    , m_file(button(tr("Choose a file…"), u"chooseImportFile"_s))
    , m_paste(button(tr("Paste"), u"pasteImport"_s))
    , m_spinner(new Spinner(tr("Reading")))
    , m_banner(new Banner(tr("Import problem")))
    , m_source(new PlainLabel({}, TextRole::Strong))
    , m_lock(new QWidget)
    , m_passphrase(new SecretLineEdit(tr("Passphrase of the file")))
    , m_open(button(tr("Open"), u"openSealed"_s))
    , m_table(new QTreeWidget)
    , m_hint(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_import(button(tr("Import"), u"importProfiles"_s))
{
    const QString title = tr("Import profiles");
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"importSheet"_s);
    setWindowTitle(title);
    setAccessibleName(title);
    setButtonKind(m_import, ButtonKind::Primary);
    buildTable();
    build();
    connect(m_file, &QPushButton::clicked, this, &ImportSheet::fileWanted);
    connect(m_paste, &QPushButton::clicked, this, &ImportSheet::pasteWanted);
    const auto *keys = new QShortcut(QKeySequence::Paste, this);
    connect(keys, &QShortcut::activated, m_paste, &QPushButton::click);
    connect(m_open, &QPushButton::clicked, this, &ImportSheet::submitPassphrase);
    connect(m_passphrase, &QLineEdit::textChanged, this, &ImportSheet::follow);
    connect(m_table, &QTreeWidget::currentItemChanged, this, &ImportSheet::follow);
    connect(m_table, &QTreeWidget::itemChanged, this, &ImportSheet::follow);
    connect(m_import, &QPushButton::clicked, this, [this] { Q_EMIT importWanted(chosen()); });
    render({});
    resize(sheetWidth, layout()->totalHeightForWidth(sheetWidth));
    m_file->setFocus();
}

void ImportSheet::build()
{
    auto *body =
        new PlainLabel(tr("From files of cs_tools, ts-cli or the admin toolkit, .env lines, "
                          "environments of Postman or Bruno, or an export. Of what is not sealed "
                          "no password and no token is taken."),
                       TextRole::Body, Ink::Dim);
    m_source->setAccessibleName(tr("What was read"));
    m_hint->setAccessibleName(tr("About the chosen profile"));
    for (PlainLabel *label : {body, m_source, m_hint})
        label->setWordWrap(true);
    auto *sources = new QHBoxLayout;
    sources->setSpacing(Theme::space2);
    for (QWidget *part : QList<QWidget *>{m_file, m_paste, m_spinner})
        sources->addWidget(part);
    sources->addStretch();
    auto *cancel = button(tr("Cancel"), u"cancelImport"_s);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_import);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space3);
    layout->addWidget(new PlainLabel(windowTitle(), TextRole::Title));
    layout->addWidget(body);
    layout->addLayout(sources);
    layout->addWidget(m_banner);
    layout->addWidget(m_source);
    layout->addWidget(builtPassphrase());
    layout->addWidget(m_table, 1);
    layout->addWidget(m_hint);
    layout->addStretch();
    layout->addLayout(buttons);
}

QWidget *ImportSheet::builtPassphrase()
{
    m_passphrase->setObjectName(u"filePassphrase"_s);
    m_passphrase->setPlaceholderText(m_passphrase->accessibleName());
    auto *row = new QHBoxLayout(m_lock);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::space2);
    row->addWidget(m_passphrase, 1);
    row->addWidget(m_open);
    return m_lock;
}

void ImportSheet::buildTable()
{
    m_table->setObjectName(u"importTable"_s);
    m_table->setAccessibleName(tr("Profiles found"));
    m_table->setColumnCount(ColumnCount);
    m_table->setHeaderLabels({tr("Profile"), tr("Server"), tr("User"), tr("What becomes of it")});
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->header()->setStretchLastSection(true);
    m_table->header()->setSectionsMovable(false);
    const std::array widths{130, 190, 100};
    for (std::size_t column = 0; column < widths.size(); ++column)
        m_table->header()->resizeSection(static_cast<int>(column), widths[column]);
}

//! In a few words, for its row.
static QString noteOf(const ImportSheet::Row &row)
{
    const profileimport::Found &found = row.found;
    if (row.refusal)
        return importtext::refusal(*row.refusal, found);
    QStringList notes;
    if (!found.kept.isEmpty())
        notes += ImportSheet::tr("with its %1").arg(importtext::kinds(found.kept.keys()));
    if (!found.secrets.isEmpty())
        notes += ImportSheet::tr("without %1").arg(importtext::listed(found.secrets));
    if (!found.skipped.isEmpty())
        notes += ImportSheet::tr("%1 not understood").arg(importtext::listed(found.skipped));
    return notes.isEmpty() ? ImportSheet::tr("taken whole") : notes.join("; "_L1);
}

//! In sentences, with what to do about it.
static QString hintOf(const ImportSheet::Row &row)
{
    const profileimport::Found &found = row.found;
    QStringList sentences;
    if (row.refusal && row.refusal->why == profileadding::Refusal::Why::BadAddress && found.refusal)
        sentences += errorText(*found.refusal).nextStep;
    if (!found.secrets.isEmpty())
        sentences += ImportSheet::tr("Left out, for they are secrets: %1. Sign in with them, and "
                                     "check there what is to be kept.")
                         .arg(importtext::listed(found.secrets));
    if (!found.skipped.isEmpty())
        sentences += ImportSheet::tr("Not understood, and left out: %1.")
                         .arg(importtext::listed(found.skipped));
    if (found.profile.proxy.mode == ProxySettings::Mode::Manual)
        sentences +=
            ImportSheet::tr("It goes by the proxy %1.").arg(shown(found.profile.proxy.host, 200));
    if (!found.profile.authorityFile.isEmpty())
        sentences += ImportSheet::tr("It trusts the authority in %1.")
                         .arg(shown(found.profile.authorityFile, 200));
    return sentences.join(u' ');
}

void ImportSheet::render(const State &state)
{
    const bool wasSealed = m_state.isSealed;
    const bool wasEmpty = m_state.rows.isEmpty();
    m_state = state;
    fill();
    m_lock->setVisible(state.isSealed);
    if (!state.isSealed)
        m_passphrase->forget();
    m_source->setText(state.source);
    m_source->setVisible(!state.source.isEmpty());
    if (state.problem)
        m_banner->present(Banner::Kind::Error, state.problem->what, state.problem->nextStep,
                          state.problem->details);
    else if (state.notLookedAt > 0)
        m_banner->present(Banner::Kind::Warning,
                          tr("%1 more profiles were not looked at.").arg(state.notLookedAt),
                          tr("Give them in a file of their own."));
    else
        m_banner->dismiss();
    follow();
    // What is disabled while it is read has lost the focus.
    if (state.isSealed && !wasSealed)
        m_passphrase->setFocus();
    else if (!state.rows.isEmpty() && wasEmpty)
        showRows();
}

void ImportSheet::showRows()
{
    resize(width(), qMax(height(), fullHeight));
    m_table->setFocus();
}

void ImportSheet::fill()
{
    const QSignalBlocker quiet(m_table);
    m_table->clear();
    for (const Row &row : std::as_const(m_state.rows)) {
        const Profile &profile = row.found.profile;
        auto *item = new QTreeWidgetItem(m_table, {shown(profile.name, Profile::longestName),
                                                   shown(profile.origin, 200),
                                                   shown(profile.userName, 64), noteOf(row)});
        if (!row.refusal) // the others have no box at all
            item->setCheckState(Name, row.isChecked ? Qt::Checked : Qt::Unchecked);
        for (int column = 0; column < ColumnCount; ++column)
            item->setToolTip(column, toolTipText(item->text(column)));
    }
    // The first one that there is something to say about.
    int place = 0;
    while (place < m_state.rows.size() && hintOf(m_state.rows[place]).isEmpty())
        ++place;
    m_table->setCurrentItem(m_table->topLevelItem(place < m_state.rows.size() ? place : 0));
    m_table->setVisible(!m_state.rows.isEmpty());
    m_hint->setVisible(!m_state.rows.isEmpty());
}

QList<int> ImportSheet::chosen() const
{
    QList<int> places;
    for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
        if (m_table->topLevelItem(i)->checkState(Name) == Qt::Checked)
            places.append(i);
    }
    return places;
}

void ImportSheet::follow()
{
    const bool isFree = !m_state.isBusy;
    m_spinner->setVisible(m_state.isBusy);
    for (QWidget *part : QList<QWidget *>{m_file, m_paste, m_passphrase, m_table})
        part->setEnabled(isFree);
    m_open->setEnabled(isFree && !m_passphrase->text().isEmpty());
    const qsizetype count = chosen().size();
    m_import->setEnabled(isFree && count > 0);
    m_import->setText(count > 1 ? tr("Import %1 profiles").arg(count) : tr("Import"));
    m_import->setAccessibleName(m_import->text());
    m_import->setDefault(!m_state.isSealed);
    m_open->setDefault(m_state.isSealed);
    const int place = m_table->indexOfTopLevelItem(m_table->currentItem());
    m_hint->setText(place >= 0 && place < m_state.rows.size() ? hintOf(m_state.rows[place])
                                                              : QString());
}

void ImportSheet::submitPassphrase()
{
    Q_EMIT passphraseGiven(m_passphrase->secret());
}

//! However it ends, what was typed goes with it.
void ImportSheet::done(int result)
{
    m_passphrase->forget();
    QDialog::done(result);
}
