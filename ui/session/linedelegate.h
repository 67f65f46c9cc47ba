#pragma once

#include <QStyledItemDelegate>

struct JsonLine;
struct Theme;

//! Paints a line of JSON: coloured by meaning, what was found marked, an arrow where it folds.
class LineDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int gutter = 20; //!< room for the arrows

    using QStyledItemDelegate::QStyledItemDelegate;

    //! What to mark; empty: nothing.
    void setMark(const QString &text) { m_mark = text; }
    //! Pixels that \a characters of a line need, gutter included.
    [[nodiscard]] static int widthFor(int characters);
    [[nodiscard]] static int lineHeight();

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    void paintLine(QPainter &painter, QRect rect, const JsonLine &line, const Theme &theme) const;

    QString m_mark;
};
