#include <angka/data/image.hpp>
#include <angka/data/jpeg.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "data/recorded_images.hpp"
#include "files.hpp"

using namespace angka;

namespace {

Bytes unhex(const char* hex) {
  const std::string bytes = from_hex(hex);
  return {bytes.begin(), bytes.end()};
}

bool starts_with(const char* text, std::string_view start) {
  return std::string_view(text).starts_with(start);
}

bool decodes(const Bytes& file, const ImageLimits& limits = {}) {
  detail::Fault fault;
  const bool sound = detail::try_decode_image(file, limits, fault).has_value();
  CHECK(sound == fault.expected.empty());
  CHECK(sound == fault.found.empty());
  return sound;
}

Image decode(const Bytes& file) {
  detail::Fault fault;
  const auto image = detail::try_decode_image(file, {}, fault);
  CAPTURE(fault.expected);
  CAPTURE(fault.found);
  REQUIRE(image);
  return *image;
}

Bytes jpeg() {
  for (const auto& recorded : recorded::images)
    if (std::string(recorded.name) == "jpeg grey") return unhex(recorded.file);
  FAIL("no such image");
  return {};
}

}  // namespace

TEST_CASE("images of every kind have the pixels that were put into them") {
  for (const auto& recorded : recorded::images) {
    INFO(std::string(recorded.name));
    const Image image = decode(unhex(recorded.file));
    const Bytes pixels = unhex(recorded.pixels);
    CHECK(image.width == recorded.width);
    CHECK(image.height == recorded.height);
    CHECK(image.channels == recorded.channels);
    REQUIRE(image.pixels.size() == pixels.size());
    if (starts_with(recorded.name, "jpeg")) {
      // JPEG leaves the last bits to the decoder; halved colours also how they are enlarged.
      int worst = 0;
      for (std::size_t i = 0; i < pixels.size(); ++i)
        worst = std::max(worst, std::abs(image.pixels[i] - pixels[i]));
      CHECK(worst <= 5);
    } else {
      CHECK(image.pixels == pixels);
    }
  }
}

TEST_CASE("files that are no image, or a damaged one, are refused") {
  for (const auto& recorded : recorded::broken) {
    INFO(std::string(recorded.name));
    CHECK_FALSE(decodes(unhex(recorded.file)));
  }
}

TEST_CASE("no image that breaks off is read") {
  for (const auto& recorded : recorded::images) {
    INFO(std::string(recorded.name));
    const Bytes file = unhex(recorded.file);
    // In a text, the last digit and the line's end may be missed, as in any list of numbers.
    const std::size_t last = file.size() - (starts_with(recorded.name, "pgm P2") ? 6 : 0);
    for (std::size_t size = 0; size < last; ++size) {
      CAPTURE(size);
      CHECK_FALSE(decodes(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))));
    }
  }
}

