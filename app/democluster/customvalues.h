#pragma once

#include "app/democluster/fieldreader.h"

namespace demo {

//! Takes from \a fields what a custom token carries and judges it as FACTS 3 (token/custom) says.
//! \a hasKey: a secret key came along, without which no user is made.
void checkCustomValues(FieldReader &fields, bool hasKey);

} // namespace demo
