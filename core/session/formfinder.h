#pragma once

#include "core/session/apicalls.h"

#include <functional>

//! Finds out, without a credential, which form of the API a server speaks. FACTS 5.18.
class FormFinder final
{
public:
    using Then = std::function<void(ApiResult<Api::Form>)>;

    FormFinder(HttpClient &client, ServerClock &clock);

    //! Joins a search that is under way: its result then goes to \a then alone.
    void find(Then then);
    //! Asks for \a form alone first. Another form that answers gives WrongApiForm, with its name as
    //! detail.
    void confirm(Api::Form form, Then then);
    [[nodiscard]] bool isActive() const { return m_isActive; }
    void drop();

private:
    void ask(int step);
    void finish(const ApiResult<Api::Form> &result);

    ApiCalls m_calls;
    Then m_then;
    bool m_isActive = false;
};
