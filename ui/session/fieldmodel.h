#pragma once

#include "ui/session/jsonindex.h"
#include "ui/session/jsonsearch.h"

#include <QAbstractItemModel>

#include <deque>
#include <vector>

//! The tree of all fields: name, value, type. Rows come into being when their parent is opened,
//! and no parent has more than a thousand: a longer list shows as ranges ("0 … 999"). Text for
//! people only, cleaned and cut; secrets masked. What is copied comes from the JsonIndex instead.
class FieldModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        NameColumn,
        ValueColumn,
        TypeColumn,
        ColumnCount
    };
    enum Role
    {
        //! The text to mark in this cell, where the search found something in it.
        MarkRole = Qt::UserRole,
        //! A remark after the value: the date that a number stands for.
        HintRole
    };
    static constexpr int mostRows = 1000;

    explicit FieldModel(QObject *parent = nullptr);

    void setJson(const JsonIndex &json);
    //! Leaves only what \a search keeps.
    void setSearch(JsonSearch search);
    [[nodiscard]] const JsonIndex &json() const { return m_json; }
    [[nodiscard]] const JsonSearch &search() const { return m_search; }

    //! The field in this row; -1 for a range.
    [[nodiscard]] int node(const QModelIndex &index) const;
    //! The row of the field \a node; invalid where the search leaves it out.
    [[nodiscard]] QModelIndex indexOf(int node) const;

    //! Shows the secret of one field, and of no other; -1 masks all.
    void reveal(int node);
    [[nodiscard]] int revealed() const { return m_revealed; }

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    using QObject::parent;

private:
    //! One row that was asked for: a field, or a range of \a length fields from \a node on.
    struct Item
    {
        int node = 0;
        int length = 0;
        int parent = -1;
        int row = 0;
        bool opened = false;
        std::vector<int> children = {};
    };

    void restart();
    [[nodiscard]] const Item &item(const QModelIndex &index) const;
    const std::vector<int> &open(int item) const;
    [[nodiscard]] std::vector<int> fieldsIn(const Item &item) const;
    [[nodiscard]] QString nameText(const Item &item) const;
    [[nodiscard]] QString valueText(const Item &item) const;
    [[nodiscard]] QString typeText(const Item &item) const;
    [[nodiscard]] QString mark(const Item &item, int column) const;
    [[nodiscard]] QString toolTip(const Item &item, int column) const;

    JsonIndex m_json;
    JsonSearch m_search;
    int m_revealed = -1;
    // Filled while looked at, so that nothing is built for what nobody opens. A deque, because a
    // vector of a million would stand still while it moves.
    mutable std::deque<Item> m_items;
};
