#include "ui/session/sessionpanel.h"

#include "core/support/worker.h"
#include "ui/session/fieldview.h"
#include "ui/session/lineview.h"
#include "ui/session/overviewpage.h"
#include "ui/session/sessionwords.h"
#include "ui/support/deskstyle.h"
#include "ui/support/errortext.h"
#include "ui/support/theme.h"
#include "ui/token/possible.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr int typingMs = 60;
static constexpr int remarkMs = 8000;
static constexpr int searchWidth = 240;

namespace {
//! The line under the tabs; they stand on it.
class HeaderBar final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(QRect(0, height() - 1, width(), 1), Theme::of(this).line);
    }
};
} // namespace

SessionPanel::SessionPanel(QWidget *parent)
    : QWidget(parent)
    , m_tabs(new QTabBar)
    , m_search(new QLineEdit)
    , m_count(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_refresh(new QPushButton(tr("Refresh")))
    , m_banner(new Banner(tr("Session info problem")))
    , m_pages(new QStackedWidget)
    , m_nothing(
          new PlainLabel(tr("Nothing is known about this session yet."), TextRole::Body, Ink::Dim))
    , m_overview(new OverviewPage)
    , m_fields(new FieldView)
    , m_lines(new LineView)
    , m_footer(new PlainLabel({}, TextRole::Label, Ink::Dim))
    , m_expandAll(new QPushButton(tr("Expand all")))
    , m_collapseAll(new QPushButton(tr("Collapse all")))
    , m_copyAll(new QPushButton(tr("Copy all")))
    , m_typing(new QTimer(this))
    , m_remarking(new QTimer(this))
{
    auto *card = new Card(tr("Session info"));
    auto *inner = new QVBoxLayout(card);
    inner->setContentsMargins(Theme::space5, 0, Theme::space5, Theme::space3);
    inner->setSpacing(Theme::space2);
    inner->addWidget(builtHeader());
    inner->addWidget(m_banner);
    inner->addWidget(m_pages, 1);
    inner->addWidget(builtFooter());

    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(card);

    m_pages->addWidget(m_overview);
    m_pages->addWidget(m_fields);
    m_pages->addWidget(m_lines);
    m_pages->addWidget(m_nothing);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_pages->setCurrentWidget(m_nothing);
    connectHeader();
    connectViews();
    renderFooter();
}

SessionPanel::~SessionPanel() = default;

QWidget *SessionPanel::builtHeader()
{
    m_tabs->addTab(tr("Overview"));
    m_tabs->addTab(tr("All fields"));
    m_tabs->addTab(tr("JSON"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Session info views"));
    m_tabs->setObjectName(u"sessionTabs"_s);

    m_search->setPlaceholderText(tr("Search session info"));
    m_search->setAccessibleName(tr("Search session info"));
    m_search->setObjectName(u"sessionSearch"_s);
    m_search->setMaximumWidth(searchWidth);
    m_search->setMinimumWidth(searchWidth / 2);
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    setSmall(m_search);

    m_count->setObjectName(u"sessionSearchCount"_s);
    m_count->hide();
    m_refresh->setAccessibleName(tr("Refresh"));
    m_refresh->setObjectName(u"refresh"_s);
    m_refresh->setToolTip(tr("Ask the server for the session info again"));
    setSmall(m_refresh);

    auto *header = new HeaderBar;
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins({});
    layout->setSpacing(Theme::space2);
    layout->addWidget(m_tabs, 0, Qt::AlignBottom);
    layout->addStretch(1);
    layout->addWidget(m_search, 2, Qt::AlignVCenter);
    layout->addWidget(m_count, 0, Qt::AlignVCenter);
    layout->addWidget(m_refresh, 0, Qt::AlignVCenter);
    return header;
}

QWidget *SessionPanel::builtFooter()
{
    m_footer->setObjectName(u"sessionFooter"_s);
    m_footer->setAccessibleName({});
    m_expandAll->setObjectName(u"expandAll"_s);
    m_collapseAll->setObjectName(u"collapseAll"_s);
    m_copyAll->setObjectName(u"copyAllJson"_s);
    m_copyAll->setAccessibleName(tr("Copy all JSON"));
    m_copyAll->setToolTip(tr("Copies the whole text. Secrets in it stay masked."));

    auto *footer = new QWidget;
    auto *layout = new QHBoxLayout(footer);
    layout->setContentsMargins({});
    layout->setSpacing(Theme::space2);
    layout->addWidget(m_footer, 1);
    for (QPushButton *button : {m_expandAll, m_collapseAll, m_copyAll}) {
        setSmall(button);
        setButtonKind(button, button == m_copyAll ? ButtonKind::Normal : ButtonKind::Quiet);
        button->hide();
        layout->addWidget(button);
    }
    footer->setMinimumHeight(Theme::smallControlHeight);
    return footer;
}

void SessionPanel::connectHeader()
{
    m_typing->setSingleShot(true);
    m_typing->setInterval(typingMs);
    m_remarking->setSingleShot(true);
    m_remarking->setInterval(remarkMs);
    connect(m_typing, &QTimer::timeout, this, &SessionPanel::search);
    connect(m_remarking, &QTimer::timeout, this, [this] { remark({}); });
    connect(m_tabs, &QTabBar::currentChanged, this, &SessionPanel::showTab);
    connect(m_refresh, &QPushButton::clicked, this, &SessionPanel::refreshRequested);
    connect(m_search, &QLineEdit::textChanged, m_typing, qOverload<>(&QTimer::start));
    const auto key = [this](QKeySequence::StandardKey keys, int step) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, step] { goToHit(step); });
    };
    key(QKeySequence::FindNext, 1);
    key(QKeySequence::FindPrevious, -1);
}

