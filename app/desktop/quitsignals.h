#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

//! SIGTERM, SIGINT and SIGHUP as a signal of the event loop, so that the program ends in order: the
//! clipboard is cleared and what is to be saved is saved. One per program.
class QuitSignals final : public QObject
{
    Q_OBJECT

public:
    QuitSignals();
    ~QuitSignals() override;

Q_SIGNALS:
    void quitRequested();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};
