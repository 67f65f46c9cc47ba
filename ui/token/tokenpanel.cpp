#include "ui/token/tokenpanel.h"

#include "core/session/orginforce.h"
#include "core/session/orglookup.h"
#include "ui/support/deskstyle.h"
#include "ui/support/errortext.h"
#include "ui/support/statustext.h"
#include "ui/support/timetext.h"
#include "ui/token/keepaliverow.h"
#include "ui/token/newtokensheet.h"
#include "ui/token/possible.h"
#include "ui/token/tokenfacts.h"
#include "ui/token/tokentext.h"
#include "ui/token/tokenvalue.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/confirmsheet.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/spinner.h"
#include "ui/widgets/timering.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QUrl>

#include <utility>

using namespace Qt::StringLiterals;

using Activity = SignedIn::Activity;

static QPushButton *smallButton(const QString &text, const QString &name, ButtonKind kind)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(name);
    setSmall(button);
    setButtonKind(button, kind);
    return button;
}

static QString hostOf(const QString &origin)
{
    return QUrl(origin, QUrl::StrictMode).authority();
}

TokenPanel::TokenPanel(QWidget *parent)
    : QWidget(parent)
    , m_card(new Card(tr("Token card"), this))
    , m_banner(new Banner(tr("Token problem")))
    , m_ring(new TimeRing(tr("Time left")))
    , m_pill(new Pill)
    , m_purpose(new PlainLabel({}, TextRole::Body, Ink::Dim))
    , m_value(new TokenValue)
    , m_facts(new TokenFacts)
    , m_keepAlive(new KeepAliveRow)
    , m_get(smallButton(tr("Get a new token…"), tr("Get token"), ButtonKind::Normal))
    , m_check(smallButton(tr("Check with server"), tr("Check token"), ButtonKind::Normal))
    , m_revoke(smallButton(tr("Revoke…"), tr("Revoke token"), ButtonKind::Danger))
    , m_header(new QHBoxLayout)
    , m_actions(new QHBoxLayout)
    , m_remark(new QWidget)
    , m_lastCheck(new ElidedLabel({}, TextRole::Label, Ink::Dim))
    , m_spinner(new Spinner(tr("Busy with the token")))
    , m_activity(new ElidedLabel({}, TextRole::Label, Ink::Dim))
    , m_cancel(smallButton(tr("Cancel"), tr("Cancel"), ButtonKind::Normal))
{
    buildCard();
    m_tick.setSingleShot(true);
    m_tick.setTimerType(Qt::PreciseTimer);
    connect(&m_tick, &QTimer::timeout, this, &TokenPanel::tick);
    connect(m_get, &QPushButton::clicked, this, &TokenPanel::askForNewToken);
    connect(m_check, &QPushButton::clicked, this, &TokenPanel::checkTokenRequested);
    connect(m_revoke, &QPushButton::clicked, this, &TokenPanel::confirmRevoke);
    connect(m_cancel, &QPushButton::clicked, this, &TokenPanel::cancelRequested);
    connect(m_banner, &Banner::actionRequested, this, &TokenPanel::askForNewToken);
    connect(m_value, &TokenValue::copyChosen, this, &TokenPanel::copy);
    connect(m_value, &TokenValue::copyAsRequested, this, &TokenPanel::copyAsRequested);
    connect(m_keepAlive, &KeepAliveRow::chosen, this, &TokenPanel::keepAliveChosen);
    forget();
}

TokenPanel::~TokenPanel() = default;

void TokenPanel::buildCard()
{
    auto *right = new QVBoxLayout;
    right->setSpacing(Theme::space3);
    right->addLayout(buildHeader());
    right->addWidget(m_purpose);
    right->addWidget(m_value);
    right->addWidget(m_facts);
    right->addStretch();
    right->addLayout(buildActions());
    m_purpose->setWordWrap(true);
    m_purpose->setText(tr("A token lets a script, a tool or an embedded page call this cluster's "
                          "API as you, for a time, without your password. This session holds "
                          "none."));

    auto *columns = new QHBoxLayout;
    columns->setSpacing(Theme::space6);
    columns->addWidget(m_ring, 0, Qt::AlignCenter);
    columns->addLayout(right, 1);
    auto *inside = new QVBoxLayout(m_card);
    inside->setContentsMargins(Theme::space5, Theme::space4, Theme::space5, Theme::space4);
    inside->setSpacing(Theme::space3);
    inside->addWidget(m_banner);
    inside->addLayout(columns);
    auto *outside = new QVBoxLayout(this);
    outside->setContentsMargins(0, 0, 0, 0);
    outside->addWidget(m_card);
}

QBoxLayout *TokenPanel::buildHeader()
{
    m_header->setSpacing(Theme::space2);
    m_header->addWidget(new PlainLabel(tr("Token"), TextRole::Header));
    m_header->addWidget(m_pill);
    m_header->addStretch();
    m_header->addWidget(m_keepAlive, 1);
    return m_header;
}

