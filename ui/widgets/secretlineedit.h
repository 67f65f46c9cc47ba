#pragma once

#include "core/support/secretbuffer.h"

#include <QLineEdit>

//! A field for a password, masked until revealed by its eye or by Ctrl+H. What was typed leaves it
//! as a SecretBuffer; it never gets into the clipboard or the selection from here.
class SecretLineEdit final : public QLineEdit
{
    Q_OBJECT

public:
    explicit SecretLineEdit(const QString &accessibleName, QWidget *parent = nullptr);

    [[nodiscard]] SecretBuffer secret() const;
    [[nodiscard]] bool isRevealed() const;
    void setRevealed(bool isRevealed);
    //! Empties the field, overwriting what it held, and masks it again.
    void forget();

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QAction *m_reveal;
};
