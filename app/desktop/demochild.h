#pragma once

#include <QList>
#include <QObject>
#include <QProcess>
#include <QString>

#include <utility>

//! The demo cluster as a child process of the desktop. It ends with us, whatever ends us: it
//! watches the pipe that its standard input is.
class DemoChild final : public QObject
{
    Q_OBJECT

public:
    explicit DemoChild(QObject *parent = nullptr);
    ~DemoChild() override;

    //! Starts it; ready() or failed() tells. Only once.
    void start();

Q_SIGNALS:
    //! \a users are names with their demo passwords, which are no secrets.
    void ready(const QString &origin, const QList<std::pair<QString, QString>> &users);
    //! \a reason in the system's words; also when it ends before its time.
    void failed(const QString &reason);

private:
    void readLine();

    QProcess m_process;
    bool m_isReady = false;
};
