#pragma once

#include "core/api/apierror.h"

struct HttpResponse;

//! Makes an ApiError of a reply that is not the success its call expects. It knows every shape in
//! which the forms of the API send errors (FACTS 6.8, 6.9) and goes by what they mean: the beta
//! forms hide every failure inside HTTP 500, and the same 401 is a wrong password at one call and
//! an ended session at another.
namespace errorreading {

//! What the failed call sent to prove who is asking.
enum class Context
{
    Login,    //!< user name and password, for a session
    Token,    //!< user name and password or secret key, for a token
    SignedIn, //!< a bearer or the cookie session
};

[[nodiscard]] ApiError read(const HttpResponse &response, Context context);

//! A web page, by its type or by how it begins.
[[nodiscard]] bool isWebPage(const HttpResponse &response);

} // namespace errorreading
