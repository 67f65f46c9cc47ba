#pragma once

#include "core/handoff/handoff.h"

#include <QWidget>

class QPushButton;
class QToolButton;
class TokenField;

//! The token's value with Reveal and the button that copies it in several forms.
class TokenValue final : public QWidget
{
    Q_OBJECT

public:
    explicit TokenValue(QWidget *parent = nullptr);

    void setToken(const Token &token);
    void mask();
    void setCopyEnabled(bool isEnabled);

Q_SIGNALS:
    //! The forms are to be looked at first.
    void copyAsRequested();
    void copyChosen(handoff::Format format);

private:
    void buildCopyButton();

    TokenField *m_field;
    QPushButton *m_reveal;
    QToolButton *m_copy;
};