void SessionPanel::connectViews()
{
    connect(m_fields, &FieldView::copyTextRequested, this, &SessionPanel::copyTextRequested);
    connect(m_fields, &FieldView::copyLongTextRequested, this,
            &SessionPanel::copyLongTextRequested);
    connect(m_fields, &FieldView::remarked, this, &SessionPanel::remark);
    connect(m_lines, &LineView::copyTextRequested, this, &SessionPanel::copyTextRequested);
    connect(m_lines, &LineView::copyLongTextRequested, this, &SessionPanel::copyLongTextRequested);
    connect(m_copyAll, &QPushButton::clicked, m_lines, [this] {
        m_lines->copyAll(Secrets::Masked);
        if (m_lines->lineModel().lines().json().secretCount() > 0)
            remark(tr("Copied as shown: secrets are masked in the copy too."));
    });
    connect(m_expandAll, &QPushButton::clicked, this, [this] { setAllExpanded(true); });
    connect(m_collapseAll, &QPushButton::clicked, this, [this] { setAllExpanded(false); });
    QWidget *before = m_tabs;
    const QList<QWidget *> order{m_search, m_refresh,   m_overview,    m_fields,
                                 m_lines,  m_expandAll, m_collapseAll, m_copyAll};
    for (QWidget *next : order) {
        setTabOrder(before, next);
        before = next;
    }
}

void SessionPanel::render(const SignedIn &state)
{
    m_isRefreshing = state.activity == SignedIn::Activity::RefreshingInfo;
    // While it is under way a press more does nothing, and the focus stays where it is.
    m_refresh->setEnabled(possibleWith(state, 0).refresh || (m_isRefreshing && !state.ended));
    m_isEnded = state.ended;
    noteActivity(state);
    if (!state.infoIsStale || m_account != state.account)
        m_staleCause.reset();
    if (state.infoIsStale && !m_staleCause)
        m_staleCause = state.lastError;
    renderInfo(state);
    renderBanner(state);
    renderFooter();
}

