#include "ui/session/lineview.h"

#include "ui/session/linedelegate.h"
#include "ui/support/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

LineView::LineView(QWidget *parent)
    : QAbstractItemView(parent)
    , m_model(new LineModel(this))
    , m_delegate(new LineDelegate(this))
    , m_lineHeight(LineDelegate::lineHeight())
{
    setModel(m_model);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setAccessibleName(tr("Session info as JSON"));
    setObjectName(u"json"_s);
    // Rows that come and go move all below them and the end.
    for (const auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(m_model, change, this, &LineView::updateGeometries);
}

void LineView::setLines(JsonLines lines)
{
    if (m_menu)
        m_menu->close();
    m_model->setLines(std::move(lines));
    updateGeometries();
}

void LineView::setMark(const QString &text)
{
    m_delegate->setMark(text);
    viewport()->update();
}

void LineView::showField(int node)
{
    const int line = m_model->show(node);
    if (line < 0)
        return;
    setCurrentIndex(m_model->index(line, 0));
    scrollTo(m_model->index(line, 0), PositionAtCenter);
    horizontalScrollBar()->setValue(0);
}

int LineView::lineWidth() const
{
    return qMax(viewport()->width(), LineDelegate::widthFor(m_model->lines().widest()));
}

int LineView::horizontalOffset() const
{
    return horizontalScrollBar()->value();
}

int LineView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

bool LineView::isIndexHidden(const QModelIndex &) const
{
    return false;
}

QRect LineView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    return {-horizontalOffset(), index.row() * m_lineHeight - verticalOffset(), lineWidth(),
            m_lineHeight};
}

QModelIndex LineView::indexAt(const QPoint &point) const
{
    const int y = point.y() + verticalOffset();
    return y < 0 ? QModelIndex() : m_model->index(y / m_lineHeight, 0);
}

void LineView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const int top = index.row() * m_lineHeight;
    const int room = viewport()->height() - m_lineHeight;
    if (hint == PositionAtCenter)
        verticalScrollBar()->setValue(top - room / 2);
    else if (top < verticalOffset() || hint == PositionAtTop)
        verticalScrollBar()->setValue(top);
    else if (top > verticalOffset() + room || hint == PositionAtBottom)
        verticalScrollBar()->setValue(top - room);
}

void LineView::updateGeometries()
{
    const QSize room = viewport()->size();
    verticalScrollBar()->setSingleStep(m_lineHeight);
    verticalScrollBar()->setPageStep(room.height());
    verticalScrollBar()->setRange(0, qMax(0, m_model->rowCount() * m_lineHeight - room.height()));
    horizontalScrollBar()->setSingleStep(m_lineHeight);
    horizontalScrollBar()->setPageStep(room.width());
    horizontalScrollBar()->setRange(
        0, qMax(0, LineDelegate::widthFor(m_model->lines().widest()) - room.width()));
    QAbstractItemView::updateGeometries();
    viewport()->update();
}

QModelIndex LineView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int last = m_model->rowCount() - 1;
    const int page = qMax(1, viewport()->height() / m_lineHeight - 1);
    const auto line = [this, last](int number) {
        return m_model->index(qBound(0, number, last), 0);
    };
    switch (action) {
    case MoveUp:
    case MovePrevious:
        return line(currentLine() - 1);
    case MoveDown:
    case MoveNext:
        return line(currentLine() + 1);
    case MovePageUp:
        return line(currentLine() - page);
    case MovePageDown:
        return line(currentLine() + page);
    case MoveHome:
        return line(0);
    case MoveEnd:
        return line(last);
    case MoveLeft:
    case MoveRight:
        break;
    }
    return currentIndex();
}

void LineView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const int last = m_model->rowCount() - 1;
    const auto line = [this, last](int y) {
        return m_model->index(qBound(0, (y + verticalOffset()) / m_lineHeight, last), 0);
    };
    const QRect range = rect.normalized();
    selectionModel()->select(QItemSelection(line(range.top()), line(range.bottom())), command);
}

QRegion LineView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    for (const QItemSelectionRange &range : selection)
        region += visualRect(range.topLeft()).united(visualRect(range.bottomRight()));
    return region & viewport()->rect();
}

void LineView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QStyle::State state = option.state;
    QModelIndex index = indexAt(event->rect().topLeft());
    for (; index.isValid(); index = index.siblingAtRow(index.row() + 1)) {
        option.rect = visualRect(index);
        if (option.rect.top() > event->rect().bottom())
            break;
        option.state = state;
        option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
        option.state.setFlag(QStyle::State_HasFocus, hasFocus() && index == currentIndex());
        m_delegate->paint(&painter, option, index);
    }
}

int LineView::currentLine() const
{
    return currentIndex().row();
}

