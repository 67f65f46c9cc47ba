#include "ui/token/copysheet.h"

#include "ui/support/deskstyle.h"
#include "ui/support/handofftext.h"
#include "ui/support/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

static constexpr int formsWidth = 220;
static constexpr int headingHeight = 30;
static constexpr QSize sheetSize(780, 480);

CopySheet::CopySheet(const QString &introduction, Api::Form form, const Previews &previews,
                     QWidget *parent)
    : QDialog(parent)
    , m_previews(previews)
    , m_forms(new QListWidget)
    , m_text(new QPlainTextEdit)
    , m_remark(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_copy(new QPushButton(tr("Copy")))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"copySheet"_s);
    setWindowTitle(tr("Copy token as"));
    setAccessibleName(windowTitle());
    fillForms(form);
    build(introduction);
    connect(m_forms, &QListWidget::currentItemChanged, this, [this] { preview(chosen()); });
    connect(m_forms, &QListWidget::itemDoubleClicked, this, &CopySheet::submit);
    connect(m_copy, &QPushButton::clicked, this, &CopySheet::submit);
    m_forms->setCurrentRow(0);
    m_forms->setFocus();
    resize(sheetSize);
}

QString CopySheet::mask()
{
    return QString(12, QChar(0x2022));
}

void CopySheet::fillForms(Api::Form form)
{
    m_forms->setObjectName(u"copyForms"_s);
    m_forms->setAccessibleName(tr("Forms"));
    m_forms->setFixedWidth(formsWidth);
    m_forms->setSpacing(2);
    m_forms->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const handofftext::Group &group : handofftext::groups(form)) {
        if (!group.title.isEmpty()) {
            auto *heading = new QListWidgetItem(group.title, m_forms);
            heading->setFlags(Qt::NoItemFlags); // the keys go past it
            heading->setFont(fontFor(TextRole::Label));
            heading->setTextAlignment(Qt::AlignLeft | Qt::AlignBottom);
            heading->setSizeHint({0, headingHeight});
        }
        for (const handoff::Format format : group.formats) {
            auto *item = new QListWidgetItem(handofftext::name(format), m_forms);
            item->setData(Qt::UserRole, int(format));
        }
    }
}

QWidget *CopySheet::buildBody()
{
    m_text->setObjectName(u"copyPreview"_s);
    m_text->setAccessibleName(tr("Preview"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere); // commands are long
    m_text->setFont(fontFor(TextRole::MonoSmall));
    m_text->document()->setDocumentMargin(Theme::space2);
    m_remark->setWordWrap(true);
    auto *right = new QVBoxLayout;
    right->setSpacing(Theme::space2);
    right->addWidget(m_text, 1);
    right->addWidget(m_remark);
    auto *body = new QWidget;
    auto *columns = new QHBoxLayout(body);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(Theme::space4);
    columns->addWidget(m_forms);
    columns->addLayout(right, 1);
    return body;
}

void CopySheet::build(const QString &introduction)
{
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(u"cancelCopy"_s);
    cancel->setAccessibleName(cancel->text());
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_copy->setObjectName(u"copyForm"_s);
    m_copy->setAccessibleName(m_copy->text());
    m_copy->setDefault(true);
    setButtonKind(m_copy, ButtonKind::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_copy);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space3);
    layout->addWidget(new PlainLabel(windowTitle(), TextRole::Title));
    layout->addWidget(new PlainLabel(introduction, TextRole::Body, Ink::Dim));
    layout->addWidget(buildBody(), 1);
    layout->addLayout(buttons);
}

handoff::Format CopySheet::chosen() const
{
    return static_cast<handoff::Format>(m_forms->currentItem()->data(Qt::UserRole).toInt());
}

void CopySheet::preview(handoff::Format format)
{
    const QString text = m_previews.value(format);
    m_text->setPlainText(text);
    m_copy->setEnabled(!text.isEmpty());
    m_remark->setText(text.isEmpty() ? tr("The token, the address or a variable's name holds "
                                          "characters that could mean something else in this form.")
                                     : tr("Dots stand for the token. What is copied leaves the "
                                          "clipboard by itself."));
}

void CopySheet::submit()
{
    if (!m_copy->isEnabled())
        return;
    const handoff::Format format = chosen();
    accept();
    Q_EMIT copyRequested(format);
}
