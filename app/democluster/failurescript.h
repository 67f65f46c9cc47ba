#pragma once

#include "app/democluster/messages.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <variant>

namespace demo {

//! One line of the failure script: what happens instead of, or besides, the usual reply.
struct ScriptedFailure
{
    QString operation; //!< "2.0/login", or "*" for any
    int call = 0;      //!< the n-th call of the operation, from 1; 0 = every one
    int status = 0;    //!< reply with this status, #body and #contentType
    int refuse = 0;    //!< refuse with this status, in the form's own error shape
    int code = 10000;  //!< the server's code that goes with #refuse
    QString debug;     //!< the server's words that go with #refuse
    QByteArray body{};
    QByteArray contentType = "text/plain";
    QList<Header> headers; //!< added to the reply
    qint64 delayMs = 0;
    qint64 advanceClockMs = 0; //!< the cluster's clock jumps before the call is looked at
    bool drop = false;         //!< close the connection without a reply
    bool execute = false;      //!< the operation takes place all the same; only its reply is lost
};

//! Failures by operation and number of call, from JSON: a list of objects with the fields of
//! ScriptedFailure (`headers` an object of texts, `body` a text or any JSON, the clock in seconds
//! as `advanceClock`), e.g. `[{"operation":"2.0/login","call":2,"status":503}]`.
class FailureScript final
{
public:
    //! The script in \a json, or what is wrong with it.
    [[nodiscard]] static std::variant<FailureScript, QString> parse(const QByteArray &json);

    //! The first line for the \a call-th call of \a operation.
    [[nodiscard]] const ScriptedFailure *find(const QString &operation, int call) const;

private:
    QList<ScriptedFailure> m_failures;
};

} // namespace demo