void LineView::fold(bool folded)
{
    const int line = currentLine();
    if (line < 0)
        return;
    const JsonLines &lines = m_model->lines();
    const bool isOpen = lines.canFold(line) && !lines.isFolded(line);
    if (folded && !isOpen && lines.json().parent(lines.node(line)) >= 0) {
        // As in a tree: from a line that does not fold, Left goes up to what holds it.
        const int above =
            lines.isClosing(line) ? lines.node(line) : lines.json().parent(lines.node(line));
        setCurrentIndex(m_model->index(lines.lineOf(above), 0));
        return;
    }
    m_model->setFolded(line, folded);
}

void LineView::setAllFolded(bool folded)
{
    m_model->setAllFolded(folded);
}

void LineView::copyAll(Secrets secrets)
{
    Q_EMIT copyLongTextRequested(
        [json = m_model->lines().json(), secrets] { return jsonText(json, 0, secrets); },
        secrets == Secrets::Plain);
}

void LineView::copySelection()
{
    std::vector<std::pair<int, int>> ranges;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        ranges.emplace_back(range.top(), range.bottom());
    if (ranges.empty())
        return;
    std::ranges::sort(ranges);
    Q_EMIT copyLongTextRequested(
        [lines = m_model->lines(), ranges] {
            QStringList texts;
            for (const auto &[first, last] : ranges)
                texts += lines.text(first, last, Secrets::Masked);
            return texts.join(u'\n');
        },
        false);
}

bool LineView::event(QEvent *event)
{
    // Ours before any shortcut of the window, while the text has the focus.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QAbstractItemView::event(event);
}

void LineView::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->matches(QKeySequence::Copy))
        copySelection();
    else if (event->key() == Qt::Key_Left && event->modifiers() == Qt::NoModifier)
        fold(true);
    else if (event->key() == Qt::Key_Right && event->modifiers() == Qt::NoModifier)
        fold(false);
    else if ((isEnter || event->key() == Qt::Key_Space) && currentLine() >= 0)
        m_model->setFolded(currentLine(), !m_model->lines().isFolded(currentLine()));
    else
        QAbstractItemView::keyPressEvent(event);
}

void LineView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && event->button() == Qt::LeftButton &&
        m_model->lines().canFold(index.row())) {
        const int indent = m_model->lines().json().depth(m_model->lines().node(index.row()));
        const int left = visualRect(index).left() + LineDelegate::widthFor(2 * indent - 1) -
                         LineDelegate::gutter;
        const int x = int(event->position().x()) - left;
        if (x >= 0 && x < LineDelegate::gutter) {
            setCurrentIndex(index);
            m_model->setFolded(index.row(), !m_model->lines().isFolded(index.row()));
            return;
        }
    }
    QAbstractItemView::mousePressEvent(event);
}

void LineView::addCopyActions(QMenu &menu, int node)
{
    const JsonIndex &json = m_model->lines().json();
    const auto copy = [this](const QString &text, bool isSecret) {
        return [this, text, isSecret] { Q_EMIT copyTextRequested(text, isSecret); };
    };
    const auto copyField = [this, node] {
        Q_EMIT copyTextRequested(scalarText(m_model->lines().json().value(node)),
                                 m_model->lines().json().isSecret(node));
    };
    menu.addAction(tr("Copy lines"), QKeySequence::Copy, this, &LineView::copySelection);
    if (node > 0 && !json.isContainer(node))
        menu.addAction(json.isSecret(node) ? tr("Copy secret value") : tr("Copy value"), this,
                       copyField);
    if (node > 0)
        menu.addAction(tr("Copy path"), this, copy(json.path(node), false));
    menu.addSeparator();
}

void LineView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex under = indexAt(event->pos());
    if (byMouse && under.isValid() && !selectionModel()->isSelected(under))
        setCurrentIndex(under);
    auto *menu = new QMenu(this);
    m_menu = menu;
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("JSON line"));
    if (currentLine() >= 0)
        addCopyActions(*menu, m_model->lines().node(currentLine()));
    menu->addAction(tr("Copy all, secrets masked"), this, [this] { copyAll(Secrets::Masked); });
    if (m_model->lines().json().secretCount() > 0)
        menu->addAction(tr("Copy all with secrets"), this, [this] { copyAll(Secrets::Plain); });
    menu->addSeparator();
    menu->addAction(tr("Fold all"), this, [this] { setAllFolded(true); });
    menu->addAction(tr("Unfold all"), this, [this] { setAllFolded(false); });
    const QPoint corner = visualRect(currentIndex()).bottomLeft();
    menu->popup(byMouse ? event->globalPos() : viewport()->mapToGlobal(corner));
}
