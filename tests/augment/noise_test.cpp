#include <angka/augment/noise.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace angka;

namespace {

TEST_CASE("words are Philox's, counter after counter, under a key from the stream") {
  Random random(seed(1), Purpose::augment, 2, 3), same = random;
  detail::Noise noise(random);
  const std::array<std::uint32_t, 2> key{same.bits(), same.bits()};
  constexpr std::uint32_t blocks = detail::Noise::blocks;
  std::uint32_t counter = 0;
  for (const int count : {1, 300, 128}) {
    std::vector<std::uint32_t> words(600, 0);
    noise.fill(words.data(), count);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      const std::size_t batch = i / detail::Noise::words, place = i % detail::Noise::words;
      const auto block = static_cast<std::uint32_t>(batch * blocks + place % blocks);
      REQUIRE(words[i] == philox({counter + block, 0, 0, 0}, key)[place / blocks]);
    }
    counter += static_cast<std::uint32_t>((count + 127) / 128) * blocks;
  }
}

}  // namespace
