#include "ui/session/fieldmodel.h"

#include "ui/session/fieldtext.h"
#include "ui/session/jsontext.h"
#include "ui/session/sessionwords.h"
#include "ui/support/uitext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype longestName = 128;
static constexpr qsizetype longestValue = 256;
static constexpr qsizetype longestToolTip = 800;

FieldModel::FieldModel(QObject *parent)
    : QAbstractItemModel(parent)
{
    restart();
}

void FieldModel::restart()
{
    m_revealed = -1;
    m_items.clear();
    m_items.push_back({});
}

void FieldModel::setJson(const JsonIndex &json)
{
    beginResetModel();
    m_json = json;
    m_search = {};
    restart();
    endResetModel();
}

void FieldModel::setSearch(JsonSearch search)
{
    beginResetModel();
    m_search = std::move(search);
    restart();
    endResetModel();
}

const FieldModel::Item &FieldModel::item(const QModelIndex &index) const
{
    return m_items[index.isValid() ? std::size_t(index.internalId()) : 0];
}

std::vector<int> FieldModel::fieldsIn(const Item &item) const
{
    std::vector<int> fields;
    const bool isRange = item.length > 0;
    int field = isRange ? item.node : item.node + 1;
    const int end = isRange ? m_json.end(m_json.parent(item.node)) : m_json.end(item.node);
    for (; field < end; field = m_json.end(field)) {
        if (isRange && int(fields.size()) == item.length)
            break;
        if (m_search.keeps(field))
            fields.push_back(field);
    }
    return fields;
}

const std::vector<int> &FieldModel::open(int itemNumber) const
{
    const auto at = std::size_t(itemNumber);
    if (m_items[at].opened)
        return m_items[at].children;

    const std::vector<int> fields = fieldsIn(m_items[at]);
    std::size_t step = 1;
    while (fields.size() > step * mostRows)
        step *= mostRows;
    std::vector<int> children;
    for (std::size_t first = 0; first < fields.size(); first += step) {
        const auto length = step == 1 ? 0 : std::min(step, fields.size() - first);
        children.push_back(int(m_items.size()));
        m_items.push_back({.node = fields[first],
                           .length = int(length),
                           .parent = itemNumber,
                           .row = int(children.size()) - 1});
    }
    m_items[at].opened = true;
    m_items[at].children = std::move(children);
    return m_items[at].children;
}

int FieldModel::node(const QModelIndex &index) const
{
    if (!index.isValid() || item(index).length > 0)
        return -1;
    return item(index).node;
}

QModelIndex FieldModel::indexOf(int node) const
{
    if (node <= 0 || node >= m_json.size() || !m_search.keeps(node))
        return {};
    std::vector<int> steps;
    for (int step = node; step > 0; step = m_json.parent(step))
        steps.push_back(step);
    int at = 0;
    while (!steps.empty()) {
        const std::vector<int> &children = open(at);
        const auto after = std::ranges::upper_bound(children, steps.back(), {}, [this](int child) {
            return m_items[std::size_t(child)].node;
        });
        if (after == children.begin())
            return {};
        at = *std::prev(after);
        if (m_items[std::size_t(at)].length == 0)
            steps.pop_back();
    }
    return createIndex(m_items[std::size_t(at)].row, NameColumn, quintptr(at));
}

void FieldModel::reveal(int node)
{
    const int before = std::exchange(m_revealed, node);
    for (const int changed : {before, node}) {
        const QModelIndex row = indexOf(changed);
        if (row.isValid())
            Q_EMIT dataChanged(row.siblingAtColumn(ValueColumn), row.siblingAtColumn(ValueColumn));
    }
}

QModelIndex FieldModel::index(int row, int column, const QModelIndex &parent) const
{
    if (column < 0 || column >= ColumnCount || row < 0 || row >= rowCount(parent))
        return {};
    const std::vector<int> &children = open(parent.isValid() ? int(parent.internalId()) : 0);
    return createIndex(row, column, quintptr(children[std::size_t(row)]));
}

QModelIndex FieldModel::parent(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const int above = item(index).parent;
    if (above <= 0)
        return {};
    return createIndex(m_items[std::size_t(above)].row, NameColumn, quintptr(above));
}

int FieldModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() && parent.column() != NameColumn)
        return 0;
    return int(open(parent.isValid() ? int(parent.internalId()) : 0).size());
}

int FieldModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool FieldModel::hasChildren(const QModelIndex &parent) const
{
    if (parent.isValid() && parent.column() != NameColumn)
        return false;
    const Item &of = item(parent);
    // Whatever a search keeps, it keeps with something inside.
    return of.length > 0 || m_json.hasChildren(of.node);
}

QString FieldModel::nameText(const Item &of) const
{
    if (of.length == 0)
        return shown(m_json.name(of.node), longestName);
    const std::vector<int> fields = fieldsIn(of);
    constexpr qsizetype longestEnd = 40;
    return tr("%1 … %2").arg(shown(m_json.name(fields.front()), longestEnd),
                             shown(m_json.name(fields.back()), longestEnd));
}

QString FieldModel::valueText(const Item &of) const
{
    if (of.length > 0)
        return FieldText::entries(of.length);
    const QString text = of.node == m_revealed ? scalarText(m_json.value(of.node))
                                               : FieldText::value(m_json, of.node);
    return FieldText::excerpt(text, m_search.text, longestValue);
}

QString FieldModel::typeText(const Item &of) const
{
    return of.length > 0 ? tr("range") : FieldText::type(m_json, of.node);
}

QString FieldModel::mark(const Item &of, int column) const
{
    if (of.length > 0)
        return {};
    const bool hasName = column == NameColumn && !m_json.isListEntry(of.node);
    const bool hasValue =
        column == ValueColumn && !m_json.isContainer(of.node) && !m_json.isSecret(of.node);
    return hasName || hasValue ? m_search.text : QString();
}

QString FieldModel::toolTip(const Item &of, int column) const
{
    if (of.length > 0)
        return {};
    QString text = m_json.path(of.node);
    if (column == ValueColumn && !m_json.isContainer(of.node)) {
        const QString hint = SessionWords::timeHint(m_json.name(of.node), m_json.value(of.node));
        text = hint.isEmpty() ? valueText(of) : hint;
        if (hint.isEmpty() && !m_json.isSecret(of.node))
            text = scalarText(m_json.value(of.node));
    }
    return toolTipText(shown(text, longestToolTip));
}

QVariant FieldModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Item &of = item(index);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == NameColumn)
            return nameText(of);
        return index.column() == ValueColumn ? valueText(of) : typeText(of);
    case Qt::ToolTipRole:
        return toolTip(of, index.column());
    case MarkRole:
        return mark(of, index.column());
    case HintRole:
        if (index.column() == ValueColumn && of.length == 0)
            return SessionWords::timeHint(m_json.name(of.node), m_json.value(of.node));
        return {};
    default:
        return {};
    }
}

QVariant FieldModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case ValueColumn:
        return tr("Value");
    default:
        return tr("Type");
    }
}
