#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/data/file.hpp>
#include <angka/io/atomic_file.hpp>
#include <angka/io/safetensors_header.hpp>

namespace angka::inline ANGKA_ISA {

/// What a safetensors file holds: tensors in the order of its header, and text about them.
template <class T>
struct BasicSafetensors {
  std::vector<BasicNamedTensor<T>> tensors{};
  std::map<std::string, std::string> metadata{};

  /// The tensor of this name, or nullptr.
  const BasicNamedTensor<T>* find(std::string_view name) const {
    for (const auto& tensor : tensors)
      if (tensor.name == name) return &tensor;
    return nullptr;
  }
};
using Safetensors = BasicSafetensors<float>;

/// What a safetensors file may hold before it is refused.
struct SafetensorsLimits {
  std::uint64_t file_bytes = std::uint64_t{1} << 30;
  std::uint64_t header_bytes = std::uint64_t{1} << 20;
  bool finite_only = false;  ///< refuses NaN and infinity
};

namespace detail::safetensors {

/// IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of mantissa. Exact.
inline float float_from_half(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000u) << 16;
  const std::uint32_t exponent = (half >> 10) & 31u;
  const std::uint32_t mantissa = half & 1023u;
  if (exponent == 0)
    return std::copysign(static_cast<float>(mantissa) * 0x1p-24f, sign ? -1.f : 1.f);
  const std::uint32_t wider = exponent == 31 ? 255u : exponent + (127 - 15);
  return std::bit_cast<float>(sign | wider << 23 | mantissa << 13);
}

/// `values` from the bytes of as many elements. False if a finite one is beyond the range of T.
template <class T>
bool decode(std::string_view dtype, const std::uint8_t* bytes, std::span<T> values) {
  const std::size_t size = element_size(dtype);
  const bool half = dtype == "F16";
  for (T& value : values) {
    if (size == 4) {
      value = std::bit_cast<float>(little_endian({bytes, 4}));
    } else if (dtype == "I64") {
      value = static_cast<T>(static_cast<std::int64_t>(little_endian<std::uint64_t>({bytes, 8})));
    } else if (size == 8) {
      const auto wide = std::bit_cast<double>(little_endian<std::uint64_t>({bytes, 8}));
      if (finite(wide) && std::abs(wide) > std::numeric_limits<T>::max()) return false;
      value = static_cast<T>(wide);
    } else {
      const auto bits = little_endian<std::uint16_t>({bytes, 2});
      value = half ? float_from_half(bits) : std::bit_cast<float>(std::uint32_t{bits} << 16);
    }
    bytes += size;
  }
  return true;
}

}  // namespace detail::safetensors

/// Tensors and metadata from the bytes of a safetensors file; `name` is what errors call it.
///
/// Reads F32, F64, F16, BF16 and I64, converted to T. Tensors may be scalars (shape []), empty, and
/// in any order. Memory is bounded by the bytes given.
///
/// Errors: FileError for anything that the format forbids: duplicate or unknown keys, data with
/// holes, overlaps or a tail, sizes that don't match; and for what exceeds `limits`.
///
/// Source: the format of Hugging Face's safetensors library.
template <class T = float>
BasicSafetensors<T> parse_safetensors(std::span<const std::uint8_t> bytes, const std::string& name,
                                      const SafetensorsLimits& limits = {}) {
  namespace format = detail::safetensors;
  format::CheckedFile file = format::check(bytes, name, limits.header_bytes);
  BasicSafetensors<T> out{.tensors = {}, .metadata = std::move(file.metadata)};
  out.tensors.reserve(file.tensors.size());
  for (format::TensorHeader& header : file.tensors) {
    const auto [begin, end] = std::pair(header.data_offsets[0], header.data_offsets[1]);
    BasicNamedTensor<T>& tensor = out.tensors.emplace_back();
    tensor.name = std::move(header.name);
    tensor.shape.assign(header.shape.begin(), header.shape.end());
    tensor.values.resize(static_cast<std::size_t>(end - begin) /
                         format::element_size(header.dtype));
    if (!format::decode<T>(header.dtype, file.data.data() + begin, tensor.values))
      raise(FileError(name, "values in the range of float in tensor " + format::shown(tensor.name),
                      "a larger one"));
    if (limits.finite_only && !std::all_of(tensor.values.begin(), tensor.values.end(), finite<T>))
      raise(FileError(name, "finite values in tensor " + format::shown(tensor.name),
                      "NaN or infinity"));
  }
  return out;
}

