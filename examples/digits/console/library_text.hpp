#pragma once

#include <string>
#include <string_view>

#include "text.hpp"

/// A message of the library, which speaks English, in Indonesian. What isn't known stays as it is.
/// Example: `in_indonesian("a.png: expected a whole PNG file, found no file") ==
/// "a.png: seharusnya berkas PNG yang utuh, ternyata tidak ada berkas"`
std::string in_indonesian(std::string_view message);

/// A message of the library in the language of `texts`.
inline std::string translated(std::string_view message, const Texts& texts) {
  return &texts == &indonesian ? in_indonesian(message) : std::string(message);
}
