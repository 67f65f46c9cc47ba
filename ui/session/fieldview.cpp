#include "ui/session/fieldview.h"

#include "ui/session/fielddelegate.h"
#include "ui/session/jsontext.h"
#include "ui/session/secretfields.h"

#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QTimerEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int sliceMs = 8;

static bool isCopyPath(const QKeyEvent &event)
{
    return event.key() == Qt::Key_C &&
           event.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
}

FieldView::FieldView(QWidget *parent, int masksAfterMs)
    : QTreeView(parent)
    , m_model(new FieldModel(this))
    , m_masksAfterMs(masksAfterMs)
{
    setModel(m_model);
    setItemDelegate(new FieldDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setHeaderHidden(true);
    setIndentation(18);
    setMouseTracking(true);
    setAllColumnsShowFocus(true);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(0);
    setAccessibleName(tr("Fields"));
    setObjectName(u"fields"_s);
    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this, &FieldView::stopExpanding);
}

void FieldView::setJson(const JsonIndex &json)
{
    if (m_menu)
        m_menu->close();
    const JsonIndex before = m_model->json();
    const std::vector<int> wasOpen =
        m_model->search().isActive() ? m_openBeforeSearch : openNodes();
    const int wasCurrent = currentNode();
    const auto moved = [&](int node) { return before.counterpart(node, json); };

    m_model->setJson(json);
    m_openBeforeSearch.clear();
    std::ranges::transform(wasOpen, std::back_inserter(m_openBeforeSearch), moved);
    openAgain(m_openBeforeSearch);
    if (wasCurrent > 0 && moved(wasCurrent) > 0)
        setCurrentIndex(m_model->indexOf(moved(wasCurrent)));
}

void FieldView::setSearch(JsonSearch search)
{
    if (!m_model->search().isActive())
        m_openBeforeSearch = openNodes();
    const bool isActive = search.isActive();
    m_model->setSearch(std::move(search));
    if (!isActive) {
        openAgain(m_openBeforeSearch);
        return;
    }
    constexpr std::size_t mostWays = 200;
    const std::vector<int> &hits = m_model->search().hits;
    const JsonIndex &json = m_model->json();
    for (std::size_t i = 0; i < std::min(hits.size(), mostWays); ++i) {
        const QModelIndex index = m_model->indexOf(hits[i]);
        openWayTo(index);
        constexpr int fewEntries = 8;
        if (json.hasChildren(hits[i]) && json.end(hits[i]) - hits[i] <= fewEntries)
            expand(index);
    }
    if (!hits.empty())
        showField(hits.front());
}

void FieldView::showField(int node)
{
    const QModelIndex index = m_model->indexOf(node);
    if (!index.isValid())
        return;
    openWayTo(index);
    setCurrentIndex(index);
    scrollTo(index);
}

void FieldView::openWayTo(const QModelIndex &index)
{
    std::vector<QModelIndex> way;
    for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
        way.push_back(above);
    for (auto above = way.rbegin(); above != way.rend(); ++above)
        expand(*above);
}

// Only what is near the top is looked at: with everything open there is nothing worth keeping.
std::vector<int> FieldView::openNodes() const
{
    constexpr int mostRows = 5000;
    std::vector<int> nodes;
    QModelIndex index = m_model->index(0, 0);
    for (int row = 0; index.isValid() && row < mostRows; ++row, index = indexBelow(index)) {
        if (isExpanded(index) && m_model->node(index) > 0)
            nodes.push_back(m_model->node(index));
    }
    return nodes;
}

void FieldView::openAgain(const std::vector<int> &nodes)
{
    for (const int node : nodes) {
        const QModelIndex index = m_model->indexOf(node);
        if (index.isValid()) {
            openWayTo(index);
            expand(index);
        }
    }
}

void FieldView::expandInSteps(const QModelIndex &index)
{
    m_toExpand.assign(1, index);
    m_opened = 0;
    m_expanding.start(0, this);
}

void FieldView::collapseEverything()
{
    stopExpanding();
    collapseAll();
}

void FieldView::stopExpanding()
{
    m_expanding.stop();
    m_toExpand.clear();
}

void FieldView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_revealing.timerId()) {
        reveal(false);
        return;
    }
    if (event->timerId() != m_expanding.timerId()) {
        QTreeView::timerEvent(event);
        return;
    }
    expandSlice();
}

void FieldView::expandSlice()
{
    QElapsedTimer slice;
    slice.start();
    while (!m_toExpand.empty() && m_opened < mostOpened && !slice.hasExpired(sliceMs)) {
        const QModelIndex index = m_toExpand.back();
        m_toExpand.pop_back();
        if (index.isValid())
            expand(index);
        // From the last to the first, so that the first is opened next and little has to move.
        m_opened += m_model->rowCount(index);
        for (int row = m_model->rowCount(index) - 1; row >= 0; --row) {
            const QModelIndex child = m_model->index(row, 0, index);
            if (m_model->hasChildren(child))
                m_toExpand.push_back(child);
        }
    }
    if (!m_toExpand.empty() && m_opened >= mostOpened) {
        Q_EMIT remarked(tr("Opened %1 fields. Open the rest where you need it.")
                            .arg(QLocale().toString(m_opened)));
        m_toExpand.clear();
    }
    if (m_toExpand.empty())
        stopExpanding();
}

int FieldView::currentNode() const
{
    return m_model->node(currentIndex().siblingAtColumn(FieldModel::NameColumn));
}

