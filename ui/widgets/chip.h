#pragma once

#include <QLabel>

//! One name out of several (a privilege, a group, an Organization) on a soft ground.
class Chip final : public QLabel
{
    Q_OBJECT

public:
    //! \a toolTip is plain text; empty: the whole text where it had to be cut.
    explicit Chip(const QString &text, const QString &toolTip = {}, bool isChecked = false,
                  QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_isChecked;
};
