#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

//! A screen and a home of its own for what is measured: Xvfb where there is one, otherwise Qt's
//! offscreen platform.
class Display final
{
public:
    Display();
    ~Display();
    Q_DISABLE_COPY_MOVE(Display)

    [[nodiscard]] const QProcessEnvironment &environment() const { return m_environment; }
    //! "Xvfb" or "offscreen".
    [[nodiscard]] QString name() const;
    //! Takes away what earlier runs left in the home.
    void emptyHome() const;

private:
    QTemporaryDir m_home;
    QProcess m_server;
    QProcessEnvironment m_environment;
};
