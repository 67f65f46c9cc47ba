#pragma once

#include "ui/token/tokenlifeview.h"

#include <QWidget>

class ElidedLabel;
class QComboBox;

//! Whether the token is kept alive, and what that does, in the first line of the token card.
class KeepAliveRow final : public QWidget
{
    Q_OBJECT

public:
    explicit KeepAliveRow(QWidget *parent = nullptr);

    //! \a nowMs: server time, milliseconds since epoch.
    void render(const TokenLifeView &life, qint64 nowMs);

Q_SIGNALS:
    //! \a forMs: how long from now, for Mode::Until.
    void chosen(RenewalPolicy::Mode mode, qint64 forMs);

private:
    void choose(int index);

    QComboBox *m_choice;
    ElidedLabel *m_words;
};
