#include "ui/token/customform.h"

#include "core/api/customtokenbody.h"
#include "ui/support/theme.h"
#include "ui/token/rowlist.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QMetaEnum>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

using Persist = CustomToken::Persist;
using Operator = CustomToken::Operator;

static QString operatorWords(Operator op)
{
    switch (op) {
    case Operator::EQ:
        return CustomForm::tr("equals");
    case Operator::NE:
        return CustomForm::tr("is not");
    case Operator::IN:
        return CustomForm::tr("is one of");
    case Operator::NOT_IN:
        return CustomForm::tr("is none of");
    case Operator::LT:
        return CustomForm::tr("is below");
    case Operator::LE:
        return CustomForm::tr("is at most");
    case Operator::GT:
        return CustomForm::tr("is above");
    case Operator::GE:
        return CustomForm::tr("is at least");
    case Operator::BW:
        return CustomForm::tr("lies between");
    case Operator::BW_INC:
        return CustomForm::tr("between, both included");
    case Operator::BW_INC_MIN:
        return CustomForm::tr("between, lower included");
    case Operator::BW_INC_MAX:
        return CustomForm::tr("between, upper included");
    case Operator::CONTAINS:
        return CustomForm::tr("contains");
    case Operator::BEGINS_WITH:
        return CustomForm::tr("begins with");
    case Operator::ENDS_WITH:
        return CustomForm::tr("ends with");
    case Operator::LIKE:
        return CustomForm::tr("is like");
    }
    return {};
}

static RowList::Column operators()
{
    RowList::Column column{CustomForm::tr("Comparison")};
    const auto all = QMetaEnum::fromType<Operator>();
    // "is one of" first: it is what most rules say.
    column.choices.append({operatorWords(Operator::IN), u"IN"_s});
    for (int i = 0; i < all.keyCount(); ++i) {
        const auto op = static_cast<Operator>(all.value(i));
        if (op != Operator::IN)
            column.choices.append({operatorWords(op), QString::fromLatin1(all.key(i))});
    }
    return column;
}

static QString separatedValues()
{
    return CustomForm::tr("Values, separated by ;");
}

CustomForm::CustomForm(QWidget *parent)
    : QWidget(parent)
    , m_persist(new QComboBox)
    , m_warning(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_persistProblem(new PlainLabel({}, TextRole::Label, Ink::Bad))
    , m_rules(new RowList(
          {tr("Filter rules"), tr("Add a filter rule"), tr("Rows of data that the token may see.")},
          {{tr("Column")}, operators(), {separatedValues()}}))
    , m_parameters(new RowList(
          {tr("Parameters"), tr("Add a parameter"), tr("Runtime parameters, one value each.")},
          {{tr("Name")}, {tr("Value")}}))
    , m_variables(new RowList({tr("Variables"), tr("Add a variable"),
                               tr("Formula variables; from 10.14 on, and only if the cluster keeps "
                                  "them.")},
                              {{tr("Name")}, {separatedValues()}}))
    , m_tables(
          new RowList({tr("Objects"), tr("Add an object"),
                       tr("What all this applies to: tables, views, models. None: every one.")},
                      {{tr("Name or GUID")}}))
    , m_groups(new RowList({tr("Groups"), tr("Add a group"),
                            tr("Count for users that the cluster makes only; Session Desk asks for "
                               "none to be made.")},
                           {{tr("Name or GUID")}}))
{
    buildPersist();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space3);
    auto *persist = new QVBoxLayout;
    persist->setSpacing(Theme::space1);
    auto *label = new PlainLabel(tr("What the cluster keeps"), TextRole::Label, Ink::Dim);
    label->setBuddy(m_persist);
    persist->addWidget(label);
    persist->addWidget(m_persist);
    persist->addWidget(m_warning);
    persist->addWidget(m_persistProblem);
    for (RowList *list : {m_rules, m_parameters, m_variables, m_tables, m_groups}) {
        layout->addWidget(list);
        connect(list, &RowList::changed, this, &CustomForm::changed);
    }
    layout->insertLayout(0, persist);
    follow();
}

