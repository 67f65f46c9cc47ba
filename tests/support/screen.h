#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>

//! An X server without a screen, which ends with the test.
class Screen final
{
public:
    Screen();
    ~Screen();
    Q_DISABLE_COPY_MOVE(Screen)

    //! Whether it can be had, and the program by which reads() sees a selection.
    [[nodiscard]] static bool isUsable();

    //! Empty where it did not start.
    [[nodiscard]] QString display() const { return m_display; }
    //! The variables of a program that is to be on it, with a \a home of its own.
    [[nodiscard]] QProcessEnvironment environment(const QString &home) const;

    //! What another program gets to see of \a selection; empty where nobody has it.
    [[nodiscard]] QByteArray reads(const QString &selection) const;

private:
    QProcess m_server;
    QString m_display;
};