/// Reads a safetensors file; see `parse_safetensors`.
/// Example: `write_safetensors("net.safetensors", net.export_tensors());
/// read_safetensors("net.safetensors").tensors.size() == 4`
template <class T = float>
BasicSafetensors<T> read_safetensors(const std::filesystem::path& path,
                                     const SafetensorsLimits& limits = {}) {
  return parse_safetensors<T>(read_file(path, limits.file_bytes), detail::printable(path), limits);
}

namespace detail::safetensors {

template <class T>
std::vector<std::uint8_t> encode(std::span<const BasicNamedTensor<T>> tensors,
                                 const std::string& name,
                                 const std::map<std::string, std::string>& metadata) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  std::string header;
  for (const auto& [key, text] : metadata) {
    header += header.empty() ? "{\"__metadata__\":{" : ",";
    header += json_string(key) + ':' + json_string(text);
  }
  if (!metadata.empty()) header += '}';
  std::size_t end = 0;
  for (const auto& tensor : tensors) {
    const std::size_t begin = end;
    end += tensor.values.size() * sizeof(T);
    header += header.empty() ? '{' : ',';
    header += json_string(tensor.name) +
              (sizeof(T) == 4 ? ":{\"dtype\":\"F32\"" : ":{\"dtype\":\"F64\"") +
              ",\"shape\":" + json_list(tensor.shape) + ",\"data_offsets\":[" +
              std::to_string(begin) + ',' + std::to_string(end) + "]}";
  }
  header += header.empty() ? "{}" : "}";
  header.resize((header.size() + 7) / 8 * 8, ' ');

  std::vector<std::uint8_t> bytes;
  bytes.reserve(8 + header.size() + end);
  append_little_endian(bytes, std::uint64_t{header.size()});
  bytes.insert(bytes.end(), header.begin(), header.end());
  for (const auto& tensor : tensors)
    for (const T value : tensor.values) append_little_endian(bytes, std::bit_cast<Bits>(value));
  check(bytes, name, SafetensorsLimits{}.header_bytes);
  return bytes;
}

}  // namespace detail::safetensors

/// The bytes of a safetensors file: tensors, as F32 (or F64) and in the order given, and metadata.
/// The same input makes the same bytes. `name` is the file's in errors.
///
/// Errors: FileError for what couldn't be read again: two tensors of one name, a name that isn't
/// UTF-8, values that don't fill their shape.
ANGKA_INLINE std::vector<std::uint8_t> encode_safetensors(
    std::span<const NamedTensor> tensors, const std::string& name,
    const std::map<std::string, std::string>& metadata = {});
template <class T>
std::vector<std::uint8_t> encode_safetensors(
    const std::vector<BasicNamedTensor<T>>& tensors, const std::string& name,
    const std::map<std::string, std::string>& metadata = {}) {
  return detail::safetensors::encode<T>(tensors, name, metadata);
}

/// Writes a safetensors file; see `encode_safetensors`. An existing file is replaced whole or not
/// at all.
ANGKA_INLINE void write_safetensors(const std::filesystem::path& path,
                                    std::span<const NamedTensor> tensors,
                                    const std::map<std::string, std::string>& metadata = {});
template <class T>
void write_safetensors(const std::filesystem::path& path,
                       const std::vector<BasicNamedTensor<T>>& tensors,
                       const std::map<std::string, std::string>& metadata = {}) {
  write_file_atomically(path, encode_safetensors(tensors, detail::printable(path), metadata));
}

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE std::vector<std::uint8_t> encode_safetensors(
    std::span<const NamedTensor> tensors, const std::string& name,
    const std::map<std::string, std::string>& metadata) {
  return detail::safetensors::encode(tensors, name, metadata);
}

ANGKA_INLINE void write_safetensors(const std::filesystem::path& path,
                                    std::span<const NamedTensor> tensors,
                                    const std::map<std::string, std::string>& metadata) {
  write_file_atomically(path, encode_safetensors(tensors, detail::printable(path), metadata));
}

}  // namespace angka::inline ANGKA_ISA

#endif
