#include "ui/profiles/profiletile.h"

#include "ui/support/painting.h"

#include <QPainter>
#include <QTextBoundaryFinder>

//! The first \a count letters as a person counts them: an accent belongs to its letter.
static QString firstLetters(const QString &word, int count)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, word);
    qsizetype end = 0;
    for (int i = 0; i < count; ++i) {
        const qsizetype next = finder.toNextBoundary();
        if (next < 0)
            break;
        end = next;
    }
    return word.left(end);
}

QString initialsOf(const QString &name)
{
    const QStringList words = name.simplified().split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return QString(u'?');
    if (words.size() == 1)
        return firstLetters(words.first(), 2).toUpper();
    return (firstLetters(words[0], 1) + firstLetters(words[1], 1)).toUpper();
}

void paintTile(QPainter &painter, const QRect &rect, const Theme &theme, const Profile &profile)
{
    painting::panel(painter, rect, rect.width() / 5.0, theme.tile(profile.colour));
    QFont font = fontFor(TextRole::Bold);
    constexpr int listTile = 32; // there the letters share the font of the names beside them
    if (rect.height() > listTile)
        font.setPixelSize(rect.height() * 2 / 5);
    painter.setFont(font);
    painter.setPen(theme.onTile);
    painter.drawText(rect, Qt::AlignCenter, initialsOf(profile.name));
}

ProfileTile::ProfileTile(int side, QWidget *parent)
    : QWidget(parent)
{
    setFixedSize(side, side);
}

void ProfileTile::setProfile(const Profile &profile)
{
    m_profile = profile;
    update();
}

void ProfileTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintTile(painter, rect(), Theme::of(this), m_profile);
}
