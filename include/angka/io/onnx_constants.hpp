#pragma once

// The constants of an ONNX model.

#include <angka/core/definitions.hpp>
#include <angka/io/onnx_file.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA::detail::onnx {

using Dims = std::vector<std::int64_t>;

/// Numbers that are known when a model is read, row-major.
struct Constant {
  Dims dims{};
  std::vector<double> values{};
  bool whole = false;  ///< integers

  std::vector<std::int64_t> integers() const;
};

/// How many numbers have these sizes; more than `limit` are limit + 1, as is what has a negative
/// one.
ANGKA_INLINE std::size_t count_of(const Dims& dims, std::size_t limit);

/// The numbers of a tensor; nothing if they are of a type that isn't read, or not as many as its
/// sizes say.
ANGKA_INLINE std::optional<Constant> decode(const StoredTensor& tensor);

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#if ANGKA_DEFINITIONS

#include <angka/core/bytes.hpp>
#include <angka/io/onnx_fields.hpp>
#include <angka/io/safetensors.hpp>
#include <bit>
#include <limits>

namespace angka::inline ANGKA_ISA::detail::onnx {

/// A number as an integer; what is beyond their range is at its end.
inline std::int64_t integer_of(double value) {
  if (!(value > -9.2e18)) return std::numeric_limits<std::int64_t>::min();
  return value < 9.2e18 ? static_cast<std::int64_t>(value)
                        : std::numeric_limits<std::int64_t>::max();
}

inline std::vector<std::int64_t> Constant::integers() const {
  std::vector<std::int64_t> all;
  for (const double value : values) all.push_back(integer_of(value));
  return all;
}

ANGKA_INLINE std::size_t count_of(const Dims& dims, std::size_t limit) {
  std::size_t count = 1;
  for (const std::int64_t size : dims) {
    if (size < 0) return limit + 1;
    if (size == 0) return 0;
  }
  for (const std::int64_t size : dims) {
    if (count > limit / static_cast<std::uint64_t>(size)) return limit + 1;
    count *= static_cast<std::size_t>(size);
  }
  return count;
}

/// More axes than any operator here asks for.
inline constexpr std::size_t most_axes = 8;

ANGKA_INLINE std::optional<Constant> decode(const StoredTensor& tensor) {
  if (tensor.dims.size() > most_axes) return std::nullopt;
  const std::size_t size = tensor.element_size();
  if (size == 0) return std::nullopt;
  const std::size_t stored =
      tensor.bytes.empty() ? tensor.values.size() : tensor.bytes.size() / size;
  if (count_of(tensor.dims, stored) != stored) return std::nullopt;
  if (!tensor.bytes.empty() && tensor.bytes.size() % size != 0) return std::nullopt;
  Constant constant{.dims = tensor.dims, .values = tensor.values};
  constant.whole = tensor.element == element_int32 || tensor.element == element_int64 ||
                   tensor.element == element_bool;
  if (tensor.bytes.empty()) return constant;
  constant.values.resize(stored);
  for (std::size_t i = 0; i < stored; ++i) {
    const auto bytes = tensor.bytes.subspan(i * size, size);
    double& value = constant.values[i];
    switch (tensor.element) {
      case element_float:
        value = std::bit_cast<float>(little_endian(bytes));
        break;
      case element_double:
        value = std::bit_cast<double>(little_endian<std::uint64_t>(bytes));
        break;
      case element_int32:
        value = static_cast<std::int32_t>(little_endian(bytes));
        break;
      case element_int64:
        value = static_cast<double>(static_cast<std::int64_t>(little_endian<std::uint64_t>(bytes)));
        break;
      case element_half:
        value = safetensors::float_from_half(little_endian<std::uint16_t>(bytes));
        break;
      case element_bfloat16:
        value = std::bit_cast<float>(std::uint32_t{little_endian<std::uint16_t>(bytes)} << 16);
        break;
      default:
        value = bytes[0];
        break;
    }
  }
  return constant;
}

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
