#include "ui/session/fielddelegate.h"

#include "ui/session/fieldmodel.h"
#include "ui/session/markedtext.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QPainter>

static QColor inkOf(const QModelIndex &index, const QStyleOptionViewItem &option,
                    const Theme &theme)
{
    switch (index.column()) {
    case FieldModel::NameColumn:
        return theme.text;
    case FieldModel::ValueColumn:
        return option.state & QStyle::State_Selected ? theme.text : theme.dim;
    default:
        return option.state & QStyle::State_Selected ? theme.dim : theme.faint;
    }
}

void FieldDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);

    painter->save();
    painter->setFont(fontFor(TextRole::MonoSmall));
    const bool isType = index.column() == FieldModel::TypeColumn;
    const QRect cell =
        option.rect.adjusted(Theme::space1, 0, isType ? -Theme::space2 : -Theme::space1, 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    if (isType) {
        painter->setPen(inkOf(index, option, theme));
        painter->drawText(cell, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, text);
    } else {
        const int used =
            MarkedText::paint(*painter, cell, text, index.data(FieldModel::MarkRole).toString(),
                              inkOf(index, option, theme), theme);
        const QString hint = index.data(FieldModel::HintRole).toString();
        if (!hint.isEmpty())
            MarkedText::paint(*painter, cell.adjusted(used + Theme::space3, 0, 0, 0), hint, {},
                              theme.faint, theme);
    }
    painter->restore();
}

QSize FieldDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, qMax(rowHeight, QFontMetrics(fontFor(TextRole::MonoSmall)).height() + 8)};
}
