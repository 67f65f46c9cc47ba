#pragma once

#include "ui/session/jsonlines.h"

#include <QAbstractTableModel>

//! JsonLines for a view: one row per line that is not folded away.
class LineModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role
    {
        LineRole = Qt::UserRole //!< JsonLine
    };

    explicit LineModel(QObject *parent = nullptr);

    void setLines(JsonLines lines);
    [[nodiscard]] const JsonLines &lines() const { return m_lines; }

    void setFolded(int line, bool folded);
    void setAllFolded(bool folded);
    //! The line where \a node begins, unfolding what hides it; -1 where there is no such field.
    int show(int node);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    JsonLines m_lines;
};
