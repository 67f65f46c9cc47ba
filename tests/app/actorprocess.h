#pragma once

#include "tests/support/canarysearch.h"

#include <QByteArray>
#include <QProcess>
#include <QTemporaryDir>

//! A program made with actorstage.h, with a home and a temporary folder of its own and every log
//! category on.
class ActorProcess final
{
public:
    //! \a home is also where its temporary files go; \a secrets are the first lines of its standard
    //! input.
    ActorProcess(const QTemporaryDir &home, const QString &program, const QStringList &arguments,
                 const QByteArrayList &secrets);
    ~ActorProcess();
    Q_DISABLE_COPY_MOVE(ActorProcess)

    //! Waits for the next step; its name, or nothing when the actor has ended.
    QByteArray nextStep();
    void goOn() { m_process.write("go on\n"); }

    //! Everything that it has left so far: files, output, log, processes.
    void searchWith(CanarySearch &search);

    QProcess &process() { return m_process; }
    const QByteArray &output() const { return m_output; }
    const QByteArray &errors() const { return m_errors; }
    //! What the window driver could not do.
    QByteArray complaint() const { return m_errors.mid(m_errors.indexOf("window: ")).left(500); }

private:
    const QTemporaryDir &m_home;
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_errors;
};
