#pragma once

#include "app/democluster/failurescript.h"
#include "app/democluster/form.h"
#include "app/democluster/observer.h"

namespace demo {

//! Between the HTTP server and the forms: finds the operation that a request is for, refuses what
//! its declaration does not allow, applies the failure script, and tells the observer.
class Gateway final
{
public:
    struct Settings
    {
        FailureScript script;
        qint64 latencyMs = 0;   //!< each way: a reply takes twice as long
        bool showState = false; //!< `GET /__demo/state` answers
    };

    //! \a cluster and \a observer must outlive the gateway.
    Gateway(Cluster &cluster, Observer &observer, QList<Form> forms, Settings settings);

    [[nodiscard]] Reply handle(const Request &request);

private:
    struct Target
    {
        const Form *form = nullptr;           //!< none: no form knows the path
        const Operation *operation = nullptr; //!< none: the form does, with another method
    };

    [[nodiscard]] bool isStateRequest(const Request &request) const;
    [[nodiscard]] Target find(const Request &request) const;
    [[nodiscard]] Reply answer(const Request &request, const Target &target, const QString &name);
    [[nodiscard]] Reply answerScripted(const Request &request, const Target &target,
                                       const QString &name, const ScriptedFailure &failure);
    [[nodiscard]] Reply refuse(const Target &target, const Request &request, const QString &name,
                               const Failure &failure) const;
    [[nodiscard]] Outcome run(const Request &request, const Operation &operation);

    Cluster &m_cluster;
    Observer &m_observer;
    QList<Form> m_forms;
    Settings m_settings;
};

} // namespace demo
