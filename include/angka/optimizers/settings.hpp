#pragma once
// Moved; this header goes with version 0.2.
#include <angka/core/errors.hpp>
