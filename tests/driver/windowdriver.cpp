#include "tests/driver/windowdriver.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QTabBar>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;

static bool complain(const QString &what)
{
    std::fprintf(stderr, "window: %s\n", qPrintable(what));
    return false;
}

static QString plain(QString text)
{
    return text.remove(u'&');
}

WindowDriver::WindowDriver(QWidget &window, QString pictureFolder)
    : m_window(window)
    , m_pictureFolder(std::move(pictureFolder))
{}

QList<QWidget *> WindowDriver::surfaces() const
{
    QList<QWidget *> found;
    if (QWidget *dialog = QApplication::activeModalWidget())
        found.append(dialog);
    found.append(&m_window);
    return found;
}

QWidget *WindowDriver::findWhere(const std::function<bool(const QWidget &)> &matches) const
{
    for (QWidget *surface : surfaces()) {
        const QList<QWidget *> children = surface->findChildren<QWidget *>();
        for (QWidget *child : children) {
            if (child->isVisible() && matches(*child))
                return child;
        }
    }
    return nullptr;
}

QWidget *WindowDriver::find(const QString &name) const
{
    return findWhere([&](const QWidget &widget) { return widget.accessibleName() == name; });
}

QWidget *WindowDriver::findButton(const QString &words) const
{
    return findWhere([&](const QWidget &widget) {
        const auto *button = qobject_cast<const QAbstractButton *>(&widget);
        return button && plain(button->text()).contains(words);
    });
}

QWidget *WindowDriver::findLabel(const QString &words) const
{
    return findWhere([&](const QWidget &widget) {
        const auto *label = qobject_cast<const QLabel *>(&widget);
        return label && label->text().contains(words);
    });
}

static bool clickOn(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
    return true;
}

bool WindowDriver::click(const QString &name)
{
    const auto ready = [&] { return find(name) && find(name)->isEnabled(); };
    return waitFor(ready, u"to click \"%1\""_s.arg(name)) && clickOn(find(name));
}

bool WindowDriver::clickButton(const QString &words)
{
    const auto ready = [&] { return findButton(words) && findButton(words)->isEnabled(); };
    return waitFor(ready, u"to click the button \"%1\""_s.arg(words)) && clickOn(findButton(words));
}

// The test library knows the keys of ASCII only, and stops the program at any other.
static void pressKeyOf(QWidget *widget, QChar character)
{
    if (character.unicode() < 0x80)
        QTest::keyClick(widget, character.toLatin1());
    else
        QTest::sendKeyEvent(QTest::Click, widget, Qt::Key_unknown, QString(character),
                            Qt::NoModifier);
}

bool WindowDriver::type(const QString &name, const QString &text)
{
    const auto field = [&] { return qobject_cast<QLineEdit *>(find(name)); };
    if (!waitFor([&] { return field() && field()->isEnabled(); },
                 u"to type into \"%1\""_s.arg(name)))
        return false;
    field()->setFocus();
    field()->selectAll();
    QTest::keyClick(field(), Qt::Key_Delete);
    for (const QChar character : text)
        pressKeyOf(field(), character);
    return true;
}

bool WindowDriver::choose(const QString &name, const QString &words)
{
    const auto box = [&] { return qobject_cast<QComboBox *>(find(name)); };
    if (!waitFor([&] { return box() && box()->isEnabled(); }, u"to choose in \"%1\""_s.arg(name)))
        return false;
    const int index = box()->findText(words, Qt::MatchContains);
    if (index < 0)
        return complain(u"\"%1\" has no entry \"%2\""_s.arg(name, words));
    box()->setFocus();
    box()->setCurrentIndex(index);
    Q_EMIT box()->activated(index);
    return true;
}

bool WindowDriver::check(const QString &name, bool on)
{
    const auto button = [&] { return qobject_cast<QAbstractButton *>(find(name)); };
    if (!waitFor([&] { return button() && button()->isEnabled(); }, u"to check \"%1\""_s.arg(name)))
        return false;
    if (button()->isChecked() != on)
        button()->click();
    return true;
}

