#pragma once

#include <QSocketNotifier>

#include <unistd.h>

class LiveDesk;

//! Does, while the event loop runs, what the next lines of standard input tell: "lock", "sign out",
//! "quit", "close".
class Orders final : public QObject
{
public:
    explicit Orders(LiveDesk &desk);

private:
    void obey();

    LiveDesk &m_desk;
    QSocketNotifier m_lines{STDIN_FILENO, QSocketNotifier::Read};
};