QBoxLayout *TokenPanel::buildActions()
{
    m_lastCheck->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_lastCheck->setObjectName(u"lastCheck"_s);
    m_activity->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *remark = new QHBoxLayout(m_remark);
    remark->setContentsMargins(0, 0, 0, 0);
    remark->setSpacing(Theme::space2);
    remark->addWidget(m_lastCheck, 1);
    remark->addStretch();
    remark->addWidget(m_spinner);
    remark->addWidget(m_activity);
    remark->addWidget(m_cancel);

    m_actions->setSpacing(Theme::space2);
    m_actions->addWidget(m_get);
    m_actions->addWidget(m_check);
    m_actions->addWidget(m_revoke);
    m_actions->addStretch();
    m_actions->addWidget(m_remark, 1);
    return m_actions;
}

void TokenPanel::placeRemark(bool isNarrow)
{
    QBoxLayout *from = isNarrow ? m_actions : m_header;
    QBoxLayout *to = isNarrow ? m_header : m_actions;
    if (from->indexOf(m_remark) < 0)
        return;
    from->removeWidget(m_remark);
    to->addWidget(m_remark, 1);
}

void TokenPanel::render(const SignedIn &state, const ServerClock &clock)
{
    const bool isOther = state.account != m_state.account ||
                         state.token.has_value() != m_state.token.has_value() ||
                         (state.token && !(state.token->value == m_state.token->value));
    if (isOther || state.ended != m_state.ended)
        closeSheet(); // a question about one token is never answered for another
    if (state.account != m_state.account)
        m_lastActivity = Activity::Idle;
    m_state = state;
    m_clock = clock;
    if (state.activity != Activity::Idle)
        m_lastActivity = state.activity;
    renderFacts();
    renderError(state.lastError);
    renderActivity();
    tick();
}

void TokenPanel::renderFacts()
{
    const bool hasToken = m_state.token.has_value();
    m_purpose->setVisible(!hasToken);
    m_value->setVisible(hasToken);
    m_facts->setVisible(hasToken);
    m_keepAlive->setVisible(hasToken);
    m_get->setText(hasToken ? tr("Get a new token…") : tr("Get token…"));
    setButtonKind(m_get, hasToken ? ButtonKind::Normal : ButtonKind::Primary);
    const Token token = m_state.token.value_or(Token{});
    m_value->setToken(token, m_state.account.form);
    m_facts->render(token, m_clock.nowMs());
}

void TokenPanel::renderLife(const TokenLifeView &life)
{
    m_keepAlive->render(life, m_clock.nowMs());
}

void TokenPanel::renderError(const std::optional<ApiError> &error)
{
    // What the session card asked for is told there, as far as its info has suffered: one that is
    // whole and fresh although another Organization was asked for says nothing of it. A change of
    // Organization is told there in any case.
    const bool isAboutInfo =
        m_lastActivity == Activity::RefreshingInfo || m_lastActivity == Activity::Idle;
    const bool hasSuffered =
        m_state.infoIsStale || (m_lastActivity == Activity::RefreshingInfo && !m_state.info);
    const bool isToldThere =
        m_lastActivity == Activity::SwitchingOrg || (isAboutInfo && hasSuffered);
    // The page says it over everything, with the way on.
    const bool isToldAbove =
        m_state.orgMismatch && error && error->kind == ApiError::Kind::OrgNotAllowed;
    const bool isTold = !error || isToldThere || isToldAbove;
    if (isTold && m_state.isSameToken && !isBusy()) {
        return m_banner->present(Banner::Kind::Warning,
                                 tr("The cluster gave the same token again, not a new one."),
                                 tr("Whoever was given it before holds this one: revoking it ends "
                                    "both."));
    }
    if (isTold || error->kind == ApiError::Kind::Cancelled || isBusy()) {
        m_banner->dismiss();
        return;
    }
    const ErrorText text = errorText(*error);
    m_banner->present(Banner::Kind::Error, text.what, text.nextStep, text.details);
    if (m_lastActivity == Activity::GettingToken)
        m_banner->offerAction(tr("Try again…"));
}

void TokenPanel::renderActivity()
{
    const QList<QWidget *> whileBusy{m_spinner, m_activity, m_cancel};
    for (QWidget *widget : whileBusy)
        widget->setVisible(isBusy());
    m_activity->setFullText(activityText(m_state.activity));
    m_lastCheck->setVisible(!isBusy());
}

void TokenPanel::renderControls()
{
    const bool hasToken = m_state.token.has_value();
    const Possible possible = possibleWith(m_state, m_clock.nowMs());
    m_get->setEnabled(possible.getToken);
    m_check->setVisible(hasToken);
    m_check->setEnabled(possible.checkToken);
    m_revoke->setVisible(hasToken);
    m_revoke->setEnabled(possible.revokeToken);
    m_value->setCopyEnabled(possible.copyToken);
    if (std::exchange(m_wasUsable, possible.copyToken) != possible.copyToken)
        Q_EMIT usabilityChanged();
}

