#include "ui/profiles/profilelist.h"

#include "ui/profiles/profiledelegate.h"
#include "ui/profiles/profilemodel.h"
#include "ui/support/icons.h"
#include "ui/widgets/spinner.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QTimerEvent>
#include <QToolButton>

using namespace Qt::StringLiterals;

//! Shows rows whose name or host holds the words that were typed.
class ProfileFilter final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setWords(const QString &words)
    {
        m_words = words.trimmed();
        invalidateFilter();
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        return m_words.isEmpty() ||
               index.data(Qt::DisplayRole).toString().contains(m_words, Qt::CaseInsensitive) ||
               index.data(ProfileModel::HostRole).toString().contains(m_words, Qt::CaseInsensitive);
    }

private:
    QString m_words;
};

ProfileList::ProfileList(QWidget *parent)
    : QWidget(parent)
    , m_model(new ProfileModel(this))
    , m_filter(new ProfileFilter(this))
    , m_delegate(new ProfileDelegate(this))
    , m_search(new QLineEdit(this))
    , m_add(new QToolButton(this))
    , m_view(new QListView(this))
{
    setObjectName(u"profileColumn"_s);
    m_filter->setSourceModel(m_model);
    buildTop();
    buildView();
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(12, 12, 12, 0);
    layout->setSpacing(Theme::space2);
    layout->addWidget(m_search, 0, 0);
    layout->addWidget(m_add, 0, 1);
    layout->addWidget(m_view, 1, 0, 1, 2);
    layout->setColumnStretch(0, 1);
    layout->setRowStretch(1, 1);
    connect(m_model, &ProfileModel::busyChanged, this, &ProfileList::animate);
    setTabOrder(m_search, m_add);
    setTabOrder(m_add, m_view);
}

ProfileList::~ProfileList() = default;

void ProfileList::buildTop()
{
    m_search->setObjectName(u"searchClusters"_s);
    m_search->setAccessibleName(tr("Search clusters"));
    m_search->setPlaceholderText(tr("Search clusters"));
    m_search->setClearButtonEnabled(false);
    m_search->installEventFilter(this);
    m_add->setObjectName(u"addProfile"_s);
    m_add->setAccessibleName(tr("Add profile"));
    m_add->setToolTip(tr("Add profile (Ctrl+N)"));
    m_add->setIcon(glyphIcon(Glyph::Add, Ink::Text));
    m_add->setFocusPolicy(Qt::StrongFocus);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &words) {
        const QUuid kept = selected();
        static_cast<ProfileFilter *>(m_filter)->setWords(words);
        select(kept);
    });
    connect(m_add, &QToolButton::clicked, this, &ProfileList::addRequested);
}

void ProfileList::buildView()
{
    m_view->setObjectName(u"profiles"_s);
    m_view->setAccessibleName(tr("Profiles"));
    m_view->setModel(m_filter);
    m_view->setItemDelegate(m_delegate);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setMouseTracking(true);
    m_view->setUniformItemSizes(true);
    connect(m_view, &QListView::customContextMenuRequested, this, &ProfileList::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (!m_isSelecting && current.isValid())
                    Q_EMIT profileSelected(current.data(ProfileModel::IdRole).toUuid());
            });
}

void ProfileList::setProfiles(const QList<Profile> &profiles)
{
    const QUuid kept = selected();
    m_isSelecting = true;
    m_model->setProfiles(profiles);
    m_isSelecting = false;
    select(kept);
}

void ProfileList::setState(const QUuid &id, const SessionState &state, const ServerClock &clock)
{
    m_model->setState(id, state, clock);
}

void ProfileList::select(const QUuid &id)
{
    m_isSelecting = true;
    const QModelIndex row = m_filter->mapFromSource(m_model->indexOf(id));
    if (row.isValid()) {
        m_view->setCurrentIndex(row);
    } else {
        m_view->selectionModel()->clear();
    }
    m_isSelecting = false;
}

QUuid ProfileList::selected() const
{
    return m_view->currentIndex().data(ProfileModel::IdRole).toUuid();
}

void ProfileList::step(int direction)
{
    const int count = m_filter->rowCount();
    if (count == 0)
        return;
    const QModelIndex current = m_view->currentIndex();
    const int row = current.isValid() ? (current.row() + direction + count) % count : 0;
    m_view->setCurrentIndex(m_filter->index(row, 0));
}

void ProfileList::setCompact(bool isCompact)
{
    if (m_isCompact == isCompact)
        return;
    m_isCompact = isCompact;
    m_delegate->setCompact(isCompact);
    arrange();
}

void ProfileList::arrange()
{
    m_search->setVisible(!m_isCompact);
    if (m_isCompact && !m_search->text().isEmpty())
        m_search->clear();
    auto *grid = static_cast<QGridLayout *>(layout());
    grid->setContentsMargins(m_isCompact ? 8 : 12, 12, m_isCompact ? 8 : 12, 0);
    grid->setHorizontalSpacing(m_isCompact ? 0 : Theme::space2);
    grid->setColumnStretch(0, m_isCompact ? 0 : 1);
    grid->setAlignment(m_add, m_isCompact ? Qt::AlignHCenter : Qt::Alignment());
    if (m_isCompact) {
        grid->addWidget(m_add, 0, 0, 1, 2, Qt::AlignHCenter);
    } else {
        grid->addWidget(m_add, 0, 1);
    }
    m_view->doItemsLayout();
}

void ProfileList::setRowActions(const QList<QAction *> &actions)
{
    m_rowActions = actions;
    m_view->addActions(actions);
}

void ProfileList::focusList()
{
    m_view->setFocus(Qt::ShortcutFocusReason);
}

void ProfileList::focusSearch()
{
    (m_isCompact ? static_cast<QWidget *>(m_view) : m_search)->setFocus(Qt::ShortcutFocusReason);
}

void ProfileList::showMenu(const QPoint &position)
{
    if (!m_view->indexAt(position).isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_rowActions);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void ProfileList::animate()
{
    if (m_model->hasBusyRow() && isVisible() && !Spinner::motionIsReduced()) {
        if (!m_spin.isActive())
            m_spin.start(Spinner::stepMs, this);
    } else {
        m_spin.stop();
    }
}

void ProfileList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(this).column);
}

void ProfileList::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_model->setTicking(true);
    animate();
}

void ProfileList::hideEvent(QHideEvent *event)
{
    m_model->setTicking(false);
    animate();
    QWidget::hideEvent(event);
}

void ProfileList::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_spin.timerId())
        return QWidget::timerEvent(event);
    m_angle = (m_angle + Spinner::stepDegrees) % 360;
    m_delegate->setAngle(m_angle);
    m_view->viewport()->update();
}

bool ProfileList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
            m_search->clear();
            return true;
        }
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_view->setFocus();
            if (!m_view->currentIndex().isValid() && m_filter->rowCount() > 0)
                m_view->setCurrentIndex(m_filter->index(0, 0));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}
