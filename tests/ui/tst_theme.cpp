#include "ui/support/deskstyle.h"
#include "ui/support/icons.h"
#include "ui/support/uitext.h"
#include "ui/widgets/plainlabel.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

struct ColourPair
{
    QString name;
    QColor text;
    QColor ground;
};

static double luminance(const QColor &colour)
{
    const auto linear = [](float channel) {
        const double c = channel;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

//! WCAG 2 contrast ratio.
static double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (qMax(la, lb) + 0.05) / (qMin(la, lb) + 0.05);
}

static QList<ColourPair> pairsInUse(const Theme &theme)
{
    QList<ColourPair> pairs;
    const std::pair<QString, QColor> grounds[] = {{u"background"_s, theme.background},
                                                  {u"column"_s, theme.column},
                                                  {u"card"_s, theme.card},
                                                  {u"field"_s, theme.field},
                                                  {u"chip"_s, theme.chip},
                                                  {u"selection"_s, theme.selection}};
    for (const auto &[name, ground] : grounds) {
        pairs.append({u"text on "_s + name, theme.text, ground});
        pairs.append({u"dim on "_s + name, theme.dim, ground});
    }
    const std::pair<QString, Tone> tones[] = {{u"neutral"_s, Tone::Neutral},
                                              {u"accent"_s, Tone::Accent},
                                              {u"good"_s, Tone::Good},
                                              {u"warning"_s, Tone::Warning},
                                              {u"bad"_s, Tone::Bad}};
    for (const auto &[name, tone] : tones) {
        pairs.append({name + u" on its soft ground"_s, theme.ink(tone), theme.soft(tone)});
        pairs.append({name + u" on card"_s, theme.ink(tone), theme.card});
        pairs.append({name + u" on background"_s, theme.ink(tone), theme.background});
    }
    pairs.append({u"primary button"_s, theme.onAccent, theme.accent});
    pairs.append({u"hovered primary button"_s, theme.onAccent, theme.hovered(theme.accent)});
    pairs.append({u"pressed primary button"_s, theme.onAccent, theme.pressed(theme.accent)});
    pairs.append({u"red text on a hovered button"_s, theme.bad, theme.hovered(theme.card)});
    pairs.append({u"red text on a pressed button"_s, theme.bad, theme.pressed(theme.card)});
    pairs.append({u"search hit"_s, theme.onMark, theme.mark});
    for (int colour = 0; colour <= int(Profile::Colour::Pink); ++colour)
        pairs.append({u"letters on tile %1"_s.arg(colour), theme.onTile,
                      theme.tile(static_cast<Profile::Colour>(colour))});
    return pairs;
}

class ThemeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyPairInUseIsReadable_data();
    void everyPairInUseIsReadable();
    void focusAndFramesStandOutFromTheirGround();
    void thePaletteTellsWhichThemeHolds();
    void aHeldSchemeReachesWidgetsAndLabelsAtOnce();
    void controlsHaveTheSizesOfTheDesign();
    void glyphsAreDrawnInTheColourOfTheirInkAtTheDeviceScale();
    void toolTipsNeverCarryMarkup();
};

void ThemeTest::everyPairInUseIsReadable_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    for (const Theme *theme : {&Theme::light(), &Theme::dark()}) {
        for (const ColourPair &pair : pairsInUse(*theme)) {
            const QString row = (theme->isDark ? u"dark: "_s : u"light: "_s) + pair.name;
            QTest::newRow(qPrintable(row)) << pair.text << pair.ground;
        }
    }
}

void ThemeTest::everyPairInUseIsReadable()
{
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    const double ratio = contrast(text, ground);
    QVERIFY2(
        ratio >= 4.5,
        qPrintable(u"%1 on %2 is %3:1"_s.arg(text.name(), ground.name()).arg(ratio, 0, 'f', 2)));
}

void ThemeTest::focusAndFramesStandOutFromTheirGround()
{
    // What is not text but has to be seen: the frame of a focused field and an unchecked box.
    for (const Theme *theme : {&Theme::light(), &Theme::dark()}) {
        QVERIFY(contrast(theme->accent, theme->card) >= 3);
        QVERIFY(contrast(theme->accent, theme->column) >= 3);
        QVERIFY(contrast(theme->faint, theme->card) >= 3);
    }
}

void ThemeTest::thePaletteTellsWhichThemeHolds()
{
    QVERIFY(!Theme::of(Theme::light().palette()).isDark);
    QVERIFY(Theme::of(Theme::dark().palette()).isDark);
    // A foreign palette, as a desktop hands it over, becomes ours of the same lightness.
    QPalette foreign;
    foreign.setColor(QPalette::Window, QColor(40, 44, 52));
    DeskStyle style;
    style.polish(foreign);
    QCOMPARE(foreign.color(QPalette::Window), Theme::dark().background);
}

void ThemeTest::aHeldSchemeReachesWidgetsAndLabelsAtOnce()
{
    auto *style = qobject_cast<DeskStyle *>(QApplication::style());
    QVERIFY(style);
    QWidget window;
    PlainLabel label(u"remaining"_s, TextRole::Label, Ink::Dim, &window);
    style->setScheme(DeskStyle::Scheme::Dark);
    QTRY_VERIFY(Theme::of(&window).isDark);
    QCOMPARE(label.palette().color(QPalette::WindowText), Theme::dark().dim);
    style->setScheme(DeskStyle::Scheme::Light);
    QTRY_VERIFY(!Theme::of(&window).isDark);
    QCOMPARE(label.palette().color(QPalette::WindowText), Theme::light().dim);
    style->setScheme(DeskStyle::Scheme::System);
}

void ThemeTest::controlsHaveTheSizesOfTheDesign()
{
    QPushButton button(u"Sign in"_s);
    QCOMPARE(button.sizeHint().height(), Theme::controlHeight);
    QPushButton small(u"Refresh"_s);
    setSmall(&small);
    QCOMPARE(small.sizeHint().height(), Theme::smallControlHeight);
    QCOMPARE(fontFor(TextRole::Body).pixelSize(), 13);
    QCOMPARE(fontFor(TextRole::Label).pixelSize(), 12);
    QCOMPARE(fontFor(TextRole::Title).pixelSize(), 18);
}

void ThemeTest::glyphsAreDrawnInTheColourOfTheirInkAtTheDeviceScale()
{
    for (int glyph = 0; glyph <= int(Glyph::Warning); ++glyph) {
        const QIcon icon = glyphIcon(static_cast<Glyph>(glyph), Ink::Bad);
        const QImage image = icon.pixmap(QSize(40, 40)).toImage();
        QCOMPARE(image.size(), QSize(40, 40));
        QColor strongest = Qt::transparent;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y).alpha() > strongest.alpha())
                    strongest = image.pixelColor(x, y);
            }
        }
        QVERIFY2(strongest.alpha() > 200, qPrintable(QString::number(glyph)));
        QCOMPARE(strongest.rgb() & 0xffffff,
                 Theme::of(QGuiApplication::palette()).bad.rgb() & 0xffffff);
    }
    QVERIFY(!applicationIcon().pixmap(64, 64).isNull());
}

void ThemeTest::toolTipsNeverCarryMarkup()
{
    const QString tip = toolTipText(u"<b>bold</b> & <img src='x'>"_s);
    QVERIFY(!tip.contains(u"<b>"_s));
    QVERIFY(!tip.contains(u"<img"_s));
    QVERIFY(tip.contains(u"&lt;b&gt;bold&lt;/b&gt; &amp;"_s));
    QVERIFY(toolTipText({}).isEmpty());
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    dress(application);
    ThemeTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_theme.moc"