bool WindowDriver::turnTo(const QString &words)
{
    const auto isWanted = [&](const QWidget &widget) {
        const auto *bar = qobject_cast<const QTabBar *>(&widget);
        for (int i = 0; bar && i < bar->count(); ++i) {
            if (plain(bar->tabText(i)).contains(words))
                return true;
        }
        return false;
    };
    if (!waitFor([&] { return findWhere(isWanted); }, u"to turn to \"%1\""_s.arg(words)))
        return false;
    auto *bar = qobject_cast<QTabBar *>(findWhere(isWanted));
    for (int i = 0; i < bar->count(); ++i) {
        if (plain(bar->tabText(i)).contains(words))
            QTest::mouseClick(bar, Qt::LeftButton, Qt::NoModifier, bar->tabRect(i).center());
    }
    return true;
}

bool WindowDriver::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    // Off screen there is no window manager to do it after a dialog has gone.
    surfaces().first()->activateWindow();
    if (!waitFor([] { return QApplication::activeWindow(); }, u"for an active window"_s))
        return false;
    QWidget *target = QApplication::focusWidget();
    QTest::keyClick(target ? target : surfaces().first(), key, modifiers);
    return true;
}

QString WindowDriver::text(const QString &name) const
{
    QWidget *widget = find(name);
    if (const auto *label = qobject_cast<QLabel *>(widget))
        return label->text();
    if (const auto *field = qobject_cast<QLineEdit *>(widget))
        return field->text();
    if (const auto *button = qobject_cast<QAbstractButton *>(widget))
        return plain(button->text());
    if (const auto *box = qobject_cast<QComboBox *>(widget))
        return box->currentText();
    return {};
}

QString WindowDriver::status() const
{
    return text(u"Status"_s);
}

bool WindowDriver::waitFor(const std::function<bool()> &condition, const QString &what,
                           int milliseconds) const
{
    return QTest::qWaitFor(condition, milliseconds) ||
           complain(u"waited in vain "_s + what + u"; status: "_s + status());
}

bool WindowDriver::waitForText(const QString &name, const QString &words) const
{
    return waitFor([&] { return text(name).contains(words); },
                   u"for \"%1\" to say \"%2\""_s.arg(name, words));
}

// What a layout pass or a late answer would change: where everything stands and what it says.
QStringList WindowDriver::arrangement() const
{
    QStringList lines;
    for (QWidget *surface : surfaces()) {
        const QList<QWidget *> children = surface->findChildren<QWidget *>();
        for (QWidget *child : children) {
            if (!child->isVisible())
                continue;
            const QRect place(child->mapTo(surface, QPoint()), child->size());
            const auto *label = qobject_cast<const QLabel *>(child);
            lines += u"%1,%2 %3x%4 %5"_s.arg(place.x())
                         .arg(place.y())
                         .arg(place.width())
                         .arg(place.height())
                         .arg(label ? label->text() : QString());
        }
    }
    return lines;
}

bool WindowDriver::waitUntilSettled() const
{
    constexpr int calmMs = 150;
    QStringList last = arrangement();
    QElapsedTimer calm;
    calm.start();
    return waitFor(
        [&] {
            if (const QStringList now = arrangement(); now != last) {
                last = now;
                calm.start();
            }
            return calm.hasExpired(calmMs);
        },
        u"for the window to settle"_s);
}

bool WindowDriver::waitOutDoubleClick() const
{
    QElapsedTimer since;
    since.start();
    return waitFor([&] { return since.hasExpired(QApplication::doubleClickInterval() + 50); },
                   u"for a double click to be over"_s);
}

bool WindowDriver::picture(const QString &name)
{
    ++m_pictures;
    if (m_pictureFolder.isEmpty())
        return true;
    if (!waitUntilSettled())
        return false;
    QPixmap image = m_window.grab();
    if (QWidget *dialog = QApplication::activeModalWidget(); dialog && dialog != &m_window) {
        // The frame stands for the one that a window manager would draw.
        QPainter painter(&image);
        const QRect place(m_window.mapFromGlobal(dialog->mapToGlobal(QPoint())), dialog->size());
        painter.drawPixmap(place.topLeft(), dialog->grab());
        painter.setPen(m_window.palette().color(QPalette::PlaceholderText));
        painter.drawRect(place.adjusted(-1, -1, 0, 0));
    }
    const QString file =
        u"%1/%2-%3.png"_s.arg(m_pictureFolder).arg(m_pictures, 2, 10, QLatin1Char('0')).arg(name);
    return QDir().mkpath(m_pictureFolder) &&
           (image.save(file) || complain(u"could not write "_s + file));
}