void TokenPanel::tick()
{
    m_tick.stop();
    renderControls();
    if (!m_state.token) {
        m_ring->setTime(0, tr("None"), {}, Tone::Neutral);
        m_pill->setState(tr("No token"), Tone::Neutral);
        m_lastCheck->setFullText({});
        return;
    }
    const qint64 now = m_clock.nowMs();
    const tokentext::State state = tokentext::state(m_state.token->condition(now));
    const tokentext::Ring ring = tokentext::ring(*m_state.token, now);
    m_pill->setState(state.words, state.tone);
    m_ring->setTime(ring.fraction, ring.words, ring.remark, ring.tone);
    m_lastCheck->setFullText(tokentext::lastCheck(*m_state.token, now));

    const bool isSeen = isVisible() && !window()->isMinimized();
    if (const std::optional<qint64> left = m_state.token->remainingMs(now);
        left && *left > 0 && hasUsableToken() && isSeen)
        m_tick.start(timetext::nextTickMs(*left));
}

bool TokenPanel::isBusy() const
{
    return m_state.activity != Activity::Idle;
}

bool TokenPanel::isAsking() const
{
    return m_sheet && m_sheet->isVisible(); // an answered one lives on for a moment
}

bool TokenPanel::hasUsableToken() const
{
    return possibleWith(m_state, m_clock.nowMs()).holdsToken;
}

void TokenPanel::mask()
{
    m_value->mask();
}

void TokenPanel::forget()
{
    closeSheet();
    m_tick.stop();
    m_state = SignedIn{};
    m_lastActivity = Activity::Idle;
    renderFacts();
    renderError({});
    renderActivity();
    tick();
}

void TokenPanel::copy(handoff::Format format)
{
    if (possibleWith(m_state, m_clock.nowMs()).copyToken)
        Q_EMIT copyRequested(format);
}

void TokenPanel::askForNewToken()
{
    if (isBusy() || isAsking())
        return;
    const Token token = m_state.token.value_or(Token{});
    NewTokenSheet::Offer offer;
    offer.userName = m_state.account.userName;
    offer.host = hostOf(m_state.account.origin);
    offer.origin = m_state.account.origin;
    offer.form = m_state.account.form;
    offer.orgs = token.orgId ? orglookup::merged(m_state.orgs, {{*token.orgId, token.orgName}})
                             : m_state.orgs;
    // In a wrong Organization it is the right one that is wanted, not more of the same.
    offer.org = isHeldBack(m_state) ? orgAskedFor(m_state)
                : token.orgId       ? QString::number(*token.orgId)
                                    : m_state.account.org;
    offer.isReplacing = hasUsableToken();
    offer.means = tokenMeans(m_state, m_secrets, m_clock.nowMs());
    constexpr qint64 longestMs = 30LL * 24 * 3600 * 1000;
    if (token.createdMs && token.expiresMs && *token.expiresMs > *token.createdMs &&
        *token.expiresMs - *token.createdMs <= longestMs)
        offer.validitySeconds =
            static_cast<int>((*token.expiresMs - *token.createdMs + 500) / 1000);
    auto *sheet = new NewTokenSheet(offer, this);
    connect(sheet, &NewTokenSheet::tokenWanted, this, &TokenPanel::getTokenRequested);
    openSheet(sheet);
}

void TokenPanel::confirmRevoke()
{
    if (isBusy() || isAsking() || !hasUsableToken())
        return;
    auto *sheet = new ConfirmSheet(
        tr("Revoke this token?"),
        tokentext::whatDies(*m_state.token, hostOf(m_state.account.origin), m_clock.nowMs()),
        tr("Revoke"), this);
    connect(sheet, &QDialog::accepted, this, &TokenPanel::revokeTokenRequested);
    openSheet(sheet);
}

void TokenPanel::openSheet(QDialog *sheet)
{
    m_sheet = sheet;
    sheet->open();
}

void TokenPanel::closeSheet()
{
    if (m_sheet)
        m_sheet->reject();
    m_sheet = nullptr;
}

void TokenPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    tick();
}

void TokenPanel::hideEvent(QHideEvent *event)
{
    m_tick.stop();
    QWidget::hideEvent(event);
}

void TokenPanel::resizeEvent(QResizeEvent *event)
{
    constexpr int roomForAll = 740;
    placeRemark(width() < roomForAll);
    QWidget::resizeEvent(event);
}

void TokenPanel::changeEvent(QEvent *event)
{
    // After a sleep the timer is late; the person who comes back sees the truth at once.
    if (event->type() == QEvent::ActivationChange && isActiveWindow())
        tick();
    QWidget::changeEvent(event);
}
