#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// The number in `count` bytes from `at` on, of which the first is the most significant one.
inline std::uint32_t big_endian(std::span<const std::uint8_t> bytes, std::size_t at, int count) {
  std::uint32_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | bytes[at + static_cast<std::size_t>(i)];
  return value;
}
/// The same where the first byte is the least significant one.
template <class Integer = std::uint32_t>
Integer little_endian(std::span<const std::uint8_t> bytes, std::size_t at = 0,
                      int count = sizeof(Integer)) {
  std::uint64_t value = 0;
  for (int i = count; i-- > 0;) value = value << 8 | bytes[at + static_cast<std::size_t>(i)];
  return static_cast<Integer>(value);
}

template <class Integer>
void append_little_endian(std::vector<std::uint8_t>& bytes, Integer value) {
  for (std::size_t i = 0; i < sizeof(Integer); ++i)
    bytes.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

/// CRC-32 with the polynomial 0xEDB88320, as PNG and gzip use it.
inline std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  static constexpr auto table = [] {
    std::array<std::uint32_t, 256> entries{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0xEDB88320u : 0u);
      entries[i] = value;
    }
    return entries;
  }();
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const std::uint8_t byte : bytes) crc = crc >> 8 ^ table[(crc ^ byte) & 255];
  return ~crc;
}

}  // namespace angka::inline ANGKA_ISA::detail
