#pragma once

#include "ui/support/theme.h"

#include <QWidget>

//! A ring that empties, with the remaining time in words inside.
class TimeRing final : public QWidget
{
    Q_OBJECT

public:
    explicit TimeRing(const QString &accessibleName, QWidget *parent = nullptr);

    //! \a fraction of the whole that is left, 0 to 1; \a words large, \a remark small below.
    void setTime(double fraction, const QString &words, const QString &remark, Tone tone);

    [[nodiscard]] QSize sizeHint() const override { return {112, 112}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_fraction = 0;
    QString m_words;
    QString m_remark;
    Tone m_tone = Tone::Neutral;
};
