#pragma once

#include <QList>
#include <QStringList>
#include <QWidget>

#include <utility>

class PlainLabel;
class QVBoxLayout;

//! Any number of rows of fields under a title, with a button that adds one and a button in each
//! that takes it away. Begins without a row.
class RowList final : public QWidget
{
    Q_OBJECT

public:
    struct Column
    {
        QString name; //!< for the placeholder and for screen readers
        QList<std::pair<QString, QString>> choices{}; //!< words and value; none: free text
    };
    struct Words
    {
        QString title;
        QString add;  //!< on the button: "Add a filter rule"
        QString hint; //!< what the rows are for
    };

    RowList(const Words &words, QList<Column> columns, QWidget *parent = nullptr);

    //! The trimmed texts of each row; rows in which nothing was typed are left out.
    [[nodiscard]] QList<QStringList> rows() const;
    //! Says \a what under the rows; empty takes it away.
    void complain(const QString &what);
    //! Puts the focus where the first row begins, or on the button that adds one.
    void focusFirst();

Q_SIGNALS:
    void changed();

private:
    void addRow();
    void removeRow(QWidget *row);
    [[nodiscard]] QWidget *makeField(const Column &column);
    void nameFields();

    const QString m_title;
    const QList<Column> m_columns;
    QList<QWidget *> m_rows;
    QWidget *m_add;
    PlainLabel *m_complaint;
    QVBoxLayout *m_layout;
};
