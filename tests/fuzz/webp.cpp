// WebP, of at most a million pixels.
#include "picture.hpp"

Loaded load(std::span<const std::uint8_t> file) {
  return load_picture(file, {.side = 4096, .pixels = 1 << 20});
}

bool seal(std::span<std::uint8_t>) { return false; }
