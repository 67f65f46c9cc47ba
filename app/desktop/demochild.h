#pragma once

#include <QList>
#include <QObject>
#include <QProcess>
#include <QString>

#include <utility>

//! The demo cluster as a child process, which ends with us however we end.
class DemoChild final : public QObject
{
    Q_OBJECT

public:
    explicit DemoChild(QObject *parent = nullptr);
    ~DemoChild() override;

    //! ready() or failed() tells, later.
    void start();

Q_SIGNALS:
    //! \a users: name and demo password.
    void ready(const QString &origin, const QList<std::pair<QString, QString>> &users);
    //! It could not be started, or it stopped; \a reason is a sentence.
    void failed(const QString &reason);

private:
    void readLine();

    QProcess m_process;
    bool m_isReady = false;
};
