#include <doctest/doctest.h>
#include <angka/core/normalization.hpp>

#include <limits>
#include <span>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

using namespace angka;

namespace {

std::string refusal(const Normalization& normalization, int channels) {
  try {
    normalization.check(channels);
    return "";
  } catch (const SettingError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("there is one number for all channels, or one for each") {
  static_assert(PerChannel().size() == 1 && PerChannel()[5] == 0);
  static_assert(!std::is_convertible_v<PerChannel, float>);
  constexpr PerChannel one = 0.5f, three = {0.5f, 0.25f, 0.125f};
  static_assert(one.size() == 1 && one[0] == 0.5f && one[15] == 0.5f);
  static_assert(three.size() == 3 && three[0] == 0.5f && three[2] == 0.125f);
  static_assert(one == PerChannel{0.5f} && !(one == three) && !(one == PerChannel{0.5f, 0.5f}));
  const std::vector<float> numbers(three.begin(), three.end());
  CHECK(PerChannel(std::span<const float>(numbers)) == three);
  std::ostringstream text;
  text << one << "; " << three;
  CHECK(text.str() == "0.5; 0.5, 0.25, 0.125");
}

TEST_CASE("normalization stays assignable by single numbers") {
  constexpr Normalization none;
  static_assert(none.mean == 0 && none.standard_deviation == 1);
  Normalization normalization{.mean = 0.13f, .standard_deviation = 0.3f};
  normalization.mean = 0.5f;
  CHECK(normalization == Normalization{0.5f, 0.3f});
  CHECK(normalization.size() == 1);
  normalization.mean = {0.5f, 0.25f, 0.125f};
  CHECK(normalization.size() == 3);
  CHECK_FALSE(normalization == Normalization{0.5f, 0.3f});
}

TEST_CASE("no numbers, or more than 16, are refused") {
  const std::vector<float> numbers(17);
  CHECK_THROWS_AS(PerChannel(std::span(numbers)), SettingError);
  CHECK_THROWS_AS(PerChannel(std::span(numbers).first(0)), SettingError);
  CHECK(PerChannel(std::span(numbers).first(16)).size() == 16);
  CHECK_THROWS_AS(PerChannel(std::initializer_list<float>{}), SettingError);
}

TEST_CASE("normalization is checked against the images, with both numbers of channels") {
  CHECK(refusal({}, 1) == "");
  CHECK(refusal({}, 64) == "");
  CHECK(refusal({.mean = {1, 2, 3}}, 3) == "");
  for (const Normalization& wrong :
       {Normalization{.mean = {1, 2, 3}}, Normalization{.standard_deviation = {1, 2, 3}}}) {
    CHECK(refusal(wrong, 1).find("3 channels") != std::string::npos);
    CHECK(refusal(wrong, 2).find("have 2") != std::string::npos);
  }
  CHECK(refusal({.mean = std::numeric_limits<float>::quiet_NaN()}, 1).find("mean") !=
        std::string::npos);
  for (const float deviation : {0.0f, -1.0f, std::numeric_limits<float>::infinity(),
                                std::numeric_limits<float>::quiet_NaN()})
    CHECK(refusal({.standard_deviation = {1, 1, deviation}}, 3).find("standard_deviation") !=
          std::string::npos);
}
