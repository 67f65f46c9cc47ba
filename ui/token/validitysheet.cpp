#include "ui/token/validitysheet.h"

#include "ui/support/deskstyle.h"
#include "ui/support/theme.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int minute = 60;
static constexpr int hour = 60 * minute;

static QPushButton *button(const QString &text, const QString &name)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setAutoDefault(false);
    return button;
}

ValiditySheet::ValiditySheet(int seconds, QWidget *parent)
    : QDialog(parent)
    , m_count(new QLineEdit)
    , m_unit(new QComboBox)
    , m_use(button(tr("Use"), u"useValidity"_s))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"validitySheet"_s);
    setWindowTitle(tr("Token validity"));
    setAccessibleName(windowTitle());
    auto *cancel = button(tr("Cancel"), u"cancelValidity"_s);
    m_use->setDefault(true);
    setButtonKind(m_use, ButtonKind::Primary);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_use, &QPushButton::clicked, this, &ValiditySheet::submit);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::space2);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_use);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::space6, Theme::space5, Theme::space6, Theme::space5);
    layout->setSpacing(Theme::space3);
    layout->addWidget(new PlainLabel(windowTitle(), TextRole::Title));
    layout->addWidget(buildFields());
    layout->addLayout(buttons);

    const int unit = seconds % hour == 0 ? hour : seconds % minute == 0 ? minute : 1;
    m_unit->setCurrentIndex(m_unit->findData(unit));
    m_count->setText(QString::number(std::max(1, seconds / unit)));
    m_count->selectAll();
    m_count->setFocus();
    connect(m_unit, &QComboBox::currentIndexChanged, this, &ValiditySheet::follow);
    connect(m_count, &QLineEdit::textChanged, this, &ValiditySheet::follow);
    follow();
}

QWidget *ValiditySheet::buildFields()
{
    m_count->setObjectName(u"validityCount"_s);
    m_count->setAccessibleName(tr("How long"));
    m_count->setValidator(new QIntValidator(1, longestSeconds, m_count));
    m_unit->setObjectName(u"validityUnit"_s);
    m_unit->setAccessibleName(tr("Unit"));
    m_unit->addItem(tr("seconds"), 1);
    m_unit->addItem(tr("minutes"), minute);
    m_unit->addItem(tr("hours"), hour);
    auto *label = new PlainLabel(tr("The token ends after"), TextRole::Label, Ink::Dim);
    label->setBuddy(m_count);
    auto *longest = new PlainLabel(tr("At most 30 days."), TextRole::Label, Ink::Dim);
    auto *fields = new QWidget;
    auto *grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::space2);
    grid->setVerticalSpacing(Theme::space1);
    grid->addWidget(label, 0, 0, 1, 2);
    grid->addWidget(m_count, 1, 0);
    grid->addWidget(m_unit, 1, 1);
    grid->addWidget(longest, 2, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnMinimumWidth(0, 140);
    return fields;
}

std::optional<int> ValiditySheet::seconds() const
{
    const qint64 seconds = m_count->text().toLongLong() * m_unit->currentData().toInt();
    return seconds > 0 && seconds <= longestSeconds ? std::optional(static_cast<int>(seconds))
                                                    : std::nullopt;
}

void ValiditySheet::follow()
{
    m_use->setEnabled(seconds().has_value());
}

void ValiditySheet::submit()
{
    const std::optional<int> wanted = seconds();
    if (!wanted)
        return;
    accept();
    Q_EMIT chosen(*wanted);
}
