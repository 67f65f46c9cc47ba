#pragma once

#include "ui/support/theme.h"

#include <QBasicTimer>
#include <QLabel>

//! A state in a few words on a soft ground. The tone goes with the words and never replaces them.
class Pill final : public QLabel
{
    Q_OBJECT

public:
    explicit Pill(QWidget *parent = nullptr);
    explicit Pill(const QString &text, Tone tone, QWidget *parent = nullptr);

    void setState(const QString &text, Tone tone, bool isBusy = false);
    [[nodiscard]] Tone tone() const { return m_tone; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    //! For delegates, which paint pills without widgets.
    [[nodiscard]] static QSize sizeFor(const QString &text, bool isBusy);
    static void paint(QPainter &painter, const QRect &rect, const Theme &theme, const QString &text,
                      Tone tone, bool isBusy, int angle);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void animate();

    QBasicTimer m_timer;
    Tone m_tone = Tone::Neutral;
    bool m_isBusy = false;
    int m_angle = 0;
};
