// A program that compiles stb for itself, with other settings, in a file that uses the library too.
#include <angka/data/image.hpp>

#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_BMP
#define STBI_ONLY_GIF
#if __has_include(<stb/stb_image.h>)
#include <stb/stb_image.h>
#else
#include <stb_image.h>
#endif

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace {

const std::vector<std::uint8_t> gif = {'G', 'I', 'F', '8', '9', 'a', 1, 0,   1, 0, 0x80, 0,
                                       0,   9,   8,   7,   1,   2,   3, ',', 0, 0, 0,    0,
                                       1,   0,   1,   0,   0,   2,   2, 'D', 1, 0, ';'};

}  // namespace

TEST_CASE("the program's stb reads what it was set to, the library's what the library reads") {
  const std::vector<std::uint8_t> png =
      angka::encode_png({.width = 2, .height = 1, .channels = 1, .pixels = {3, 250}});
  angka::detail::Fault fault;
  int width = 0, height = 0, channels = 0;

  const auto image = angka::detail::try_decode_image(png, {}, fault);
  REQUIRE(image);
  CHECK(image->pixels == std::vector<std::uint8_t>{3, 250});
  CHECK_FALSE(
      stbi_info_from_memory(png.data(), static_cast<int>(png.size()), &width, &height, &channels));

  CHECK_FALSE(angka::detail::try_decode_image(gif, {}, fault));
  stbi_uc* pixels = stbi_load_from_memory(gif.data(), static_cast<int>(gif.size()), &width, &height,
                                          &channels, 3);
  REQUIRE(pixels != nullptr);
  CHECK(pixels[0] == 9);
  CHECK(pixels[1] == 8);
  CHECK(pixels[2] == 7);
  stbi_image_free(pixels);
}

TEST_CASE("the program's settings of stb are its own") {
  const std::vector<std::uint8_t> png =
      angka::encode_png({.width = 2, .height = 2, .channels = 1, .pixels = {1, 2, 3, 4}});
  stbi_set_flip_vertically_on_load(1);
  angka::detail::Fault fault;
  const auto image = angka::detail::try_decode_image(png, {}, fault);
  stbi_set_flip_vertically_on_load(0);
  REQUIRE(image);
  CHECK(image->pixels == std::vector<std::uint8_t>{1, 2, 3, 4});
}
