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

    //! \a form is how the API of its cluster is spoken.
    void setToken(const Token &token, Api::Form form);
    void mask();
    void setCopyEnabled(bool isEnabled);

Q_SIGNALS:
    //! The forms are to be looked at first.
    void copyAsRequested();
    void copyChosen(handoff::Format format);

private:
    void buildCopyButton();
    void fillMenu();

    TokenField *m_field;
    QPushButton *m_reveal;
    QToolButton *m_copy;
    Api::Form m_form = Api::Form::Auto;
};
