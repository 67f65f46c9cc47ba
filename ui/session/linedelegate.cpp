#include "ui/session/linedelegate.h"

#include "ui/session/linemodel.h"
#include "ui/session/markedtext.h"
#include "ui/support/painting.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

static QColor inkOf(JsonLine::Kind kind, const Theme &theme)
{
    switch (kind) {
    case JsonLine::Kind::Bracket:
        return theme.dim;
    case JsonLine::Kind::Text:
        return theme.good;
    case JsonLine::Kind::Number:
        return theme.accentText;
    case JsonLine::Kind::Literal:
        return theme.warning;
    case JsonLine::Kind::Secret:
        return theme.faint;
    }
    Q_UNREACHABLE();
}

int LineDelegate::widthFor(int characters)
{
    const QFontMetrics metrics(fontFor(TextRole::MonoSmall));
    return gutter + metrics.horizontalAdvance(u'0') * (characters + 1);
}

int LineDelegate::lineHeight()
{
    return QFontMetrics(fontFor(TextRole::MonoSmall)).height() + Theme::space1;
}

void LineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    QStyleOptionViewItem panel = option;
    panel.state &= ~QStyle::State_MouseOver;
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &panel, painter, option.widget);

    painter->save();
    painter->setFont(fontFor(TextRole::MonoSmall));
    paintLine(*painter, option.rect, index.data(LineModel::LineRole).value<JsonLine>(), theme);
    painter->restore();

    if (option.state & QStyle::State_HasFocus) {
        QStyleOptionFocusRect ring;
        ring.QStyleOption::operator=(option);
        style->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, painter, option.widget);
    }
}

void LineDelegate::paintLine(QPainter &painter, QRect rect, const JsonLine &line,
                             const Theme &theme) const
{
    const int indent = painter.fontMetrics().horizontalAdvance(u"  "_s) * line.indent;
    if (line.canFold) {
        const QRect arrow(rect.left() + indent, rect.top(), gutter, rect.height());
        painting::chevron(painter, arrow, theme.dim,
                          line.isFolded ? painting::Direction::Right : painting::Direction::Down);
    }
    rect.setLeft(rect.left() + gutter + indent);
    const auto piece = [&](const QString &text, const QColor &ink, const QString &mark) {
        if (!text.isEmpty())
            rect.setLeft(rect.left() + MarkedText::paint(painter, rect, text, mark, ink, theme));
    };
    const bool isValue =
        line.kind != JsonLine::Kind::Bracket && line.kind != JsonLine::Kind::Secret;
    piece(line.key, theme.text, m_mark);
    piece(line.key.isEmpty() ? QString() : u": "_s, theme.dim, {});
    piece(line.value, inkOf(line.kind, theme), isValue ? m_mark : QString());
    piece(line.remark, theme.faint, {});
    piece(line.tail, theme.dim, {});
}
