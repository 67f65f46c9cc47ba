#include "tests/support/samples.h"
