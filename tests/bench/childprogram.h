#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QStringList>

class Display;

//! One of the measured programs while it runs. They lie beside this one.
class ChildProgram final
{
public:
    ChildProgram(const QString &name, const QStringList &arguments, const Display &display);
    //! Closes its standard input, which ends it.
    ~ChildProgram();
    Q_DISABLE_COPY_MOVE(ChildProgram)

    //! The next line it says with \a event; empty when it does not come.
    [[nodiscard]] QJsonObject waitFor(const QString &event, int milliseconds = 30'000);
    void order(const QByteArray &line);
    [[nodiscard]] bool waitForEnd(int milliseconds = 60'000);

    //! When it was started, on the clock of report::steadyNs().
    [[nodiscard]] qint64 startedNs() const { return m_startedNs; }
    //! Memory that is its own, plus its share of what it shares, in MB.
    [[nodiscard]] double proportionalMb() const;
    //! Processor time used so far, in milliseconds, all threads.
    [[nodiscard]] double processorMs() const;
    //! How often its threads have been woken so far.
    [[nodiscard]] qint64 wakeUps() const;
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

    //! Where \a name lies.
    [[nodiscard]] static QString path(const QString &name);

private:
    QProcess m_process;
    qint64 m_startedNs = 0;
};

//! Empties the home of \a display and keeps one profile there: origin, user, authority.
void keepProfile(const QJsonObject &profile, const Display &display);
//! Lets \a milliseconds pass.
void letPass(int milliseconds);
