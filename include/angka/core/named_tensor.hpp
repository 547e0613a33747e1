#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// In which order files hold weights, row-major.
///
/// `pytorch`: convolutions out, in, height, width; dense layers out, in; an image is flattened
/// channel by channel. `keras`: height, width, in, out; in, out; flattened pixel by pixel.
enum class WeightLayout { pytorch, keras };

/// One tensor as files hold it: a name, a shape and values in the order of a WeightLayout.
/// Example: `net.export_tensors()[0].name == "0.weight"`
template <class T>
struct BasicNamedTensor {
  std::string name{};
  std::vector<std::size_t> shape{};
  std::vector<T> values{};
};
using NamedTensor = BasicNamedTensor<float>;

}  // namespace angka::inline ANGKA_ISA