void SessionPanel::noteActivity(const SignedIn &state)
{
    if (state.activity != SignedIn::Activity::Idle)
        m_lastActivity = state.activity;
    else if (state.signedInMs != m_signedInMs || state.account.origin != m_account.origin)
        m_lastActivity = SignedIn::Activity::Idle;
    m_signedInMs = state.signedInMs;
}

// One panel serves all profiles: nothing of one may stand under the name of another, not even while
// a worker counts.
void SessionPanel::forget()
{
    ++m_objects;
    m_info.reset();
    m_overview->render({}, {});
    takeIndex({}, {});
    showTab(m_tabs->currentIndex());
}

void SessionPanel::renderInfo(const SignedIn &state)
{
    if (m_info && (!state.info || m_account != state.account))
        forget();
    m_account = state.account;
    if (!state.info) {
        showTab(m_tabs->currentIndex());
        return;
    }
    const bool isNew =
        !m_info || m_info->fetchedMs != state.info->fetchedMs || m_info->json != state.info->json;
    m_info = state.info;
    m_overview->render(*m_info, state.orgs.isEmpty() ? m_info->orgs : state.orgs);
    showTab(m_tabs->currentIndex());
    if (isNew)
        index(m_info->json);
}

void SessionPanel::renderBanner(const SignedIn &state)
{
    const QString fetched = m_info ? tr("This is the last that is known, fetched %1.")
                                         .arg(SessionWords::timeOfDay(m_info->fetchedMs))
                                   : QString();
    if (state.ended) {
        m_banner->dismiss(); // the page above says it large, the line below again
    } else if (m_info && state.lastError && m_lastActivity == SignedIn::Activity::SwitchingOrg &&
               state.lastError != m_staleCause &&
               state.lastError->kind != ApiError::Kind::Cancelled) {
        const ErrorText error = errorText(*state.lastError);
        m_banner->present(Banner::Kind::Error,
                          tr("The change of Organization failed.") + u' ' + error.what,
                          error.nextStep, error.details);
    } else if (!m_info && state.lastError && !m_isRefreshing) {
        const ErrorText error = errorText(*state.lastError);
        m_banner->present(Banner::Kind::Error, error.what, error.nextStep, error.details);
    } else if (m_info && state.infoIsStale) {
        const ErrorText error = m_staleCause ? errorText(*m_staleCause) : ErrorText{};
        m_banner->present(Banner::Kind::Warning,
                          (tr("The last refresh failed.") + u' ' + error.what).trimmed(), fetched,
                          error.details);
    } else {
        m_banner->dismiss();
    }
}

void SessionPanel::renderFooter()
{
    QStringList parts;
    if (m_isEnded)
        parts += tr("The session has ended: this is the last that is known");
    if (m_isRefreshing)
        parts += tr("Refreshing…");
    if (m_info)
        parts += tr("Fetched %1").arg(SessionWords::timeOfDay(m_info->fetchedMs));
    const JsonIndex &json = m_fields->fields().json();
    if (m_info && m_isReading)
        parts += tr("reading all fields…");
    else if (m_info)
        parts += tr("%1 fields").arg(QLocale().toString(json.fieldCount()));
    if (m_info && json.secretCount() > 0)
        parts += json.secretCount() == 1 ? tr("1 secret masked")
                                         : tr("%1 secrets masked").arg(json.secretCount());
    m_footer->setText(m_remark.isEmpty() ? parts.join(u" · "_s) : m_remark);
}

// Counting 400,000 fields takes a moment: the overview does not wait for it.
void SessionPanel::index(const QJsonObject &json)
{
    m_isReading = true;
    runOnWorker(
        this,
        [json] {
            const JsonIndex fields = JsonIndex::of(json);
            return std::pair(fields, JsonLines::of(fields));
        },
        [this, number = ++m_objects](std::pair<JsonIndex, JsonLines> result) {
            if (number == m_objects)
                takeIndex(result.first, std::move(result.second));
        });
}

