#include "ui/widgets/card.h"

#include "ui/support/painting.h"

#include <QPainter>

Card::Card(const QString &accessibleName, QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(accessibleName);
    setContentsMargins(1, 1, 1, 1);
}

void Card::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painting::panel(painter, rect(), Theme::cardRadius, theme.card, theme.line);
}
