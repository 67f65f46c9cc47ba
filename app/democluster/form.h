#pragma once

#include "app/democluster/cluster.h"
#include "app/democluster/fieldreader.h"

#include <functional>

namespace demo {

//! One call of an operation, checked as far as the operation's own declaration says.
struct Call
{
    const Request &request;
    FieldReader &fields;
    Caller caller; //!< filled in when the operation is for signed-in callers
};

enum class BodyRule
{
    None,
    Json,
    UrlEncoded
};
enum class Access
{
    Open,
    SignedIn
};

//! An operation of a form: where it is, what it takes, what it does.
struct Operation
{
    QByteArray method;
    QString path;
    QString name; //!< as the state endpoint and the failure script know it, "2.0/login"
    BodyRule body = BodyRule::None;
    Access access = Access::Open;
    std::function<Outcome(const Call &)> run;
};

//! One form of the API: its operations and the words of its refusals.
struct Form
{
    QString name;
    QList<Operation> operations;
    std::function<Reply(const Failure &, const QString &operation)> refuse;
};

//! `/api/rest/v2/session` of January 2022 (FACTS 1). \a cluster must outlive the form, as below.
[[nodiscard]] Form firstBetaForm(Cluster &cluster, bool secureCookies);
//! `/tspublic/rest/v2/session` (FACTS 2).
[[nodiscard]] Form laterBetaForm(Cluster &cluster, bool secureCookies);
//! `/api/rest/2.0` (FACTS 3).
[[nodiscard]] Form currentForm(Cluster &cluster, bool secureCookies, ErrorShape shape);
//! `/callosum/v1` and `/prism/preauth/info` (FACTS 4 and 5.18).
[[nodiscard]] Form v1Form(Cluster &cluster, bool secureCookies);

//! The two cookies of \a session (FACTS 5.1).
[[nodiscard]] QList<Header> sessionCookies(const Session &session, bool secure);
//! The same two, taken away.
[[nodiscard]] QList<Header> expiredCookies();

} // namespace demo
