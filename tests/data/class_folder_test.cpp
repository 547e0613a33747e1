#include <angka/data/class_folder.hpp>
#include <angka/reading/labelled.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "files.hpp"
#include "reading/page.hpp"

using namespace angka;
namespace fs = std::filesystem;

namespace {

/// A grey picture of 2 x 2 pixels, all of one value.
std::string grey(char value) { return "P5\n2 2\n255\n" + std::string(4, value); }

void put_image(const fs::path& path, char value = 'x') {
  fs::create_directories(path.parent_path());
  put(path, grey(value));
}

const ClassFolder small{.shape = {1, 2, 2}};

std::string complaint(const fs::path& folder, const ClassFolder& options = small) {
  return error_of([&] { load_class_folder(folder, options); });
}

}  // namespace

TEST_CASE("classes and images come in the order of their names' bytes") {
  const TemporaryFolder folder;
  const std::vector<std::string> sorted = {" ", "0", "10", "2", "B", "a", "a b", "\xC3\xA9"};
  for (const std::size_t i : {5u, 0u, 7u, 2u, 1u, 6u, 4u, 3u})  // made in another order
    for (const char* name : {"z.pgm", "Z.pgm", "10", "9"})
      put_image(folder.path() / sorted[i] / name, name[0]);
  LoadReport report;
  const Dataset data = load_class_folder(folder.path(), small, &report);
  CHECK(data.classes == sorted);
  CHECK(data.shape == Shape{1, 2, 2});
  CHECK(report.loaded == 32);
  CHECK(report.skipped == 0);
  REQUIRE(data.size() == 32);
  for (std::size_t i = 0; i < 32; ++i) {
    CHECK(data.labels[i] == static_cast<int>(i / 4));
    CHECK(data.pixels[4 * i] == static_cast<std::uint8_t>("19Zz"[i % 4]));
    const char* names[] = {"10", "9", "Z.pgm", "z.pgm"};
    CHECK(report.files.at(i) == (folder.path() / sorted[i / 4] / names[i % 4]).string());
  }
}

TEST_CASE("images are brought to the asked shape") {
  const TemporaryFolder folder;
  Image colour{.width = 6, .height = 3, .channels = 3};
  for (int i = 0; i < 54; ++i) colour.pixels.push_back(static_cast<std::uint8_t>(4 * i));
  const Bytes file = encode_png(colour);
  fs::create_directory(folder / "one");
  put(folder / "one" / "image.png", std::string(file.begin(), file.end()));
  put_image(folder / "two" / "image.pgm", 'x');
  for (const Shape& shape : {Shape{1, 4, 4}, Shape{3, 5, 9}})
    for (const Fit fit : {Fit::stretch, Fit::pad}) {
      const Dataset data =
          load_class_folder(folder.path(), {.shape = shape, .fit = fit, .fill = 9});
      const Image first = fit_to(colour, shape, fit, 9);
      CHECK(data.shape == shape);
      REQUIRE(data.pixels.size() == 2 * first.pixels.size());
      CHECK(std::equal(first.pixels.begin(), first.pixels.end(), data.pixels.begin()));
    }
}

TEST_CASE("what is no image is left out and counted, and nothing blocks") {
  const TemporaryFolder folder;
  put_image(folder / "a" / "good.pgm");
  put_image(folder / "b" / "good.pgm");
  LoadReport report;
  load_class_folder(folder.path(), small, &report);
  CHECK(report.skipped == 0);

  put(folder / "readme.txt", "text");
  put_image(folder / ".hidden" / "image.pgm");
  put_image(folder / "a" / ".hidden.pgm");
  put(folder / "a" / "Thumbs.db", "text");
  put(folder / "a" / "empty.png", "");
  put(folder / "a" / "broken.png", "\x89PNG\r\n\x1A\n");
  put_image(folder / "a" / "nested" / "image.pgm");
  put(folder / "a" / "caf\xE9\n.png", "text");
  REQUIRE(::mkfifo((folder / "a" / "pipe.png").c_str(), 0600) == 0);
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  fs::create_symlink("loop.png", folder / "a" / "loop.png");
  fs::create_symlink("nowhere.png", folder / "a" / "dangling.png");
  fs::create_symlink("/dev/zero", folder / "a" / "device.png");
  fs::create_symlink("..", folder / "a" / "up");
  fs::create_symlink("loop", folder / "loop");
  report = {};
  const Dataset data = load_class_folder(folder.path(), small, &report);
  CHECK(data.classes == std::vector<std::string>{"a", "b"});
  CHECK(report.loaded == 2);
  CHECK(report.skipped == 4 + 11);
  REQUIRE(report.reasons.size() == 15);
  const auto reason = [&report](const std::string& name) {
    for (const std::string& text : report.reasons)
      if (text.find(name + ": ") != std::string::npos) return text.substr(text.find(": ") + 2);
    return std::string();
  };
  CHECK(reason("readme.txt") == "not a class folder");
  CHECK(reason("a/.hidden.pgm") == "hidden");
  CHECK(reason("Thumbs.db") ==
        "expected a PNG, JPEG, BMP or PGM image, found another kind of file");
  CHECK(reason("nested") == "expected a file, found a folder");
  CHECK(reason("pipe.png") == "expected a file, found a pipe");
  CHECK(reason("device.png") == "expected a file, found a device");
  CHECK(reason("broken.png") == "expected a whole PNG file, found one that breaks off");
  CHECK(reason("caf\\xe9\\x0a.png") != "");
}

