#include "ui/profiles/profiledelegate.h"

#include "ui/profiles/profilemodel.h"
#include "ui/profiles/profiletile.h"
#include "ui/support/painting.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/spinner.h"

#include <QPainter>
#include <QSortFilterProxyModel>

static constexpr int rowHeight = 50;
static constexpr int rowGap = 8;
static constexpr int tileSide = 32;
static constexpr int padding = 8;

struct Row
{
    const Profile &profile;
    ProfileSummary summary;
};

//! The delegate is only ever used on a ProfileModel behind the search filter.
static Row rowOf(const QModelIndex &index)
{
    const auto *filter = qobject_cast<const QSortFilterProxyModel *>(index.model());
    const QModelIndex source = filter ? filter->mapToSource(index) : index;
    const auto *model = qobject_cast<const ProfileModel *>(source.model());
    Q_ASSERT(model);
    return {model->profileAt(source.row()), model->summaryAt(source.row())};
}

static void paintGround(QPainter &painter, const QRect &rect, const QStyleOptionViewItem &option,
                        const Theme &theme)
{
    if (option.state & QStyle::State_Selected)
        painting::panel(painter, rect, Theme::rowRadius, theme.selection);
    else if (option.state & QStyle::State_MouseOver)
        painting::panel(painter, rect, Theme::rowRadius, theme.hovered(theme.column));
    if (option.state & QStyle::State_HasFocus)
        painting::outline(painter, rect, Theme::rowRadius, theme.ring(), 2);
}

//! A mark on the corner of a tile: another shape for each tone, as the words have no room there.
static void paintMark(QPainter &painter, const QRect &tile, const ProfileSummary &summary,
                      const Theme &theme, int angle)
{
    const QRect mark(tile.right() - 8, tile.bottom() - 8, 13, 13);
    painting::panel(painter, mark.adjusted(-2, -2, 2, 2), 8.5, theme.column);
    if (summary.isBusy) {
        Spinner::paint(painter, mark, theme.ink(summary.tone), angle);
        return;
    }
    const QColor ink = theme.ink(summary.tone);
    switch (summary.tone) {
    case Tone::Good:
        painting::panel(painter, mark, 6.5, ink);
        painting::checkMark(painter, mark, theme.card);
        break;
    case Tone::Warning:
    case Tone::Bad: {
        painting::panel(painter, mark, summary.tone == Tone::Bad ? 3 : 6.5, ink);
        QFont font = fontFor(TextRole::Pill);
        font.setPixelSize(10);
        painter.setFont(font);
        painter.setPen(theme.card);
        painter.drawText(mark, Qt::AlignCenter, QString(u'!'));
        break;
    }
    case Tone::Neutral:
    case Tone::Accent:
        painting::outline(painter, mark.adjusted(1, 1, -1, -1), 5.5, ink, 2);
        break;
    }
}

static void paintText(QPainter &painter, const QRect &rect, const QString &text, TextRole role,
                      const QColor &ink)
{
    const QFont font = fontFor(role);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
}

void ProfileDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.palette);
    const Row row = rowOf(index);
    const QRect rect = option.rect.adjusted(0, 0, 0, -rowGap);
    painter->save();
    paintGround(*painter, rect, option, theme);
    QRect tile(rect.left() + padding, rect.center().y() - tileSide / 2 + 1, tileSide, tileSide);
    if (m_isCompact)
        tile.moveLeft(rect.left() + (rect.width() - tileSide) / 2);
    paintTile(*painter, tile, theme, row.profile);
    if (m_isCompact) {
        paintMark(*painter, tile, row.summary, theme, m_angle);
        painter->restore();
        return;
    }
    const QSize pillSize = Pill::sizeFor(row.summary.words, row.summary.isBusy);
    const QRect pill(rect.right() + 1 - padding - pillSize.width(),
                     rect.center().y() - pillSize.height() / 2 + 1, pillSize.width(),
                     pillSize.height());
    Pill::paint(*painter, pill, theme, row.summary.words, row.summary.tone, row.summary.isBusy,
                m_angle);
    const int left = tile.right() + 11;
    const int width = pill.left() - left - 6;
    paintText(*painter, QRect(left, rect.top() + 8, width, 18),
              index.data(Qt::DisplayRole).toString(), TextRole::Bold, theme.text);
    paintText(*painter, QRect(left, rect.top() + 26, width, 16),
              index.data(ProfileModel::HostRole).toString(), TextRole::Label, theme.dim);
    painter->restore();
}

QSize ProfileDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    const int text = QFontMetrics(fontFor(TextRole::Bold)).height() +
                     QFontMetrics(fontFor(TextRole::Label)).height();
    return {tileSide + 2 * padding, qMax(rowHeight, text + 2 * padding) + rowGap};
}
