#include <angka/core/bytes.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>
#include <vector>

using namespace angka::detail;

TEST_CASE("CRC-32 of the published check string") {
  constexpr std::string_view text = "123456789";
  CHECK(crc32({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}) == 0xCBF43926u);
  CHECK(crc32({}) == 0);
}

TEST_CASE("little-endian numbers, the low byte first") {
  std::vector<std::uint8_t> bytes;
  append_little_endian(bytes, std::uint32_t{0x01020304});
  append_little_endian(bytes, std::uint16_t{0xABCD});
  CHECK(bytes == std::vector<std::uint8_t>{4, 3, 2, 1, 0xCD, 0xAB});
  CHECK(little_endian<std::uint32_t>(bytes) == 0x01020304u);
  CHECK(little_endian<std::uint64_t>(std::vector<std::uint8_t>(8, 0xFF)) == ~0ull);
}