TEST_CASE("only the first reasons are kept") {
  const TemporaryFolder folder;
  put_image(folder / "a" / "good.pgm");
  put_image(folder / "b" / "good.pgm");
  for (int i = 0; i < 50; ++i) put(folder / "a" / std::to_string(i), "text");
  LoadReport report;
  load_class_folder(folder.path(), small, &report);
  CHECK(report.skipped == 50);
  CHECK(report.reasons.size() == LoadReport::most_reasons);
}

TEST_CASE("links to images and to class folders are followed") {
  const TemporaryFolder folder;
  put_image(folder / "elsewhere" / "image.pgm", 'p');
  put_image(folder / "data" / "a" / "image.pgm", 'q');
  fs::create_symlink(folder / "elsewhere" / "image.pgm", folder / "data" / "a" / "link.pgm");
  fs::create_directory_symlink("../elsewhere", folder / "data" / "b");
  const Dataset data = load_class_folder(folder / "data", small);
  CHECK(data.classes == std::vector<std::string>{"a", "b"});
  CHECK(data.labels == std::vector{0, 0, 1});
}

TEST_CASE("long names are no trouble") {
  const TemporaryFolder folder;
  put_image(folder / std::string(255, 'a') / std::string(255, 'i'));
  put_image(folder / std::string(255, 'b') / std::string(255, 'i'));
  CHECK(load_class_folder(folder.path(), small).size() == 2);
  CHECK(complaint(folder / std::string(4096, 'c')) != "");
}

TEST_CASE("a folder that is no set of classes is refused, with what it lacks") {
  const TemporaryFolder folder;
  CHECK(complaint(folder.path())
            .ends_with("expected at least two sub-folders, one a class, found 0"));
  CHECK(complaint(folder / "none").ends_with("expected a folder, found no file"));
  put(folder / "file", "text");
  CHECK(complaint(folder / "file").ends_with("expected a folder, found a file"));
  put_image(folder / "a" / "image.pgm");
  CHECK(complaint(folder.path()).ends_with("found 1"));
  fs::create_directory(folder / "b");
  CHECK(complaint(folder.path()) ==
        (folder / "b").string() + ": expected at least one image, found none");
  put(folder / "b" / "text.png", "text");
  CHECK(complaint(folder.path()).ends_with("found none"));
  put_image(folder / "b" / "image.pgm");
  CHECK(complaint(folder.path()) == "");
  for (const char* name : {"new\nline", "caf\xE9"}) {
    put_image(folder.path() / name / "image.pgm");
    CHECK(complaint(folder.path()).find("a class name in UTF-8") != std::string::npos);
    fs::remove_all(folder.path() / name);
  }
  CHECK_THROWS_AS(load_class_folder(folder.path(), {.shape = {2, 2, 2}}), SettingError);
  fs::permissions(folder / "b", fs::perms::none);
  {
    const WithoutPrivileges nobody;
    CHECK(
        complaint(folder.path()).ends_with("expected a readable folder, found Permission denied"));
  }
  fs::permissions(folder / "b", fs::perms::all);
  fs::permissions(folder / "b" / "image.pgm", fs::perms::none);
  put_image(folder / "b" / "other.pgm");
  const WithoutPrivileges nobody;
  LoadReport report;
  CHECK(load_class_folder(folder.path(), small, &report).size() == 2);
  CHECK(report.skipped == 3);  // the file beside the classes, the text, the closed image
}

