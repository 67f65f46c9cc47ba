#pragma once

#include "core/storage/settingsfile.h"

#include <QObject>
#include <QThread>

#include <memory>

class SettingsHand;

//! The thread that reads and writes a settings file, one job after the other. Started by the first
//! job. Every job is answered by finished(), on the thread of this object.
class SettingsWorker final : public QObject
{
    Q_OBJECT

public:
    static constexpr int endWaitMs = 2000;

    explicit SettingsWorker(const SettingsFile &file, QObject *parent = nullptr);
    //! Lets the jobs end, but waits no longer than endWaitMs for them.
    ~SettingsWorker() override;

    void read();
    void write(const QList<StoredChange> &changes, const StoredState &known);

Q_SIGNALS:
    void finished(const SettingsFile::Outcome &outcome);

private:
    void start();

    SettingsFile m_file;
    std::unique_ptr<QThread> m_thread;
    std::unique_ptr<SettingsHand> m_hand;
};
