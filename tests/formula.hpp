#pragma once

// Numbers that tests/record/formula.py makes alike, and what is recorded of tensors.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace formula {

/// 32 bits for the i-th number of a stream: the hash "lowbias32".
inline std::uint32_t bits(std::uint32_t stream, std::size_t i) {
  std::uint32_t x = static_cast<std::uint32_t>(i) + stream * 0x9E3779B9u;
  x = (x ^ x >> 16) * 0x7FEB352Du;
  x = (x ^ x >> 15) * 0x846CA68Bu;
  return x ^ x >> 16;
}

/// Multiples of 2^-11 in [-1, 1).
inline std::vector<float> values(std::uint32_t stream, std::size_t count) {
  std::vector<float> result(count);
  for (std::size_t i = 0; i < count; ++i)
    result[i] = static_cast<float>(bits(stream, i) >> 20) / 2048 - 1;
  return result;
}

inline std::vector<int> labels(std::uint32_t stream, std::size_t count, std::uint32_t classes) {
  std::vector<int> result(count);
  for (std::size_t i = 0; i < count; ++i) result[i] = static_cast<int>(bits(stream, i) % classes);
  return result;
}

/// A weight of variance 2 / fan in or less, a bias below 1 / 4; what scales is around 1.
inline std::vector<float> parameter(std::uint32_t stream, const std::string& name,
                                    const std::vector<std::size_t>& shape) {
  std::size_t size = 1;
  for (const std::size_t axis : shape) size *= axis;
  std::vector<float> result = values(stream, size);
  if (shape.size() > 1) {
    float scale = 1;
    while (scale * scale * static_cast<float>(size / shape[0]) > 6) scale /= 2;
    for (float& x : result) x *= scale;
  } else {
    const bool weight = name.ends_with("weight");
    for (float& x : result) x = x / 4 + (weight ? 1.0f : 0.0f);
  }
  return result;
}

/// Gives a network the parameters of streams 0, 1, ..., in the order of files.
template <class Net>
void set_parameters(Net& net) {
  auto tensors = net.export_tensors();
  std::uint32_t stream = 0;
  for (auto& tensor : tensors)
    if (tensor.name.find("running_") == std::string::npos)
      tensor.values = parameter(stream++, tensor.name, tensor.shape);
  net.import_tensors(tensors);
}

/// What is recorded of a tensor: sum, sum of squares and 16 entries, spread evenly.
struct Summary {
  double sum = 0, squares = 0;
  std::array<double, 16> entries{};
};

template <class T>
Summary summary(const std::vector<T>& x) {
  Summary result;
  for (const T value : x) {
    result.sum += double(value);
    result.squares += double(value) * double(value);
  }
  for (std::size_t i = 0; i < 16; ++i) result.entries[i] = double(x[i * x.size() / 16]);
  return result;
}

/// The largest difference between two summaries of `size` numbers, in units of their root mean
/// square, or of the larger of two numbers.
inline double difference(const Summary& a, const Summary& b, std::size_t size) {
  const double scale = std::sqrt(b.squares / double(size)) + 1e-30;
  double worst = std::abs(a.squares - b.squares) / (b.squares + 1e-30);
  const auto compare = [&](double x, double y, double unit) {
    if (!(std::abs(x - y) / unit <= worst)) worst = std::abs(x - y) / unit;
  };
  compare(a.sum, b.sum, scale * std::sqrt(double(size)));
  for (std::size_t i = 0; i < 16; ++i)
    compare(a.entries[i], b.entries[i], std::max(scale, std::abs(b.entries[i])));
  return worst;
}

}  // namespace formula
