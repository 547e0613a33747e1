#include <angka/data/sheet.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "files.hpp"

using namespace angka;

namespace {

/// 6 x 2 tiles of 3 x 2 pixels (columns x rows), each pixel with its own value.
Image numbered(int channels) {
  Image image{.width = 18, .height = 4, .channels = channels};
  for (int i = 0; i < 72 * channels; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i));
  return image;
}

std::filesystem::path save(const TemporaryFolder& folder, const Image& image) {
  const Bytes file = encode_png(image);
  put(folder / "sheet.png", std::string(file.begin(), file.end()));
  return folder / "sheet.png";
}

}  // namespace

TEST_CASE("tiles come row after row, classes in equal runs") {
  const TemporaryFolder folder;
  for (const int channels : {1, 3}) {
    const Image image = numbered(channels);
    const auto path = save(folder, image);
    const Dataset data = load_sheet(
        path, {.tile_width = 3, .tile_height = 2, .classes = 4, .shape = {channels, 2, 3}});
    CHECK(data.shape == Shape{channels, 2, 3});
    CHECK(data.labels == std::vector{0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3});
    CHECK(data.classes == std::vector<std::string>{"0", "1", "2", "3"});
    std::vector<std::uint8_t> expected;
    for (int top : {0, 2})
      for (int left = 0; left < 18; left += 3)
        for (int c = 0; c < channels; ++c)
          for (int y = top; y < top + 2; ++y)
            for (int x = left; x < left + 3; ++x)
              expected.push_back(image.pixels[static_cast<std::size_t>((c * 4 + y) * 18 + x)]);
    CHECK(data.pixels == expected);
  }
}

TEST_CASE("tiles are stretched, each for itself") {
  const TemporaryFolder folder;
  const auto path = save(folder, numbered(1));
  const Sheet sheet{.tile_width = 3, .tile_height = 2, .classes = 12, .shape = {3, 8, 7}};
  const Dataset data = load_sheet(path, sheet);
  CHECK(data.pixels.size() == 12 * 3 * 8 * 7);
  const Image tile{.width = 3, .height = 2, .channels = 1, .pixels = {51, 52, 53, 69, 70, 71}};
  const Image last = to_rgb(resize(tile, 7, 8));
  CHECK(std::equal(last.pixels.begin(), last.pixels.end(), data.pixels.end() - 168));
}

TEST_CASE("a sheet that can't be cut so is refused") {
  const TemporaryFolder folder;
  const auto path = save(folder, numbered(1));
  const auto load = [&path](Sheet sheet) { return load_sheet(path, sheet); };
  CHECK_THROWS_AS(load({.tile_width = 4, .tile_height = 2, .classes = 2}), FileError);
  CHECK_THROWS_AS(load({.tile_width = 3, .tile_height = 3, .classes = 2}), FileError);
  CHECK_THROWS_AS(load({.tile_width = 3, .tile_height = 2, .classes = 5}), FileError);
  CHECK_THROWS_AS(load({.tile_width = 3, .tile_height = 2, .classes = 24}), FileError);
  CHECK_THROWS_AS(load({.tile_width = 36, .tile_height = 4, .classes = 1}), FileError);
  CHECK_THROWS_AS(load({.tile_width = 0, .tile_height = 2}), SettingError);
  CHECK_THROWS_AS(load({.tile_width = 3, .tile_height = -2}), SettingError);
  CHECK_THROWS_AS(load({.tile_width = 3, .tile_height = 2, .classes = 0}), SettingError);
  CHECK_THROWS_AS(load({.tile_width = 3, .tile_height = 2, .classes = 4, .shape = {2, 8, 8}}),
                  SettingError);
  CHECK_THROWS_AS(load_sheet(folder / "none.png"), FileError);
}

TEST_CASE("the bundled sheet has 500 images of each digit") {
  const Dataset data = load_sheet(ANGKA_SOURCE_DIR "/examples/digits/data/digits.png");
  CHECK(data.shape == Shape{1, 28, 28});
  REQUIRE(data.size() == 5000);
  CHECK(data.classes.size() == 10);
  for (int digit = 0; digit < 10; ++digit)
    CHECK(std::count(data.labels.begin(), data.labels.end(), digit) == 500);
  // A zero has a hole in its middle, a one does not.
  const auto middle = [&data](int digit) {
    int sum = 0;
    for (std::size_t i = 0; i < 500; ++i)
      sum += data.pixels[(static_cast<std::size_t>(digit) * 500 + i) * 784 + 14 * 28 + 14];
    return sum / 500;
  };
  CHECK(middle(0) < 30);
  CHECK(middle(1) > 150);
}
