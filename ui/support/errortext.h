#pragma once

#include "core/api/apierror.h"
#include "core/http/serveraddress.h"
#include "core/storage/profilestore.h"

#include <QString>

//! What is said of a failure. All of it is plain text and is shown as such.
struct ErrorText
{
    QString what;     //!< what happened, with its cause: one sentence
    QString nextStep; //!< the one thing to do about it: one sentence
    QString details;  //!< for the fold: status, code, incident id, the server's own words; may be
                      //!< empty

    friend bool operator==(const ErrorText &, const ErrorText &) = default;
};

//! The sentences for a failed call. The server's words appear in the details only.
[[nodiscard]] ErrorText errorText(const ApiError &error);
//! The sentences for trouble with the settings file.
[[nodiscard]] ErrorText errorText(const StorageProblem &problem);
//! Why a text is no server address, and what to enter.
[[nodiscard]] ErrorText errorText(ServerAddress::Problem problem);
