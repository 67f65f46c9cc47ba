#pragma once

#include <QString>

//! What the privilege \a apiName lets a person do, in a few plain words; the API's own name, as it
//! came, where it is not known here.
[[nodiscard]] QString privilegeName(const QString &apiName);
