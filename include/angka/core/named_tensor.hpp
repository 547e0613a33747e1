#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// One tensor as files hold it: a name, a shape and values in PyTorch's order (row-major;
/// convolution weights out, in, height, width; dense weights out, in).
struct NamedTensor {
  std::string name{};
  std::vector<std::size_t> shape{};
  std::vector<float> values{};
};

}  // namespace angka::inline ANGKA_ISA
