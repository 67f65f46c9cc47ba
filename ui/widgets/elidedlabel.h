#pragma once

#include "ui/widgets/plainlabel.h"

//! One line that gives way: what does not fit is replaced by an ellipsis and shown as a tool tip.
//! The whole value can be copied from its menu.
class ElidedLabel : public PlainLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(const QString &text = {}, TextRole role = TextRole::Body,
                         Ink ink = Ink::Text, QWidget *parent = nullptr);

    //! \a text as it is to be copied; it is cleaned for showing.
    void setFullText(const QString &text);
    [[nodiscard]] const QString &fullText() const { return m_full; }
    void setElideMode(Qt::TextElideMode mode);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void fit();

    QString m_full;
    QString m_shown;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};
