#include "core/api/apidialect.h"

#include "core/api/betadialect.h"
#include "core/api/v2dialect.h"

std::unique_ptr<ApiDialect> dialectFor(Api::Form form)
{
    switch (form) {
    case Api::Form::Auto:
        break;
    case Api::Form::Beta2022:
        return std::make_unique<BetaDialect>(BetaDialect::Edition::January2022);
    case Api::Form::Beta:
        return std::make_unique<BetaDialect>(BetaDialect::Edition::Later);
    case Api::Form::V2:
        return std::make_unique<V2Dialect>();
    }
    return nullptr;
}