TEST_CASE("given classes name the labels; the folder may lack some but not have others") {
  const TemporaryFolder folder;
  put_image(folder / "cat" / "image.pgm");
  put_image(folder / "ant" / "image.pgm");
  ClassFolder options = small;
  options.classes = {"dog", "cat", "ant"};
  const Dataset data = load_class_folder(folder.path(), options);
  CHECK(data.classes == options.classes);
  CHECK(data.labels == std::vector{2, 1});
  options.classes = {"dog", "cat"};
  CHECK(complaint(folder.path(), options)
            .ends_with("ant: expected only classes that the training set has, found another one"));
  options.classes = {"ant", "cat"};
  fs::remove_all(folder / "cat");
  CHECK(load_class_folder(folder.path(), options).labels == std::vector{0});
  fs::remove_all(folder / "ant");
  CHECK(complaint(folder.path(), options).ends_with("expected at least one image, found none"));
}

TEST_CASE("what systems leave beside a person's files is no class, and no fault") {
  const TemporaryFolder folder;
  put_image(folder / "0" / "good.pgm");
  put_image(folder / "1" / "good.pgm");
  put(folder / "1" / "Thumbs.db", "text");
  put_image(folder / "__MACOSX" / "0" / "good.pgm");
  put_image(folder / "@eaDir" / "good.pgm");
  ClassFolder options = small;
  options.strict = true;
  LoadReport report;
  const Dataset data = load_class_folder(folder.path(), options, &report);
  CHECK(data.classes == std::vector<std::string>{"0", "1"});
  CHECK(data.size() == 2);
  CHECK(report.skipped == 3);
  CHECK(report.left_out.empty());
  put(folder / "1" / "broken.png", "\x89PNG\r\n\x1A\n");
  CHECK(complaint(folder.path(), options) ==
        (folder / "1/broken.png").string() +
            ": expected a whole PNG file, found one that breaks off");
  report = {};
  CHECK(load_class_folder(folder.path(), small, &report).size() == 2);
  REQUIRE(report.left_out.size() == 1);
  CHECK(report.left_out[0].file == (folder / "1/broken.png").string());
  CHECK(report.left_out[0].why == "expected a whole PNG file, found one that breaks off");
}

TEST_CASE("photographs: the largest digit is taken, clean digits stay, no ink is left out") {
  const TemporaryFolder folder;
  const auto put_page = [&](const fs::path& path, int side, const std::vector<int>& heights) {
    std::string page = "P5\n" + std::to_string(side) + ' ' + std::to_string(side) + "\n255\n";
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x) {
        bool ink = false;
        for (std::size_t i = 0; i < heights.size(); ++i)
          ink = ink || (std::abs(x - 30 - 50 * int(i)) < 4 && y >= 20 && y < 20 + heights[i]);
        page += static_cast<char>(ink ? 30 : 220);
      }
    fs::create_directories(path.parent_path());
    put(path, page);
  };
  std::string clean = "P5\n28 28\n255\n" + std::string(784, '\0');
  for (int y = 5; y < 20; ++y) clean[clean.size() - 784 + std::size_t(28 * y + 11)] = '\xC8';
  fs::create_directory(folder / "a");
  put(folder / "a" / "clean.pgm", clean);
  put_page(folder / "b" / "note.pgm", 130, {40, 60});
  const FindDigit find = [](const Image& picture, const std::string& name) {
    return digit_of_class(picture, name, shape_judge);
  };
  LoadReport report;
  const Dataset data = load_class_folder(folder.path(), {.photographs = find}, &report);
  CHECK(report.loaded == 2);
  CHECK(report.photographs == 1);
  REQUIRE(data.pixels.size() == 2 * 784);
  CHECK(std::equal(data.pixels.begin(), data.pixels.begin() + 784,
                   reinterpret_cast<const std::uint8_t*>(clean.data()) + clean.size() - 784));
  int rows = 0, columns = 0;  // a bar of 60 x 7 pixels, made 20 pixels high
  for (int i = 0; i < 28; ++i) {
    rows += data.pixels[784 + std::size_t(28 * i + 14)] > 127;
    columns += data.pixels[784 + std::size_t(28 * 14 + i)] > 127;
  }
  CHECK(rows == 20);
  CHECK(columns <= 3);
  put_page(folder / "b" / "blank.pgm", 130, {});
  report = {};
  CHECK(load_class_folder(folder.path(), {.photographs = find}, &report).pixels == data.pixels);
  REQUIRE(report.left_out.size() == 1);
  CHECK(report.left_out[0].file == (folder / "b/blank.pgm").string());
  CHECK(report.left_out[0].why == "expected a handwritten digit, found no ink");
  CHECK(complaint(folder.path(), {.photographs = find, .strict = true})
            .ends_with("blank.pgm: expected a handwritten digit, found no ink"));
}
