#pragma once

#include "core/session/sessionstate.h"

//! Holds what the server told of a session while nobody may see it, in guarded memory: it has
//! secrets in it, in the 2022 beta the token itself. FACTS 5.22.
class InfoSafe final
{
public:
    //! Takes the JSON out of \a state; false where it has none.
    [[nodiscard]] bool take(SessionState &state);
    //! Puts it back into \a state; false where nothing was taken from there, or other info has come
    //! since. The safe is empty afterwards.
    [[nodiscard]] bool giveBack(SessionState &state);
    //! To be told of every state: it all goes with the session.
    void follow(const SessionState &state);

private:
    SecretBuffer m_json;
    qint64 m_fetchedMs = 0; //!< of the info that it belongs to
};
