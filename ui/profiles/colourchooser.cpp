#include "ui/profiles/colourchooser.h"

#include "ui/support/painting.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

static QString colourName(Profile::Colour colour)
{
    switch (colour) {
    case Profile::Colour::Red:
        return ColourChooser::tr("Red");
    case Profile::Colour::Green:
        return ColourChooser::tr("Green");
    case Profile::Colour::Violet:
        return ColourChooser::tr("Violet");
    case Profile::Colour::Steel:
        return ColourChooser::tr("Steel");
    case Profile::Colour::Blue:
        return ColourChooser::tr("Blue");
    case Profile::Colour::Amber:
        return ColourChooser::tr("Amber");
    case Profile::Colour::Teal:
        return ColourChooser::tr("Teal");
    case Profile::Colour::Pink:
        return ColourChooser::tr("Pink");
    }
    Q_UNREACHABLE();
}

class Swatch final : public QAbstractButton
{
public:
    explicit Swatch(Profile::Colour colour)
        : m_colour(colour)
    {
        setCheckable(true);
        setFixedSize(28, 28);
        setFocusPolicy(Qt::StrongFocus);
        setAccessibleName(colourName(colour));
        setToolTip(colourName(colour));
        setObjectName(u"colour"_s + colourName(colour));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painting::panel(painter, rect(), Theme::controlRadius, theme.tile(m_colour));
        if (isChecked())
            painting::checkMark(painter, rect(), theme.onTile);
    }

private:
    Profile::Colour m_colour;
};

ColourChooser::ColourChooser(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    setAccessibleName(tr("Colour"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::space2);
    for (int value = 0; value <= static_cast<int>(Profile::Colour::Pink); ++value) {
        auto *swatch = new Swatch(static_cast<Profile::Colour>(value));
        m_group->addButton(swatch, value);
        layout->addWidget(swatch);
    }
    layout->addStretch();
}

void ColourChooser::setColour(Profile::Colour colour)
{
    m_group->button(static_cast<int>(colour))->setChecked(true);
}

Profile::Colour ColourChooser::colour() const
{
    return static_cast<Profile::Colour>(qMax(0, m_group->checkedId()));
}
