#pragma once

#include "app/democluster/form.h"

namespace demo {

//! The operations of `/api/rest/2.0`; copied into the form's functions, so it only refers.
class Current final
{
public:
    Current(Cluster &cluster, bool secureCookies)
        : m_cluster(cluster)
        , m_secureCookies(secureCookies)
    {}

    enum class Kind
    {
        Full,
        Object
    };

    [[nodiscard]] static Outcome user(const Call &call);
    [[nodiscard]] static Outcome system(const Call &call);
    [[nodiscard]] Outcome login(const Call &call) const;
    [[nodiscard]] Outcome logout(const Call &call) const;
    [[nodiscard]] Outcome sessionToken(const Call &call) const;
    [[nodiscard]] Outcome token(const Call &call, Kind kind) const;
    [[nodiscard]] Outcome customToken(const Call &call) const;
    [[nodiscard]] Outcome revoke(const Call &call) const;
    [[nodiscard]] Outcome validate(const Call &call) const;
    [[nodiscard]] Outcome searchOrgs(const Call &call) const;

private:
    //! Success without content; ends the cookie session that the caller came with.
    [[nodiscard]] Reply endSession(const Call &call) const;
    [[nodiscard]] Reply success() const;
    [[nodiscard]] std::variant<Caller, Failure> whoLogsIn(const Call &call, const QString &name,
                                                          const QString &password) const;

    Cluster &m_cluster;
    bool m_secureCookies;
};

} // namespace demo
