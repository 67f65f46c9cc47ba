#pragma once

#include "core/session/token.h"
#include "ui/support/revealtime.h"

#include <QLineEdit>
#include <QTimer>

//! Shows a token, masked until revealed. It can be read and scrolled but not selected, dragged or
//! copied: copies go the timed way only. It masks itself after half a minute, when the window loses
//! the focus and when it is hidden.
class TokenField final : public QLineEdit
{
    Q_OBJECT

public:
    //! \a masksAfterMs is how long it stays revealed, in milliseconds.
    explicit TokenField(int masksAfterMs = revealMs, QWidget *parent = nullptr);
    ~TokenField() override;

    //! Another token than the one before is shown masked.
    void setToken(const Token &token);
    void setRevealed(bool isRevealed);
    [[nodiscard]] bool isRevealed() const { return m_isRevealed; }

Q_SIGNALS:
    void revealedChanged(bool isRevealed);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void showValue();
    void forgetText();

    Token m_token;
    QTimer m_mask;
    bool m_isRevealed = false;
};
