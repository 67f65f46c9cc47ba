#include "ui/session/linemodel.h"

#include <vector>

LineModel::LineModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void LineModel::setLines(JsonLines lines)
{
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
}

void LineModel::setFolded(int line, bool folded)
{
    if (!m_lines.canFold(line) || m_lines.isFolded(line) == folded)
        return;
    if (folded) {
        beginRemoveRows({}, line + 1, line + m_lines.foldedAway(line));
        m_lines.fold(line);
        endRemoveRows();
    } else {
        const std::vector<int> hidden = m_lines.hidden(line);
        beginInsertRows({}, line + 1, line + int(hidden.size()));
        m_lines.unfold(line, hidden);
        endInsertRows();
    }
    Q_EMIT dataChanged(index(line, 0), index(line, 0));
}

void LineModel::setAllFolded(bool folded)
{
    beginResetModel();
    m_lines.foldAll(folded);
    endResetModel();
}

int LineModel::show(int node)
{
    if (node < 0 || node >= m_lines.json().size())
        return -1;
    std::vector<int> above;
    for (int step = m_lines.json().parent(node); step >= 0; step = m_lines.json().parent(step))
        above.push_back(step);
    for (auto step = above.rbegin(); step != above.rend(); ++step)
        setFolded(m_lines.lineOf(*step), false);
    return m_lines.lineOf(node);
}

int LineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_lines.size();
}

int LineModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1;
}

QVariant LineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == LineRole)
        return QVariant::fromValue(m_lines.line(index.row()));
    if (role == Qt::DisplayRole)
        return m_lines.line(index.row()).text();
    return {};
}