void FieldView::copyValue()
{
    const int node = currentNode();
    const JsonIndex &json = m_model->json();
    if (node <= 0)
        return;
    if (json.isSecret(node))
        Q_EMIT remarked(tr("That value is a secret. Its menu (Shift+F10) has Copy secret value."));
    else if (json.isContainer(node))
        copyJson(node);
    else
        Q_EMIT copyTextRequested(scalarText(json.value(node)), false);
}

void FieldView::copyPath()
{
    if (currentNode() > 0)
        Q_EMIT copyTextRequested(m_model->json().path(currentNode()), false);
}

void FieldView::copySecret()
{
    if (currentNode() > 0)
        Q_EMIT copyTextRequested(scalarText(m_model->json().value(currentNode())), true);
}

void FieldView::copyJson(int node)
{
    Q_EMIT copyLongTextRequested(
        [json = m_model->json(), node] { return jsonText(json, node, Secrets::Masked); }, false);
}

void FieldView::reveal(bool isRevealed)
{
    m_model->reveal(isRevealed ? currentNode() : -1);
    if (isRevealed)
        m_revealing.start(m_masksAfterMs, this);
    else
        m_revealing.stop();
}

bool FieldView::event(QEvent *event)
{
    // Ours before any shortcut of the window, while the tree has the focus.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy) || isCopyPath(*key)) {
            event->accept();
            return true;
        }
    }
    return QTreeView::event(event);
}

void FieldView::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->matches(QKeySequence::Copy))
        copyValue();
    else if (isCopyPath(*event))
        copyPath();
    else if (event->key() == Qt::Key_Asterisk && currentIndex().isValid())
        expandInSteps(currentIndex().siblingAtColumn(0));
    else if (isEnter && m_model->hasChildren(currentIndex().siblingAtColumn(0)))
        setExpanded(currentIndex(), !isExpanded(currentIndex().siblingAtColumn(0)));
    else
        QTreeView::keyPressEvent(event);
}

void FieldView::keyboardSearch(const QString &)
{
    // Typing ahead would read every row; the search field does that on a worker.
}

void FieldView::addCopyActions(QMenu &menu, int node)
{
    const JsonIndex &json = m_model->json();
    const auto copy = [this](const QString &text) {
        return [this, text] { Q_EMIT copyTextRequested(text, false); };
    };
    if (json.isSecret(node)) {
        menu.addAction(tr("Copy secret value"), this, &FieldView::copySecret);
        const bool isRevealed = m_model->revealed() == node;
        menu.addAction(isRevealed ? tr("Hide secret value") : tr("Reveal secret value"), this,
                       [this, isRevealed] { reveal(!isRevealed); });
        menu.addSeparator();
    } else {
        menu.addAction(tr("Copy value"), QKeySequence::Copy, this, &FieldView::copyValue);
    }
    const QString name = json.name(node);
    menu.addAction(tr("Copy name"), this, copy(name));
    menu.addAction(tr("Copy path"), QKeySequence(u"Ctrl+Shift+C"_s), this, &FieldView::copyPath);
    if (!json.isContainer(node) && !json.isSecret(node))
        menu.addAction(tr("Copy name and value"), this,
                       copy(name + u": "_s + scalarText(json.value(node))));
    menu.addAction(tr("Copy as JSON"), this, [this, node] { copyJson(node); });
}

void FieldView::addTreeActions(QMenu &menu, const QModelIndex &index)
{
    if (!menu.isEmpty())
        menu.addSeparator();
    const QPersistentModelIndex kept = index;
    if (m_model->hasChildren(index) && index.isValid())
        menu.addAction(tr("Expand all inside"), this, [this, kept] { expandInSteps(kept); });
    menu.addAction(tr("Expand everything"), this, [this] { expandInSteps({}); });
    menu.addAction(tr("Collapse everything"), this, &FieldView::collapseEverything);
}

void FieldView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse && indexAt(event->pos()).isValid())
        setCurrentIndex(indexAt(event->pos()));
    auto *menu = new QMenu(this);
    m_menu = menu;
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Field"));
    if (currentNode() > 0)
        addCopyActions(*menu, currentNode());
    addTreeActions(*menu, currentIndex().siblingAtColumn(0));
    const QPoint corner = visualRect(currentIndex()).bottomLeft();
    menu->popup(event->reason() == QContextMenuEvent::Mouse ? event->globalPos()
                                                            : viewport()->mapToGlobal(corner));
}

void FieldView::resizeEvent(QResizeEvent *event)
{
    constexpr int typeWidth = 96;
    const int room = viewport()->width() - typeWidth;
    setColumnWidth(FieldModel::NameColumn, room * 45 / 100);
    setColumnWidth(FieldModel::ValueColumn, room - room * 45 / 100);
    setColumnWidth(FieldModel::TypeColumn, typeWidth);
    QTreeView::resizeEvent(event);
}

void FieldView::hideEvent(QHideEvent *event)
{
    reveal(false);
    QTreeView::hideEvent(event);
}

void FieldView::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    QTreeView::drawRow(painter, option, index);
    if (hasFocus() && index.row() == currentIndex().row() &&
        index.parent() == currentIndex().parent()) {
        QStyleOptionFocusRect ring;
        ring.QStyleOption::operator=(option);
        ring.rect = option.rect;
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, painter, this);
    }
}
