#include "ui/session/lineview.h"

#include "core/support/worker.h"
#include "ui/session/linedelegate.h"
#include "ui/support/theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

LineView::LineView(QWidget *parent)
    : QTableView(parent)
    , m_model(new LineModel(this))
    , m_delegate(new LineDelegate(this))
{
    setModel(m_model);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setWordWrap(false);
    horizontalHeader()->hide();
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(LineDelegate::lineHeight());
    setAccessibleName(tr("Session info as JSON"));
    setObjectName(u"json"_s);
}

void LineView::setLines(JsonLines lines)
{
    m_model->setLines(std::move(lines));
    fitWidth();
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

void LineView::fitWidth()
{
    setColumnWidth(0, qMax(viewport()->width(), LineDelegate::widthFor(m_model->lines().widest())));
}

void LineView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitWidth();
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
    runOnWorker(
        this, [json = m_model->lines().json(), secrets] { return jsonText(json, 0, secrets); },
        [this, secrets](const QString &text) {
            Q_EMIT copyTextRequested(text, secrets == Secrets::Plain);
        });
}

void LineView::copySelection()
{
    std::vector<std::pair<int, int>> ranges;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        ranges.emplace_back(range.top(), range.bottom());
    if (ranges.empty())
        return;
    std::ranges::sort(ranges);
    runOnWorker(
        this,
        [lines = m_model->lines(), ranges] {
            QStringList texts;
            for (const auto &[first, last] : ranges)
                texts += lines.text(first, last, Secrets::Masked);
            return texts.join(u'\n');
        },
        [this](const QString &text) { Q_EMIT copyTextRequested(text, false); });
}

bool LineView::event(QEvent *event)
{
    // Ours before any shortcut of the window, while the text has the focus.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QTableView::event(event);
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
        QTableView::keyPressEvent(event);
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
    QTableView::mousePressEvent(event);
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
