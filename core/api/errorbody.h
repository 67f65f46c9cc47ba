#pragma once

#include <QString>

#include <optional>

struct HttpResponse;

//! What an error reply says, whatever its shape. FACTS 6.8, 6.9.
struct ErrorBody
{
    QString message;                   //!< the part meant for people, one line
    QString technical;                 //!< what was cut away from it
    QString incidentId;                //!< empty where none was sent
    std::optional<int> code;           //!< the server's code, FACTS 5.11
    std::optional<int> upstreamStatus; //!< the real status behind a beta form's 500

    //! Reads what can be read; a body that is no JSON object gives an empty result. Long runs that
    //! could be a token are blanked out.
    [[nodiscard]] static ErrorBody read(const HttpResponse &response);
};
