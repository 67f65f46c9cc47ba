#pragma once

#include "core/handoff/handoff.h"
#include "core/session/tokenmeans.h"
#include "core/support/clock.h"
#include "ui/token/tokenlifeview.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class Banner;
class Card;
class ElidedLabel;
class KeepAliveRow;
class Pill;
class PlainLabel;
class QBoxLayout;
class QDialog;
class QPushButton;
class Spinner;
class TimeRing;
class TokenFacts;
class TokenValue;

//! The token card. Passive: render in, intents out. It never asks the service to copy:
//! copyRequested() is served inside ui. Its one timer runs only while it is seen.
class TokenPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit TokenPanel(QWidget *parent = nullptr);
    ~TokenPanel() override;

    //! \a clock is the server's, as of now; the card ticks by it until the next render.
    void render(const SignedIn &state, const ServerClock &clock);
    //! What keeps the token alive; after render().
    void renderLife(const TokenLifeView &life);
    //! What the profile keeps to ask for tokens with.
    void renderSecrets(const ProfileSecrets &secrets) { m_secrets = secrets; }
    //! Hides a revealed token.
    void mask();
    //! Drops the token and closes what was asked about it: at sign-out.
    void forget();

    //! Whether the token still opens something, so that it can be revoked. Time alone can end it.
    [[nodiscard]] bool hasUsableToken() const;

    //! What the menus and shortcuts trigger.
    void copy(handoff::Format format);
    //! Opens \a sheet, which is about the token held; another token closes it.
    void openSheet(QDialog *sheet);
    void askForNewToken();
    void confirmRevoke();

Q_SIGNALS:
    void copyRequested(handoff::Format format);
    //! The forms that it can be copied in are to be looked at.
    void copyAsRequested();
    //! \a credentials without a secret where the kept one is meant.
    void getTokenRequested(const TokenWish &wish, const Credentials &credentials);
    void checkTokenRequested();
    void revokeTokenRequested();
    void cancelRequested();
    //! The token is to be kept alive; \a forMs: how long, for Mode::Until.
    void keepAliveChosen(RenewalPolicy::Mode mode, qint64 forMs);
    //! Whether the token can be handed out is another than before: what the menus go by, too.
    void usabilityChanged();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildCard();
    [[nodiscard]] QBoxLayout *buildHeader();
    [[nodiscard]] QBoxLayout *buildActions();
    void placeRemark(bool isNarrow);
    void renderFacts();
    void renderError(const std::optional<ApiError> &error);
    void renderActivity();
    void renderControls();
    void tick();
    void closeSheet();
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool isAsking() const;

    SignedIn m_state;
    ProfileSecrets m_secrets;
    SignedIn::Activity m_lastActivity = SignedIn::Activity::Idle;
    ServerClock m_clock;
    QTimer m_tick;
    QPointer<QDialog> m_sheet;
    bool m_wasUsable = false;

    Card *m_card;
    Banner *m_banner;
    TimeRing *m_ring;
    Pill *m_pill;
    PlainLabel *m_purpose;
    TokenValue *m_value;
    TokenFacts *m_facts;
    KeepAliveRow *m_keepAlive;
    QPushButton *m_get;
    QPushButton *m_check;
    QPushButton *m_revoke;
    QBoxLayout *m_header;
    QBoxLayout *m_actions;
    QWidget *m_remark;
    ElidedLabel *m_lastCheck;
    Spinner *m_spinner;
    ElidedLabel *m_activity;
    QPushButton *m_cancel;
};
