#include "program.hpp"

namespace {

/// The bar of `digit` as a PGM file, each pixel `size` pixels wide.
std::string picture(int digit, int size, bool dark) {
  const int side = 28 * size;
  std::string image = "P5 " + std::to_string(side) + ' ' + std::to_string(side) + " 255\n";
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const int value = bar(5000 + digit, y / size, x / size);
      image += static_cast<char>(dark ? 255 - value : value);
    }
  return image;
}

}  // namespace

TEST_CASE("digits predict: labels and probabilities of images of any size, on dark or light") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, bar, turn);
  REQUIRE(digits(folder, {"train", "bars", "--out", "m", "--epochs", "20", "--batch-size", "16"})
              .status == 0);
  Arguments arguments{"predict", "--model", "m", "--json", "j"};
  for (int digit = 0; digit < 10; ++digit)
    for (const bool dark : {false, true}) {
      const std::string name = std::to_string(digit) + (dark ? "dark.pgm" : "light.pgm");
      put(folder / name, picture(digit, 1 + digit % 3, dark));
      arguments.push_back(name);
    }
  const Call call = digits(folder, arguments);
  REQUIRE(call.status == 0);
  CHECK(call.err == "");
  CHECK(std::count(call.out.begin(), call.out.end(), '\n') == 21);
  const auto json = read_json(folder / "j");
  REQUIRE(json.is_array());
  REQUIRE(json.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) {
    CAPTURE(i);
    const auto& one = json[i];
    CHECK(one["file"] == arguments[5 + i]);
    CHECK(one["label"] == i / 2);
    CHECK(one["inverted"] == (i % 2 == 1));
    REQUIRE(one["probabilities"].size() == 10);
    double sum = 0;
    for (const auto& probability : one["probabilities"]) {
      CHECK(probability >= 0);
      sum += probability.get<double>();
    }
    CHECK(sum == doctest::Approx(1).epsilon(1e-5));
    CHECK(one["probability"] == one["probabilities"][i / 2]);
    // Light on dark or dark on light, the net sees the same.
    CHECK(one["probabilities"] == json[i / 2 * 2]["probabilities"]);
  }

  SUBCASE("one file that can't be read: nothing is predicted") {
    put(folder / "broken.png", "\x89PNG\r\n\x1a\n");
    arguments.push_back("broken.png");
    std::filesystem::remove(folder / "j");
    const Call refused = digits(folder, arguments);
    CHECK(refused.status == 1);
    CHECK(refused.out == "");
    CHECK(refused.error_lines() == 1);
    CHECK(refused.err.find("broken.png") != std::string::npos);
    CHECK(!std::filesystem::exists(folder / "j"));
  }
  SUBCASE("a picture is widened by its ground, not stretched") {
    // The bar of digit 4 cut out to half the width keeps its proportions.
    std::string narrow = "P5 14 28 255\n";
    for (int y = 0; y < 28; ++y)
      for (int x = 7; x < 21; ++x) narrow += static_cast<char>(bar(5004, y, x));
    put(folder / "narrow.pgm", narrow);
    std::string wide = "P5 28 28 255\n";
    for (int y = 0; y < 28; ++y)
      for (int x = 0; x < 28; ++x)
        wide += static_cast<char>(x >= 7 && x < 21 ? bar(5004, y, x) : 0);
    put(folder / "wide.pgm", wide);
    REQUIRE(digits(folder, {"predict", "--model", "m", "--json", "j", "narrow.pgm", "wide.pgm"})
                .status == 0);
    const auto both = read_json(folder / "j");
    CHECK(both[0]["probabilities"] == both[1]["probabilities"]);
  }
}

TEST_CASE("digits predict: a name that isn't UTF-8 doesn't break the JSON") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 100, bar, turn);
  REQUIRE(digits(folder, {"train", "bars", "--out", "m", "--epochs", "1"}).status == 0);
  put(folder / "\xff.pgm", picture(1, 1, false));
  REQUIRE(digits(folder, {"predict", "--model", "m", "--json", "j", "\xff.pgm"}).status == 0);
  CHECK(read_json(folder / "j").size() == 1);
}
