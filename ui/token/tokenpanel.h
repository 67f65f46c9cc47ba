#pragma once

#include "core/session/sessionstate.h"
#include "core/support/clock.h"

#include <QWidget>

//! The token card. Passive: render in, intents out. It never asks the service to copy:
//! copyRequested() is served inside ui.
class TokenPanel final : public QWidget
{
    Q_OBJECT

public:
    enum class CopyForm
    {
        Token,
        Header,
        Curl
    };
    Q_ENUM(CopyForm)

    explicit TokenPanel(QWidget *parent = nullptr);
    ~TokenPanel() override;

    //! \a clock is the server's, as of now; the card ticks by it until the next render.
    void render(const SignedIn &state, const ServerClock &clock);
    //! Hides a revealed token.
    void mask();

    //! What the menus and shortcuts trigger.
    void copy(CopyForm form);
    void askForNewToken();
    void confirmRevoke();

Q_SIGNALS:
    void copyRequested(TokenPanel::CopyForm form);
    void getTokenRequested(const TokenWish &wish, const Credentials &credentials);
    void checkTokenRequested();
    void revokeTokenRequested();
    void cancelRequested();
};
