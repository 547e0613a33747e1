#pragma once

#include "console/options.hpp"

/// `digits inspect --apply`.
int apply_moves(const Options& options);
