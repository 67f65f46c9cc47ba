#pragma once

#include <QWidget>

class ElidedLabel;
class QPushButton;

//! The line at the bottom: the last outcome in words or the clipboard's countdown, where secrets
//! are kept, who is signed in.
class StatusStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusStrip(QWidget *parent = nullptr);

    //! The last outcome; shown once the clipboard holds nothing of ours.
    void setOutcome(const QString &text);
    //! A secret lies on the clipboard: \a what in words ("Token copied."), for \a seconds. 0: it
    //! has left.
    void setCountdown(const QString &what, int seconds);
    void setSecretsPlace(const QString &text);
    void setWho(const QString &text);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void clearClipboardRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void labelClear();
    void announce();

    ElidedLabel *m_status;
    QPushButton *m_clear;
    ElidedLabel *m_place;
    ElidedLabel *m_who;
    bool m_isCounting = false; //!< the countdown is the last outcome
    int m_secondsLeft = 0;
};
