#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <angka/io/cpp_header.hpp>
#include <cpp_header/adaptive.hpp>
#include <cpp_header/ceiled.hpp>
#include <cpp_header/dilated.hpp>
#include <cpp_header/enlarged.hpp>
#include <cpp_header/joins.hpp>
#include <cpp_header/normalized.hpp>
#include <cpp_header/rectangles.hpp>
#include <cpp_header/resized.hpp>
#include <cpp_header/several.hpp>
#include <cpp_header/windows.hpp>

#include "every_layer.hpp"
#include "files.hpp"

#include <cpp_header/own.hpp>  // needs its layer

using namespace angka;

namespace {

/// A network that was written as a header, against the one that it was written from.
template <class Net, class Exported>
void compare(const Exported& exported) {
  static typename Exported::Workspace static_workspace;
  const Net net = random_network<Net>();
  typename Net::Workspace workspace;
  Random random(seed(8), Purpose::test);
  std::vector<std::uint8_t> image(static_cast<std::size_t>(Net::input.size()));
  for (int i = 0; i < 20; ++i) {
    for (std::uint8_t& pixel : image) pixel = static_cast<std::uint8_t>(random.below(256));
    const auto expected = net.predict(image, workspace);
    const auto found = exported.predict(image, static_workspace);
    REQUIRE(found.size() == expected.size());
    for (std::size_t o = 0; o < found.size(); ++o) CHECK(found[o] == expected[o]);
    const std::vector<float> numbers(image.begin(), image.end());
    const auto expected_of_numbers = net.predict(numbers, workspace);
    const auto found_of_numbers = exported.predict(numbers, static_workspace);
    for (std::size_t o = 0; o < found.size(); ++o)
      CHECK(found_of_numbers[o] == expected_of_numbers[o]);
  }
}

}  // namespace

TEST_CASE("a network written as a C++ header predicts bit by bit what it did") {
  static_assert(std::is_same_v<windows::Network, StaticNetwork<Windows>>);
  compare<Windows>(windows::network);
  compare<Dilated>(dilated::network);
  compare<Rectangles>(rectangles::network);
  compare<Joins>(joins::network);
  compare<Resized>(resized::network);
  compare<Normalized>(normalized::network);
  compare<Enlarged>(enlarged::network);
  compare<Ceiled>(ceiled::network);
  compare<Adaptive>(adaptive::network);
  compare<Several>(several::network);
  compare<Own>(own::network);
}

TEST_CASE("numbers are written so that they are read again exactly") {
  CHECK(detail::literal(1.f) == "1.f");
  CHECK(detail::literal(-0.1f) == "-0.1f");
  CHECK(detail::literal(1e-30f) == "1e-30f");
  CHECK(detail::literal(16777216.f) == "16777216.f");
  CHECK(detail::literal(36893488147419103232.) == "36893488147419103232.");  // no integer's literal
  CHECK(detail::literal(-0.) == "-0.");
  CHECK(detail::literal(5e-324) == "5e-324");
  CHECK(detail::literal(-3) == "-3");
  CHECK(detail::literal(true) == "true");
}

TEST_CASE("a header that wouldn't compile isn't written") {
  const TemporaryFolder folder;
  auto net = random_network<Uneven>();
  for (const char* name : {"", "1st", "a b", "a-b", "a::b"})
    CHECK_THROWS_AS(save_cpp_header(folder / "net.hpp", net, name), SettingError);
  net.parameters()[3] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_AS(save_cpp_header(folder / "net.hpp", net, "net"), SettingError);
  auto infinite = random_network<Own>();
  infinite.layer(At<2, -1, 0>{}).factor = std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH_AS(save_cpp_header(folder / "net.hpp", infinite, "net"),
                       "the setting factor of layer 2.main.0 isn't finite", SettingError);
  infinite.layer<LeakyReLU>().negative_slope = -1;
  CHECK_THROWS_WITH_AS(save_cpp_header(folder / "net.hpp", infinite, "net"),
                       doctest::Contains("negative_slope"), SettingError);
  auto unscaled = random_network<Uneven>();
  unscaled.normalization.standard_deviation = 0;
  CHECK_THROWS_WITH_AS(save_cpp_header(folder / "net.hpp", unscaled, "net"),
                       doctest::Contains("standard_deviation"), SettingError);
  CHECK(folder.entries() == 0);
  save_cpp_header(folder / "net.hpp", random_network<Uneven>(), "net",
                  "a remark\\\nof\r two lines");
  CHECK(content(folder / "net.hpp").find("\n// a remark \n// of  two lines\n#pragma once\n") !=
        std::string::npos);
}
