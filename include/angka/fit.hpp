#pragma once
// Moved; this header goes with version 0.2.
#include <angka/training/training_state.hpp>