TEST_CASE("no flipped bit in a PNG goes unnoticed") {
  for (const auto& recorded : recorded::images) {
    if (!starts_with(recorded.name, "png")) continue;
    INFO(std::string(recorded.name));
    Bytes file = unhex(recorded.file);
    for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
      CAPTURE(bit);
      file[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
      CHECK_FALSE(decodes(file));
      file[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    }
  }
}

TEST_CASE("a flipped bit in another format is refused or gives an image of some size") {
  const ImageLimits limits{.side = 4096, .pixels = 1u << 20};
  for (const auto& recorded : recorded::images) {
    if (starts_with(recorded.name, "png")) continue;
    INFO(std::string(recorded.name));
    Bytes file = unhex(recorded.file);
    for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
      CAPTURE(bit);
      file[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
      detail::Fault fault;
      const auto image = detail::try_decode_image(file, limits, fault);
      if (image)
        CHECK(image->pixels.size() == image->plane() * static_cast<std::size_t>(image->channels));
      else
        CHECK_FALSE(fault.expected.empty());
      file[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    }
  }
}

TEST_CASE("Huffman tables of a JPEG must be prefix codes that fit") {
  // A table: class and number, how many codes of each length from 1 to 16, the symbols.
  const auto sound = [](std::initializer_list<std::pair<int, int>> lengths, int symbols) {
    Bytes segment(static_cast<std::size_t>(17 + symbols));
    for (const auto& [length, count] : lengths)
      segment[static_cast<std::size_t>(length)] = static_cast<std::uint8_t>(count);
    return detail::huffman_tables_sound(segment);
  };
  CHECK(sound({}, 0));
  CHECK(sound({{1, 1}}, 1));
  CHECK_FALSE(sound({{1, 2}}, 2));  // all codes used, so one is all ones
  CHECK_FALSE(sound({{1, 3}}, 3));
  CHECK(sound({{1, 1}, {2, 1}, {16, 1}}, 3));
  CHECK_FALSE(sound({{1, 1}, {2, 2}}, 3));
  CHECK(sound({{8, 255}}, 255));
  CHECK(sound({{8, 254}, {16, 2}}, 256));
  CHECK_FALSE(sound({{8, 200}, {16, 57}}, 257));  // a code, but of 257 symbols
  CHECK_FALSE(sound({{2, 2}}, 1));                // symbols break off
  CHECK_FALSE(sound({{2, 2}}, 3));                // as the next table does
  CHECK(sound({{2, 2}}, 2 + 17));                 // a second table, empty
  CHECK_FALSE(sound({{16, 255}, {15, 255}, {14, 255}}, 765));
}

TEST_CASE("limits bound what an image may ask for") {
  const auto& recorded = recorded::images[0];
  const Bytes file = unhex(recorded.file);
  const auto pixels = static_cast<std::size_t>(recorded.width * recorded.height);
  REQUIRE(recorded.width >= recorded.height);
  CHECK(decodes(file, {.side = recorded.width}));
  CHECK_FALSE(decodes(file, {.side = recorded.width - 1}));
  CHECK(decodes(file, {.pixels = pixels}));
  CHECK_FALSE(decodes(file, {.pixels = pixels - 1}));
  CHECK(decodes(file, {.file_bytes = file.size()}));
  CHECK_FALSE(decodes(file, {.file_bytes = file.size() - 1}));
}

TEST_CASE("a file is not decoded to more pixels than its bytes can tell of") {
  Bytes file = jpeg();
  const std::uint8_t frame[] = {0xFF, 0xC0, 0, 11, 8, 0, 17, 0, 19};  // 17 rows, 19 columns
  const auto at = std::search(file.begin(), file.end(), std::begin(frame), std::end(frame));
  REQUIRE(at != file.end());
  at[5] = at[7] = 0x1F;  // 7,953 x 7,955
  detail::Fault fault;
  CHECK_FALSE(detail::try_decode_image(file, {}, fault));
  CHECK(fault.expected == "the data of 63266115 pixels");
}

TEST_CASE("a JPEG must have a scan, and not very many of them") {
  const Bytes file = jpeg();
  const std::uint8_t scan[] = {0xFF, 0xDA, 0, 8, 1};
  const auto at = std::search(file.begin(), file.end(), std::begin(scan), std::end(scan));
  REQUIRE(at != file.end());
  const auto with_scans = [&](int count) {
    Bytes changed(file.begin(), at);
    for (int i = 0; i < count; ++i) changed.insert(changed.end(), at, file.end() - 2);
    changed.insert(changed.end(), {0xFF, 0xD9});
    return decodes(changed);
  };
  CHECK_FALSE(with_scans(0));
  CHECK(with_scans(1));
  CHECK(with_scans(500));
  CHECK_FALSE(with_scans(501));
}

TEST_CASE("what follows the end of a PNG is not looked at") {
  Bytes file = unhex(recorded::images[0].file);
  file.insert(file.end(), {'t', 'a', 'i', 'l'});
  CHECK(decode(file).pixels == unhex(recorded::images[0].pixels));
}

TEST_CASE("a written PNG is read as it was") {
  for (const int channels : {1, 3})
    for (const auto& [width, height] : {std::pair(1, 1), std::pair(7, 3), std::pair(200, 150)}) {
      Image image{.width = width, .height = height, .channels = channels};
      for (int i = 0; i < width * height * channels; ++i)
        image.pixels.push_back(static_cast<std::uint8_t>(i % 251 * 7 + i / 7));
      const Image back = decode(encode_png(image));
      CHECK(back.shape() == image.shape());
      CHECK(back.pixels == image.pixels);
    }
  CHECK(encode_png({}).empty());
}

TEST_CASE("read_image tells which file it can't read, and why, in one line") {
  const TemporaryFolder folder;
  const auto complaint = [](const std::filesystem::path& path) {
    const std::string text = error_of([&] { read_image(path); });
    CHECK(text.starts_with(detail::printable(path) + ": "));
    return text;
  };
  const Bytes file = unhex(recorded::images[0].file);
  const std::string text(file.begin(), file.end());
  put(folder / "right.txt", text);  // the name's ending plays no part
  CHECK(read_image(folder / "right.txt").pixels == unhex(recorded::images[0].pixels));
  put(folder / "wrong.png", "some text");
  CHECK(complaint(folder / "wrong.png")
            .ends_with("expected a PNG, JPEG, BMP or PGM image, found another kind of file"));
  put(folder / "empty.png", "");
  CHECK(complaint(folder / "empty.png").ends_with("found an empty file"));
  CHECK(complaint(folder / "none.png").ends_with("expected a file, found no file"));
  CHECK(complaint(folder.path()).ends_with("expected a file, found a folder"));
  CHECK(complaint("/dev/null").ends_with("expected a file, found a device"));
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(complaint(folder / "pipe").ends_with("expected a file, found a pipe"));
  std::filesystem::create_symlink("loop", folder / "loop");
  CHECK(complaint(folder / "loop") != "");
  CHECK(complaint(folder / std::string(4096, 'a')) != "");
  put(folder / "two\nlines.png", "x");
  CHECK(complaint(folder / "two\nlines.png").find("two\\x0alines.png: expected") !=
        std::string::npos);
  put(folder / "closed.png", text);
  std::filesystem::permissions(folder / "closed.png", std::filesystem::perms::none);
  const WithoutPrivileges nobody;
  CHECK(complaint(folder / "closed.png").ends_with("found Permission denied"));
}

TEST_CASE("names are shown in one line of UTF-8") {
  CHECK(detail::printable(std::string_view("plain name.png")) == "plain name.png");
  CHECK(detail::printable(std::string_view("angka \xE2\x82\xAC \xF0\x9F\x98\x80")) ==
        "angka \xE2\x82\xAC \xF0\x9F\x98\x80");
  CHECK(detail::printable(std::string_view("a\nb\x7F\x01")) == "a\\x0ab\\x7f\\x01");
  CHECK(detail::printable(std::string_view("caf\xE9")) == "caf\\xe9");
  // Cut short, overlong, a surrogate, beyond the last, a lone continuation, an impossible byte.
  for (const char* text : {"\xE2\x82", "\xC0\x80", "\xE0\x80\x80", "\xF0\x80\x80\x80",
                           "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xFF", "\xC3("})
    CHECK_FALSE(detail::is_utf8(text));
  for (const char* text : {"", "a", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                           "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    CHECK(detail::is_utf8(text));
}

TEST_CASE("grey is the weighted mean of red, green and blue") {
  Image image{.width = 4, .height = 2, .channels = 3};
  image.pixels = {255, 0,   0,   255, 10, 20, 30, 255,   // red
                  0,   255, 0,   255, 40, 50, 60, 254,   // green
                  0,   0,   255, 255, 70, 80, 90, 253};  // blue
  const Image grey = to_grey(image);
  CHECK(grey.channels == 1);
  REQUIRE(grey.pixels.size() == 8);
  for (std::size_t i = 0; i < 8; ++i) {
    const double exact =
        0.299 * image.pixels[i] + 0.587 * image.pixels[i + 8] + 0.114 * image.pixels[i + 16];
    CHECK(std::abs(grey.pixels[i] - exact) <= 0.5 + 1e-9);
  }
  CHECK(to_grey(grey).pixels == grey.pixels);
  const Image rgb = to_rgb(grey);
  CHECK(rgb.channels == 3);
  REQUIRE(rgb.pixels.size() == 24);
  CHECK(to_grey(rgb).pixels == grey.pixels);
  CHECK(to_rgb(image).pixels == image.pixels);
}
