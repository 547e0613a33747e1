// What libFuzzer calls.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "surface.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  load({data, size});
  return 0;
}

/// Most inputs get the checksums right; the others try what happens when they aren't.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  size = LLVMFuzzerMutate(data, size, most);
  if (seed % 8 != 0) seal({data, size});
  return size;
}
