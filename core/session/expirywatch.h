#pragma once

#include "core/session/sessionstate.h"
#include "core/support/alarm.h"
#include "core/support/clock.h"

#include <QHash>
#include <QObject>
#include <QUuid>

//! That a token or a session is about to end.
struct ExpiryWarning
{
    enum class What
    {
        Token,
        Session
    };

    What what = What::Token;
    qint64 endsMs = 0; //!< server time, milliseconds since epoch

    friend bool operator==(const ExpiryWarning &, const ExpiryWarning &) = default;
};

//! Tells 10 and 2 minutes before a token or a session ends, once each. What lives less than that
//! from the start is told of later only: who makes a token of five minutes knows that. After a
//! sleep that ran through both, it is told once.
class ExpiryWatch final : public QObject
{
    Q_OBJECT

public:
    explicit ExpiryWatch(Alarm::Setter alarm = {}, QObject *parent = nullptr);

    //! \a clock is the server's, as of now.
    void follow(const QUuid &profile, const SessionState &state, const ServerClock &clock);
    //! Looks at once: when the alarm rings, after a sleep, and whenever in doubt.
    void check();

Q_SIGNALS:
    void endsSoon(const QUuid &profile, const ExpiryWarning &warning);
    //! It has ended, or another one is there: there is nothing to warn of any more.
    void over(const QUuid &profile, ExpiryWarning::What what);

private:
    struct Watched
    {
        QString key; //!< which token or session
        qint64 endsMs = 0;
        qint64 nextMs = 0; //!< what is left at the next warning; 0: none before the end
    };
    struct Entry
    {
        ServerClock clock;
        QHash<ExpiryWarning::What, Watched> watched;
    };

    void watch(const QUuid &profile, ExpiryWarning::What what, const QString &key,
               std::optional<qint64> endsMs);
    void look(const QUuid &profile, ExpiryWarning::What what);
    void wait();

    QHash<QUuid, Entry> m_entries;
    Alarm m_alarm;
};
