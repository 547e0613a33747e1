#include <angka/core/errors.hpp>
#include <angka/io/safetensors.hpp>

#include <cmath>

#include "surface.hpp"

using namespace angka;

Loaded load(std::span<const std::uint8_t> file) {
  static const MemoryFile input;
  const auto read = [](std::span<const std::uint8_t> bytes) -> Loaded {
    Safetensors found;
    try {
      found = read_safetensors(input.holding(bytes));
    } catch (const FileError& error) {
      require_reason(error.what());
      return std::nullopt;
    }
    bool finite = true;
    for (const NamedTensor& tensor : found.tensors)
      for (const float value : tensor.values) finite &= std::isfinite(value);
    try {
      parse_safetensors(bytes, "input", {.finite_only = true});
      require(finite, "only finite values, as asked for");
    } catch (const FileError&) {
      require(!finite, "finite values that are taken");
    }
    return encode_safetensors(found.tensors, "again", found.metadata);
  };
  Loaded loaded = read(file);
  if (loaded) require(read(*loaded) == loaded, "a file that is read as written");
  return loaded;
}

bool seal(std::span<std::uint8_t>) { return false; }
