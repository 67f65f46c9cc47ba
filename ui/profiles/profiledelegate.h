#pragma once

#include <QStyledItemDelegate>

//! Draws one profile: tile, name, host and state; or the tile alone, with a mark, where the column
//! is collapsed.
class ProfileDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setCompact(bool isCompact) { m_isCompact = isCompact; }
    //! Turns the spinners of busy rows.
    void setAngle(int degrees) { m_angle = degrees; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    bool m_isCompact = false;
    int m_angle = 0;
};
