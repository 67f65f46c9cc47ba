#include "ui/support/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>

using namespace Qt::StringLiterals;

static QString fileName(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Add:
        return u"add"_s;
    case Glyph::Check:
        return u"check"_s;
    case Glyph::ChevronDown:
        return u"chevron-down"_s;
    case Glyph::ChevronRight:
        return u"chevron-right"_s;
    case Glyph::Clock:
        return u"clock"_s;
    case Glyph::Close:
        return u"close"_s;
    case Glyph::Cluster:
        return u"cluster"_s;
    case Glyph::Copy:
        return u"copy"_s;
    case Glyph::Edit:
        return u"edit"_s;
    case Glyph::Error:
        return u"error"_s;
    case Glyph::Eye:
        return u"eye"_s;
    case Glyph::EyeOff:
        return u"eye-off"_s;
    case Glyph::Folder:
        return u"folder"_s;
    case Glyph::Info:
        return u"info"_s;
    case Glyph::Key:
        return u"key"_s;
    case Glyph::Link:
        return u"link"_s;
    case Glyph::Lock:
        return u"lock"_s;
    case Glyph::More:
        return u"more"_s;
    case Glyph::Play:
        return u"play"_s;
    case Glyph::Refresh:
        return u"refresh"_s;
    case Glyph::Search:
        return u"search"_s;
    case Glyph::Shield:
        return u"shield"_s;
    case Glyph::SignOut:
        return u"sign-out"_s;
    case Glyph::Trash:
        return u"trash"_s;
    case Glyph::User:
        return u"user"_s;
    case Glyph::Warning:
        return u"warning"_s;
    }
    Q_UNREACHABLE();
}

//! An SVG resource drawn once per size and colour; sizes are device pixels. Our glyphs are written
//! in black, which \a colour replaces where it is valid.
static QPixmap drawn(const QString &path, const QSize &pixels, const QColor &colour)
{
    const QString key = u"%1/%2x%3/%4"_s.arg(path, QString::number(pixels.width()),
                                             QString::number(pixels.height()), colour.name());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    if (colour.isValid())
        svg.replace("#000", colour.name().toLatin1());
    QSvgRenderer renderer(svg);
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

static QString path(Glyph glyph)
{
    return u":/icons/%1.svg"_s.arg(fileName(glyph));
}

static void paintDrawn(QPainter &painter, const QRect &rect, const QString &path,
                       const QColor &colour)
{
    const double scale = painter.device()->devicePixelRatio();
    const QSize pixels(static_cast<int>(std::lround(rect.width() * scale)),
                       static_cast<int>(std::lround(rect.height() * scale)));
    QPixmap pixmap = drawn(path, pixels, colour);
    pixmap.setDevicePixelRatio(scale);
    painter.drawPixmap(rect.topLeft(), pixmap);
}

class GlyphEngine final : public QIconEngine
{
public:
    GlyphEngine(Glyph glyph, Ink ink)
        : m_glyph(glyph)
        , m_ink(ink)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintGlyph(*painter, rect, m_glyph, colour(mode));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return drawn(path(m_glyph), size, colour(mode));
    }
    [[nodiscard]] QIconEngine *clone() const override { return new GlyphEngine(m_glyph, m_ink); }
    [[nodiscard]] QString key() const override { return u"SessionDeskGlyph"_s; }

private:
    [[nodiscard]] QColor colour(QIcon::Mode mode) const
    {
        // g++ 14 fears for a reference that a function got beside a temporary.
        const QPalette palette = QGuiApplication::palette();
        const Theme &theme = Theme::of(palette);
        return mode == QIcon::Disabled ? theme.faint : theme.ink(m_ink);
    }

    Glyph m_glyph;
    Ink m_ink;
};

QIcon glyphIcon(Glyph glyph, Ink ink)
{
    return QIcon(new GlyphEngine(glyph, ink));
}

void paintGlyph(QPainter &painter, const QRect &rect, Glyph glyph, const QColor &colour)
{
    paintDrawn(painter, rect, path(glyph), colour);
}

//! The application icon without the icon plugin for SVG, which may not be installed.
class ApplicationIconEngine final : public QIconEngine
{
public:
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode, QIcon::State) override
    {
        paintDrawn(*painter, rect, iconPath(), {});
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode, QIcon::State) override
    {
        return drawn(iconPath(), size, {});
    }
    [[nodiscard]] QIconEngine *clone() const override { return new ApplicationIconEngine; }
    [[nodiscard]] QString key() const override { return u"SessionDeskIcon"_s; }
    QList<QSize> availableSizes(QIcon::Mode, QIcon::State) override
    {
        return {{16, 16}, {32, 32}, {48, 48}, {128, 128}};
    }

private:
    [[nodiscard]] static QString iconPath() { return u":/session-desk.svg"_s; }
};

QIcon applicationIcon()
{
    return QIcon(new ApplicationIconEngine);
}
