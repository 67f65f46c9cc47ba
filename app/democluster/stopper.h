#pragma once

#include <QObject>
#include <QTimer>

#include <array>
#include <memory>

class QSocketNotifier;

namespace demo {

//! Says when the program should end: on SIGINT and SIGTERM, after a deadline, and when standard
//! input closes. One per program.
class Stopper final : public QObject
{
    Q_OBJECT

public:
    Stopper();
    ~Stopper() override;

    void stopAfter(qint64 seconds);
    //! Standard input is a pipe that a parent holds open for as long as it lives.
    void stopWithParent();

Q_SIGNALS:
    void stopRequested();

private:
    QTimer m_deadline;
    std::unique_ptr<QSocketNotifier> m_signals;
    std::unique_ptr<QSocketNotifier> m_input;
};

} // namespace demo
