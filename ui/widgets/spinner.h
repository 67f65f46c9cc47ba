#pragma once

#include <QBasicTimer>
#include <QWidget>

class QPainter;

//! A small turning arc while something is under way. It stands still where the system asks for
//! reduced motion, and costs nothing while hidden.
class Spinner final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int stepMs = 40;
    static constexpr int stepDegrees = 16;

    explicit Spinner(const QString &accessibleName, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {16, 16}; }

    //! For what paints a spinner by itself. \a angle in degrees.
    static void paint(QPainter &painter, const QRect &rect, const QColor &colour, int angle);
    //! Whether the system asks programs to keep still.
    [[nodiscard]] static bool motionIsReduced();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    QBasicTimer m_timer;
    int m_angle = 0;
};
