#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

//! Turns SIGTERM, SIGINT and SIGHUP into a signal of the event loop, so that an asked-for end is an
//! orderly one: the clipboard is cleared and the settings are written. Does nothing where there are
//! no such signals.
class TerminationSignals final : public QObject
{
    Q_OBJECT

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

Q_SIGNALS:
    void received();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};
