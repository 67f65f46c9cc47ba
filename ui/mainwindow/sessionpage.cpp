#include "ui/mainwindow/sessionpage.h"

#include "core/session/orginforce.h"
#include "core/session/orglookup.h"
#include "ui/mainwindow/sessionheader.h"
#include "ui/session/sessionpanel.h"
#include "ui/support/deskstyle.h"
#include "ui/support/theme.h"
#include "ui/support/uitext.h"
#include "ui/token/lifetext.h"
#include "ui/token/tokenpanel.h"
#include "ui/widgets/banner.h"

#include <QAbstractButton>
#include <QVBoxLayout>

#include <utility>

SessionPage::SessionPage(QWidget *parent)
    : QWidget(parent)
    , m_header(new SessionHeader)
    , m_banner(new Banner(tr("Session notice")))
    , m_org(new Banner(tr("Wrong Organization")))
    , m_byKey(new Banner(tr("Acting by secret key")))
    , m_token(new TokenPanel)
    , m_session(new SessionPanel)
{
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_header);
    layout->addWidget(m_banner);
    layout->addWidget(m_org);
    layout->addWidget(m_byKey);
    layout->addWidget(m_token);
    layout->addWidget(m_session, 1);
    arrange();
    connect(m_banner, &Banner::actionRequested, this, &SessionPage::followBanner);
    connect(m_org, &Banner::actionRequested, this, &SessionPage::acceptOrgRequested);
}

void SessionPage::arrange()
{
    constexpr int roomyHeight = 560;
    constexpr int roomyWidth = 720;
    const int across = width() >= roomyWidth ? Theme::space6 : Theme::space4;
    const int down = height() >= roomyHeight ? Theme::space5 : Theme::space3;
    layout()->setContentsMargins(across, down, across, down);
    layout()->setSpacing(height() >= roomyHeight ? Theme::space4 : Theme::space3);
}

void SessionPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void SessionPage::render(const Profile &profile, const SignedIn &state, const ServerClock &clock,
                         const TokenLifeView &life)
{
    m_header->render(profile, state);
    renderBanner(state, life, clock.nowMs());
    renderOrg(state);
    renderSecretKey(state);
    m_token->render(state, clock);
    m_token->renderLife(life);
    m_session->render(state);
}

void SessionPage::forget()
{
    m_token->forget();
    m_session->forget();
}

void SessionPage::focusMain()
{
    const QList<QAbstractButton *> buttons = m_token->findChildren<QAbstractButton *>();
    for (QAbstractButton *button : buttons) {
        if (button->isVisibleTo(this) && button->isEnabled() &&
            buttonKind(button) == ButtonKind::Primary) {
            button->setFocus();
            return;
        }
    }
    m_token->setFocus();
}

static QString orgWords(const Org &org)
{
    const QString id = QString::number(org.id);
    return org.name.isEmpty() ? id : SessionPage::tr("%1 (%2)").arg(shown(org.name, 64), id);
}

void SessionPage::renderOrg(const SignedIn &state)
{
    if (!isHeldBack(state)) {
        m_orgText.clear();
        return m_org->dismiss();
    }
    const OrgMismatch &mismatch = *state.orgMismatch;
    const std::optional<Org> meant = orglookup::find(state.orgs, mismatch.asked);
    const QString text =
        tr("Asked for: %1. In force: %2. Nothing can be copied until you have accepted this; or "
           "choose the Organization again above.")
            .arg(meant ? orgWords(*meant) : shown(mismatch.asked, 64), orgWords(mismatch.got));
    if (std::exchange(m_orgText, text) == text)
        return; // as above
    m_org->present(Banner::Kind::Error, tr("This is not the Organization that was asked for."),
                   text);
    m_org->offerAction(tr("Use it all the same"));
}

// The key does not tell who holds it, so that this is said to everybody.
void SessionPage::renderSecretKey(const SignedIn &state)
{
    if (!state.token || !state.token->isBySecretKey) {
        m_byKeyText.clear();
        return m_byKey->dismiss();
    }
    const QString who = shown(state.account.userName, 64);
    if (std::exchange(m_byKeyText, who) == who)
        return; // as above
    m_byKey->present(Banner::Kind::Info, tr("Acting for %1 by secret key.").arg(who),
                     tr("Not by their own password: what is done here counts as theirs."));
}

void SessionPage::renderBanner(const SignedIn &state, const TokenLifeView &life, qint64 nowMs)
{
    // Presented anew, the button would lose the focus.
    const bool isAsBefore = state.ended == m_isEnded && life.warning == m_life.warning &&
                            life.canActAtOnce() == m_life.canActAtOnce();
    m_isEnded = state.ended;
    m_life = life;
    if (isAsBefore)
        return;
    if (state.ended) {
        m_banner->present(Banner::Kind::Warning, tr("The session has ended."),
                          tr("The cluster no longer accepts it. What is shown below is the last "
                             "that was known."));
        m_banner->offerAction(tr("Sign in again"));
    } else if (life.warning) {
        m_banner->present(Banner::Kind::Warning, lifetext::warning(*life.warning, nowMs),
                          lifetext::afterWarning(*life.warning));
        m_banner->offerAction(lifetext::actionFor(life));
    } else {
        m_banner->dismiss();
    }
}

void SessionPage::followBanner()
{
    if (m_isEnded)
        Q_EMIT signInAgainRequested();
    else if (m_life.canActAtOnce())
        Q_EMIT renewRequested();
    else
        m_token->askForNewToken();
}
