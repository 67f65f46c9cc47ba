#pragma once

#include "ui/support/theme.h"

#include <QLabel>

//! The only label of the program: what it shows is text and never markup, whoever wrote it, in one
//! of the theme's inks and text roles.
class PlainLabel : public QLabel
{
    Q_OBJECT

public:
    explicit PlainLabel(QWidget *parent = nullptr);
    explicit PlainLabel(const QString &text, TextRole role = TextRole::Body, Ink ink = Ink::Text,
                        QWidget *parent = nullptr);

    void setInk(Ink ink);
    void setRole(TextRole role);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyInk();

    Ink m_ink = Ink::Text;
};
