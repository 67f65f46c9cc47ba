#pragma once

#include <QWidget>

//! A rounded panel on the background; it brings its frame and nothing else. Give it a layout.
class Card : public QWidget
{
    Q_OBJECT

public:
    //! \a accessibleName may be empty where the contents speak for themselves.
    explicit Card(const QString &accessibleName = {}, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};
