#pragma once

#include "core/storage/profile.h"

#include <QWidget>

class QButtonGroup;

//! The tile colours to choose from, by name and shade.
class ColourChooser final : public QWidget
{
    Q_OBJECT

public:
    explicit ColourChooser(QWidget *parent = nullptr);

    void setColour(Profile::Colour colour);
    [[nodiscard]] Profile::Colour colour() const;

private:
    QButtonGroup *m_group;
};
