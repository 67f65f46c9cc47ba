#include "core/session/formfinder.h"

#include "core/api/formdetection.h"

#include <QMetaEnum>

#include <utility>

static int stepOf(Api::Form form)
{
    switch (form) {
    case Api::Form::Auto:
    case Api::Form::V2:
        break;
    case Api::Form::Beta:
        return 1;
    case Api::Form::Beta2022:
        return 2;
    }
    return 0;
}

static ApiError wrongForm(std::optional<Api::Form> found = std::nullopt)
{
    ApiError error;
    error.kind = ApiError::Kind::WrongApiForm;
    if (found) {
        const QMetaEnum names = QMetaEnum::fromType<Api::Form>();
        error.detail = QString::fromLatin1(names.valueToKey(static_cast<int>(*found)));
    }
    return error;
}

FormFinder::FormFinder(HttpClient &client, ServerClock &clock)
    : m_calls(client, clock)
{}

void FormFinder::find(Then then)
{
    m_then = std::move(then);
    if (!std::exchange(m_isActive, true))
        ask(0);
}

void FormFinder::confirm(Api::Form form, Then then)
{
    const auto judge = [then, form](const ApiResult<Api::Form> &found) {
        if (found && *found != form)
            then(Failure{wrongForm(*found)});
        else
            then(found);
    };
    drop();
    m_isActive = true;
    m_then = judge;
    m_calls.send(formdetection::probe(stepOf(form)), [this, form](ApiResult<HttpResponse> answer) {
        if (!answer)
            return finish(Failure{answer.error()});
        const auto verdict = formdetection::verdict(stepOf(form), *answer);
        if (verdict && *verdict == form)
            return finish(form);
        ask(0); // what else it is: another form, a web page, nothing of the kind
    });
}

void FormFinder::drop()
{
    m_calls.drop();
    m_then = {};
    m_isActive = false;
}

void FormFinder::ask(int step)
{
    if (step == formdetection::stepCount)
        return finish(Failure{wrongForm()});
    m_calls.send(formdetection::probe(step), [this, step](ApiResult<HttpResponse> answer) {
        if (!answer)
            return finish(Failure{answer.error()});
        const auto verdict = formdetection::verdict(step, *answer);
        if (!verdict)
            finish(Failure{verdict.error()});
        else if (*verdict)
            finish(**verdict);
        else
            ask(step + 1);
    });
}

void FormFinder::finish(const ApiResult<Api::Form> &result)
{
    m_isActive = false;
    if (const Then then = std::exchange(m_then, {}))
        then(result);
}
