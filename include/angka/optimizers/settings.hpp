#pragma once

#include <cstdio>

#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>

namespace angka::inline ANGKA_ISA {

/// Raises a SettingError "Adam: learning_rate must be above 0, not nan" unless `allowed` and
/// finite.
inline void expect_setting(bool allowed, const char* owner, const char* setting, const char* range,
                           double value) {
  if (allowed && finite(value)) return;
  char message[160];
  std::snprintf(message, sizeof message, "%s: %s must be %s, not %g", owner, setting, range, value);
  raise(SettingError(message));
}

}  // namespace angka::inline ANGKA_ISA