void SessionPanel::takeIndex(const JsonIndex &json, JsonLines lines)
{
    m_isReading = false;
    ++m_indexed;
    m_fields->setJson(json);
    m_lines->setLines(std::move(lines));
    if (!m_search->text().isEmpty())
        search();
    renderFooter();
}

void SessionPanel::showTab(int tab)
{
    if (m_info)
        m_pages->setCurrentIndex(tab);
    else
        m_pages->setCurrentWidget(m_nothing);
    m_copyAll->setVisible(m_info && tab == JsonTab);
    m_expandAll->setVisible(m_info && tab != OverviewTab);
    m_collapseAll->setVisible(m_info && tab != OverviewTab);
    if (tab == JsonTab && m_fields->fields().search().isActive())
        goToHit(0);
}

void SessionPanel::setAllExpanded(bool expanded)
{
    if (m_tabs->currentIndex() == JsonTab)
        m_lines->setAllFolded(!expanded);
    else if (expanded)
        m_fields->expandInSteps({});
    else
        m_fields->collapseEverything();
}

void SessionPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

// One search at a time: what was typed meanwhile is looked for when it is done.
void SessionPanel::search()
{
    if (m_isSearching)
        return;
    const QString text = m_search->text();
    if (text.isEmpty()) {
        takeSearch({});
        return;
    }
    if (m_tabs->currentIndex() == OverviewTab) {
        m_cameFromOverview = true;
        m_tabs->setCurrentIndex(FieldsTab);
    }
    m_isSearching = true;
    runOnWorker(
        this, [json = m_fields->fields().json(), text] { return JsonSearch::in(json, text); },
        [this, object = m_indexed](JsonSearch found) {
            m_isSearching = false;
            if (found.text == m_search->text() && object == m_indexed)
                takeSearch(std::move(found));
            else
                search();
        });
}

void SessionPanel::takeSearch(JsonSearch found)
{
    const bool isActive = found.isActive();
    m_hit = 0;
    m_lines->setMark(found.text);
    m_fields->setSearch(std::move(found));
    if (isActive && m_tabs->currentIndex() == JsonTab)
        goToHit(0);
    if (!isActive && std::exchange(m_cameFromOverview, false))
        m_tabs->setCurrentIndex(OverviewTab);
    renderCount();
}

void SessionPanel::renderCount()
{
    const JsonSearch &found = m_fields->fields().search();
    const QLocale locale;
    m_count->setVisible(found.isActive());
    m_count->setText(tr("%1 of %2 fields")
                         .arg(locale.toString(qulonglong(found.hits.size())),
                              locale.toString(m_fields->fields().json().fieldCount())));
}

void SessionPanel::goToHit(int step)
{
    const std::vector<int> &hits = m_fields->fields().search().hits;
    if (hits.empty())
        return;
    const int count = int(hits.size());
    m_hit = (m_hit + step + count) % count;
    m_fields->showField(hits[std::size_t(m_hit)]);
    if (m_tabs->currentIndex() == JsonTab)
        m_lines->showField(hits[std::size_t(m_hit)]);
}

void SessionPanel::remark(const QString &text)
{
    m_remark = text;
    if (!text.isEmpty())
        m_remarking->start();
    renderFooter();
}

bool SessionPanel::takesSearchKey(const QKeyEvent &key)
{
    switch (key.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        goToHit(key.modifiers() & Qt::ShiftModifier ? -1 : 1);
        return true;
    case Qt::Key_Down:
        m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
        return true;
    case Qt::Key_Escape:
        if (m_search->text().isEmpty())
            return false;
        m_search->clear();
        return true;
    default:
        return false;
    }
}

bool SessionPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress &&
        takesSearchKey(*static_cast<QKeyEvent *>(event)))
        return true;
    return QWidget::eventFilter(watched, event);
}
