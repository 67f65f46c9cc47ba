#pragma once

#include "core/support/secretbuffer.h"
#include "ui/support/revealtime.h"

#include <QLineEdit>
#include <QTimer>

//! A field for a password, masked until revealed by its eye or by Ctrl+H. What was typed leaves it
//! as a SecretBuffer; it never gets into the clipboard or the selection from here. Revealed, it
//! masks itself after half a minute, when the window loses the focus and when it is hidden.
class SecretLineEdit final : public QLineEdit
{
    Q_OBJECT

public:
    //! \a masksAfterMs is how long it stays revealed, in milliseconds.
    explicit SecretLineEdit(const QString &accessibleName, QWidget *parent = nullptr,
                            int masksAfterMs = revealMs);

    [[nodiscard]] SecretBuffer secret() const;
    [[nodiscard]] bool isRevealed() const;
    void setRevealed(bool isRevealed);
    //! Empties the field, overwriting what it held, and masks it again.
    void forget();

protected:
    bool event(QEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    [[nodiscard]] bool goesWithoutCopying(const QKeyEvent &event);

    QAction *m_reveal;
    QTimer m_mask;
};