void CustomForm::buildPersist()
{
    m_persist->setObjectName(u"Persist option"_s);
    m_persist->setAccessibleName(tr("What the cluster keeps"));
    m_persist->addItem(tr("Nothing: good for this token only"), int(Persist::None));
    m_persist->addItem(tr("Add to what it keeps of the user"), int(Persist::Append));
    m_persist->addItem(tr("Replace what it keeps of the user"), int(Persist::Replace));
    m_persist->addItem(tr("Forget what it keeps of the user"), int(Persist::Reset));
    for (PlainLabel *label : {m_warning, m_persistProblem})
        label->setWordWrap(true);
    m_persistProblem->hide();
    connect(m_persist, &QComboBox::currentIndexChanged, this, [this] {
        follow();
        Q_EMIT changed();
    });
}

void CustomForm::follow()
{
    const auto persist = static_cast<Persist>(m_persist->currentData().toInt());
    const bool isSafe = persist == Persist::None;
    m_persistProblem->hide();
    m_warning->setInk(isSafe ? Ink::Dim : Ink::Warning);
    m_warning->setText(
        isSafe ? tr("The user's data on the cluster stay as they are.")
        : persist == Persist::Reset
            ? tr("This changes data on the cluster: rules and values that were set for this user "
                 "before are lost, and revoking the token does not bring them back.")
            : tr("This changes data on the cluster: what this user sees changes with every token, "
                 "and stays so after this one has ended or was revoked."));
}

static QStringList split(const QString &text)
{
    QStringList values;
    for (const QString &piece : text.split(u';')) {
        if (const QString value = piece.trimmed(); !value.isEmpty())
            values.append(value);
    }
    return values;
}

CustomToken CustomForm::value() const
{
    CustomToken custom;
    custom.persist = static_cast<Persist>(m_persist->currentData().toInt());
    for (const QStringList &row : m_rules->rows()) {
        const int op = QMetaEnum::fromType<Operator>().keyToValue(row[1].toLatin1().constData());
        custom.filterRules.append({row[0], static_cast<Operator>(op), split(row[2])});
    }
    for (const QStringList &row : m_parameters->rows())
        custom.parameters.append({row[0], row[1].isEmpty() ? QStringList() : QStringList{row[1]}});
    for (const QStringList &row : m_variables->rows())
        custom.variables.append({row[0], split(row[1])});
    for (const QStringList &row : m_tables->rows())
        custom.tables.append(row[0]);
    for (const QStringList &row : m_groups->rows())
        custom.groups.append(row[0]);
    return custom;
}

bool CustomForm::check()
{
    for (RowList *list : {m_rules, m_parameters, m_variables, m_tables, m_groups})
        list->complain({});
    m_persistProblem->hide();
    const std::optional<ApiError> error = customtokenbody::check(value());
    if (!error)
        return true;
    if (error->detail == "Persist option"_L1) {
        m_persistProblem->setText(
            tr("Variables need a cluster that keeps them: choose Add or Replace, or remove them."));
        m_persistProblem->show();
        m_persist->setFocus();
        return false;
    }
    const QString unsendable = tr("This name cannot be sent as it is.");
    const auto complain = [&](RowList *list, const QString &what) {
        list->complain(what);
        list->focusFirst();
    };
    if (error->detail == "Filter rules"_L1)
        complain(m_rules, tr("Each rule needs a column and at least one value."));
    else if (error->detail == "Parameters"_L1)
        complain(m_parameters, tr("Each parameter needs a name and a value."));
    else if (error->detail == "Variables"_L1)
        complain(m_variables, tr("Each variable needs a name and at least one value."));
    else
        complain(error->detail == "Objects"_L1 ? m_tables : m_groups, unsendable);
    return false;
}
