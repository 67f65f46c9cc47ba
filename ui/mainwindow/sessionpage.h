#pragma once

#include "core/session/sessionstate.h"
#include "core/storage/profile.h"
#include "core/support/clock.h"
#include "ui/token/tokenlifeview.h"

#include <QWidget>

class Banner;
class SessionHeader;
class SessionPanel;
class TokenPanel;

//! A signed-in profile: header, token card, session card. Passive; its parts send the intents.
class SessionPage final : public QWidget
{
    Q_OBJECT

public:
    explicit SessionPage(QWidget *parent = nullptr);

    void render(const Profile &profile, const SignedIn &state, const ServerClock &clock,
                const TokenLifeView &life);

    //! Drops what the session told, the token above all, and closes what was asked about it.
    void forget();

    //! Puts the focus on the one primary button.
    void focusMain();

    [[nodiscard]] SessionHeader &header() const { return *m_header; }
    [[nodiscard]] TokenPanel &token() const { return *m_token; }
    [[nodiscard]] SessionPanel &session() const { return *m_session; }

Q_SIGNALS:
    //! The session has ended: sign in again in place.
    void signInAgainRequested();
    //! What is about to end is to live on.
    void renewRequested();
    //! Seen that another Organization is in force than was asked for: use it all the same.
    void acceptOrgRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void renderBanner(const SignedIn &state, const TokenLifeView &life, qint64 nowMs);
    void followBanner();
    void renderOrg(const SignedIn &state);
    void renderSecretKey(const SignedIn &state);

    SessionHeader *m_header;
    Banner *m_banner;
    Banner *m_org;
    Banner *m_byKey;
    TokenPanel *m_token;
    SessionPanel *m_session;
    bool m_isEnded = false;
    TokenLifeView m_life;
    QString m_orgText; //!< what m_org says
    QString m_byKeyText;
};
