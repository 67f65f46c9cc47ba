#include "ui/token/rowlist.h"

#include "ui/support/deskstyle.h"
#include "ui/support/icons.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr auto fieldName = "field";

RowList::RowList(const Words &words, QList<Column> columns, QWidget *parent)
    : QWidget(parent)
    , m_title(words.title)
    , m_columns(std::move(columns))
    , m_complaint(new PlainLabel({}, TextRole::Label, Ink::Bad))
    , m_layout(new QVBoxLayout)
{
    setObjectName(words.title);
    auto *add = new QPushButton(words.add);
    add->setObjectName(words.add);
    add->setAccessibleName(words.add);
    add->setAutoDefault(false);
    setSmall(add);
    m_add = add;
    connect(add, &QPushButton::clicked, this, &RowList::addRow);
    auto *top = new QHBoxLayout;
    top->setSpacing(Theme::space2);
    top->addWidget(new PlainLabel(words.title, TextRole::Strong));
    top->addStretch();
    top->addWidget(add);
    auto *hint = new PlainLabel(words.hint, TextRole::Label, Ink::Dim);
    hint->setWordWrap(true);
    m_complaint->setWordWrap(true);
    m_complaint->hide();
    m_layout->setSpacing(Theme::space1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(Theme::space1);
    all->addLayout(top);
    all->addWidget(hint);
    all->addLayout(m_layout);
    all->addWidget(m_complaint);
}

QWidget *RowList::makeField(const Column &column)
{
    if (column.choices.isEmpty()) {
        auto *edit = new QLineEdit;
        edit->setPlaceholderText(column.name);
        connect(edit, &QLineEdit::textChanged, this, &RowList::changed);
        return edit;
    }
    auto *box = new QComboBox;
    for (const auto &[words, value] : column.choices)
        box->addItem(words, value);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    connect(box, &QComboBox::currentIndexChanged, this, &RowList::changed);
    return box;
}

void RowList::addRow()
{
    auto *row = new QWidget;
    auto *fields = new QHBoxLayout(row);
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setSpacing(Theme::space2);
    for (const Column &column : m_columns) {
        QWidget *field = makeField(column);
        field->setProperty(fieldName, true);
        fields->addWidget(field, column.choices.isEmpty() ? 2 : 1);
    }
    auto *remove = new QPushButton;
    remove->setIcon(glyphIcon(Glyph::Close));
    remove->setAutoDefault(false);
    setButtonKind(remove, ButtonKind::Quiet);
    connect(remove, &QPushButton::clicked, this, [this, row] { removeRow(row); });
    fields->addWidget(remove);
    m_layout->addWidget(row);
    m_rows.append(row);
    nameFields();
    complain({});
    focusFirst();
    Q_EMIT changed();
}

void RowList::removeRow(QWidget *row)
{
    m_rows.removeOne(row);
    m_layout->removeWidget(row);
    row->hide();
    row->deleteLater(); // its own button was pressed
    nameFields();
    complain({});
    focusFirst();
    Q_EMIT changed();
}

static QList<QWidget *> fieldsOf(const QWidget *row)
{
    QList<QWidget *> fields;
    for (int i = 0; i < row->layout()->count(); ++i) {
        QWidget *widget = row->layout()->itemAt(i)->widget();
        if (widget->property(fieldName).toBool())
            fields.append(widget);
    }
    return fields;
}

// By what stands before them now: a reader hears "Filter rules 2: Column".
void RowList::nameFields()
{
    int number = 0;
    for (QWidget *row : std::as_const(m_rows)) {
        ++number;
        const QList<QWidget *> fields = fieldsOf(row);
        for (int i = 0; i < fields.size(); ++i) {
            fields[i]->setAccessibleName(
                tr("%1 %2: %3").arg(m_title).arg(number).arg(m_columns[i].name));
            fields[i]->setObjectName(fields[i]->accessibleName());
        }
        QWidget *remove = row->findChild<QPushButton *>();
        remove->setAccessibleName(tr("Remove %1 %2").arg(m_title).arg(number));
        remove->setToolTip(remove->accessibleName());
    }
}

QList<QStringList> RowList::rows() const
{
    QList<QStringList> result;
    for (const QWidget *row : m_rows) {
        QStringList texts;
        bool isTyped = false;
        for (const QWidget *field : fieldsOf(row)) {
            if (const auto *box = qobject_cast<const QComboBox *>(field)) {
                texts.append(box->currentData().toString());
            } else {
                texts.append(qobject_cast<const QLineEdit *>(field)->text().trimmed());
                isTyped = isTyped || !texts.constLast().isEmpty();
            }
        }
        if (isTyped)
            result.append(texts);
    }
    return result;
}

void RowList::complain(const QString &what)
{
    m_complaint->setText(what);
    m_complaint->setVisible(!what.isEmpty());
}

void RowList::focusFirst()
{
    QWidget *first = m_rows.isEmpty() ? m_add : fieldsOf(m_rows.constLast()).constFirst();
    first->setFocus();
}
