#pragma once

#include <QWidget>

//! What is there when nothing is there yet: two offers.
class StartPage final : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(QWidget *parent = nullptr);

Q_SIGNALS:
    void addRequested();
    void demoRequested();
};
