#pragma once

#include "core/storage/profile.h"

#include <QWidget>

struct Theme;

//! Two letters that stand for \a name: the first of its first two words, or its first two.
[[nodiscard]] QString initialsOf(const QString &name);
//! A coloured tile with these letters.
void paintTile(QPainter &painter, const QRect &rect, const Theme &theme, const Profile &profile);

//! The tile as a widget, for headers.
class ProfileTile final : public QWidget
{
    Q_OBJECT

public:
    explicit ProfileTile(int side, QWidget *parent = nullptr);
    void setProfile(const Profile &profile);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Profile m_profile;
};
