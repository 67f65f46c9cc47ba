#pragma once

#include <QString>
#include <QWidget>

#include <functional>

//! Works the real window as a person or a screen reader does: by accessible names, with mouse and
//! keys. A dialog that is open on top comes before the window. Every verb waits for its control (10
//! s at most) and returns false, with a line on standard error, when it is not there or cannot be
//! used.
class WindowDriver final
{
public:
    //! \a pictureFolder: where picture() leaves its PNGs; empty takes none.
    explicit WindowDriver(QWidget &window, QString pictureFolder = {});

    //! The visible control with this accessible name, or nothing.
    [[nodiscard]] QWidget *find(const QString &name) const;
    //! The visible push button or tool button whose text holds \a words (mnemonics ignored).
    [[nodiscard]] QWidget *findButton(const QString &words) const;

    //! The visible label whose text holds \a words.
    [[nodiscard]] QWidget *findLabel(const QString &words) const;

    bool click(const QString &name);
    bool clickButton(const QString &words);
    //! Replaces the text of a field, key by key.
    bool type(const QString &name, const QString &text);
    //! Picks the entry of a combo box that holds \a words.
    bool choose(const QString &name, const QString &words);
    bool check(const QString &name, bool on);
    //! Turns a tab bar to the tab whose title holds \a words.
    bool turnTo(const QString &words);
    bool press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

    //! What a label, field or button says.
    [[nodiscard]] QString text(const QString &name) const;
    //! What the Status label says.
    [[nodiscard]] QString status() const;

    bool waitFor(const std::function<bool()> &condition, const QString &what,
                 int milliseconds = 10'000) const;
    bool waitForText(const QString &name, const QString &words) const;

    //! The sign-in form takes two presses within a double click for one.
    [[nodiscard]] bool waitOutDoubleClick() const;
    void resize(QSize size) { m_window.resize(size); }
    //! Waits until nothing moves or changes its words any more.
    [[nodiscard]] bool waitUntilSettled() const;
    //! Saves NN-name.png once the window has settled, numbered in the order of the calls; an open
    //! dialog is painted in its place.
    bool picture(const QString &name);

private:
    [[nodiscard]] QWidget *findWhere(const std::function<bool(const QWidget &)> &matches) const;
    [[nodiscard]] QList<QWidget *> surfaces() const;
    [[nodiscard]] QStringList arrangement() const;

    QWidget &m_window;
    QString m_pictureFolder;
    int m_pictures = 0;
};
