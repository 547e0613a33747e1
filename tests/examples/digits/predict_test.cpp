#include "program.hpp"

namespace {

/// The bar of `digit` as a PGM file.
std::string picture(int digit, bool dark) {
  std::string image = "P5 28 28 255\n";
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x) {
      const int value = bar(5000 + digit, y, x);
      image += static_cast<char>(dark ? 255 - value : value);
    }
  return image;
}

struct Box {
  int left, top, width, height;
};

/// A light page with dark strokes, as a PGM file.
std::string page(int width, int height, const std::vector<Box>& strokes) {
  std::string image = "P5 " + std::to_string(width) + ' ' + std::to_string(height) + " 255\n";
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      bool ink = false;
      for (const Box& box : strokes)
        ink = ink || (x >= box.left && x < box.left + box.width && y >= box.top &&
                      y < box.top + box.height);
      image += static_cast<char>(ink ? 40 : 220);
    }
  return image;
}

}  // namespace

TEST_CASE("digits predict: labels and probabilities of clean digits, dark or light") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, bar, turn);
  REQUIRE(digits(folder, {"train", "bars", "--out", "m", "--epochs", "20", "--batch-size", "16"})
              .status == 0);
  Arguments arguments{"predict", "--model", "m", "--json", "j"};
  for (int digit = 0; digit < 10; ++digit)
    for (const bool dark : {false, true}) {
      const std::string name = std::to_string(digit) + (dark ? "dark.pgm" : "light.pgm");
      put(folder / name, picture(digit, dark));
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
    CHECK(one["box"]["width"] == 28);
    REQUIRE(one["probabilities"].size() == 10);
    double sum = 0;
    for (const auto& probability : one["probabilities"]) {
      CHECK(probability >= 0);
      sum += probability.get<double>();
    }
    CHECK(sum == doctest::Approx(1).epsilon(1e-5));
    CHECK(one["probability"] == one["probabilities"][i / 2]);
    std::vector<double> sorted = one["probabilities"];
    std::sort(sorted.rbegin(), sorted.rend());
    REQUIRE(one["runners_up"].size() == 2);
    for (std::size_t rank = 1; rank < 3; ++rank) {
      const auto& other = one["runners_up"][rank - 1];
      CHECK(other["probability"] == sorted[rank]);
      CHECK(other["probability"] == one["probabilities"][other["label"].get<std::size_t>()]);
      CHECK(other["name"] == std::to_string(other["label"].get<int>()));
    }
    // Light on dark or dark on light, the net sees the same.
    CHECK(one["probabilities"] == json[i / 2 * 2]["probabilities"]);
  }

  SUBCASE("pictures that can't be read, or hold no digit, are reported; the others are read") {
    put(folder / "broken.png", "\x89PNG\r\n\x1a\n");
    put(folder / "blank.pgm", page(200, 150, {}));
    arguments.insert(arguments.begin() + 5, "broken.png");
    arguments.insert(arguments.begin() + 9, "blank.pgm");
    arguments.push_back("absent.png");
    const Call partly = digits(folder, arguments);
    CHECK(partly.status == 1);
    CHECK(partly.out == call.out);
    CHECK(partly.error_lines() == 3);
    const std::size_t broken = partly.err.find("error: broken.png: expected a whole PNG file"),
                      blank = partly.err.find("error: blank.pgm: expected a handwritten digit"),
                      absent = partly.err.find("error: absent.png: expected a file, found no file");
    CHECK(broken == 0);
    CHECK(broken < blank);
    CHECK(blank < absent);
    CHECK(absent != std::string::npos);
    CHECK(read_json(folder / "j") == json);
  }
  SUBCASE("where the pictures to look at can't be written, the lists are") {
    std::filesystem::create_directories(folder / "seen" / "1-0light-read.png");
    arguments.insert(arguments.begin() + 1, {"--show", "seen"});
    std::filesystem::remove(folder / "j");
    const Call unseen = digits(folder, arguments);
    CHECK(unseen.status == 1);
    CHECK(unseen.error_lines() == 1);
    CHECK(read_json(folder / "j") == json);
  }
  SUBCASE("where no picture can be read, an older list doesn't stay") {
    const Call refused = digits(folder, {"predict", "--json", "j", "absent.png"});
    CHECK(refused.status == 1);
    CHECK(refused.out == "");
    CHECK(refused.error_lines() == 1);
    CHECK(read_json(folder / "j") == nlohmann::json::array());
  }
  SUBCASE("digits less probable than asked for are left out as unsure") {
    std::vector<double> shown;
    for (const auto& one : json) shown.push_back(one["probability"]);
    std::vector<double> sorted = shown;
    std::sort(sorted.begin(), sorted.end());
    const double least = sorted[10];
    REQUIRE(sorted.front() < least - 1e-5);
    arguments.insert(arguments.end(), {"--least-probability", std::to_string(least - 1e-6)});
    const Call some = digits(folder, arguments);
    CHECK(some.status == 1);
    const auto list = read_json(folder / "j");
    REQUIRE(list.size() == json.size());
    std::ptrdiff_t unsure = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (shown[i] >= least) {
        CHECK(list[i] == json[i]);
        continue;
      }
      ++unsure;
      CHECK(list[i]["left_out"] == "unsure");
      CHECK(list[i]["probability"] == json[i]["probability"]);
      CHECK(list[i]["box"] == json[i]["box"]);
      CHECK(!list[i].contains("label"));
    }
    CHECK(unsure > 0);
    CHECK(some.error_lines() == unsure);
    CHECK(some.err.find("found none of probability 0.") != std::string::npos);
  }
  SUBCASE("several digits are read line by line from the left, and each step can be seen") {
    const std::vector<Box> strokes{
        {30, 22, 8, 50}, {95, 30, 10, 44}, {62, 110, 9, 52}, {125, 105, 7, 60}};
    put(folder / "note.pgm", page(160, 190, strokes));
    const Call read =
        digits(folder, {"predict", "--model", "m", "--json", "j", "--show", "steps", "note.pgm"});
    REQUIRE(read.status == 0);
    CHECK(std::count(read.out.begin(), read.out.end(), '\n') == 8);
    const auto found = read_json(folder / "j");
    REQUIRE(found.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
      CAPTURE(i);
      CHECK(found[i]["file"] == "note.pgm");
      CHECK(found[i]["line"] == i / 2);
      CHECK(found[i]["probabilities"].size() == 10);
      const auto near = [&](const char* side, int expected) {
        CAPTURE(side);
        CHECK(std::abs(found[i]["box"][side].get<int>() - expected) <= 2);
      };
      near("left", strokes[i].left);
      near("top", strokes[i].top);
      near("width", strokes[i].width);
      near("height", strokes[i].height);
    }
    CHECK(std::filesystem::exists(folder / "steps" / "note-1-grey.png"));
    CHECK(std::filesystem::exists(folder / "steps" / "note-7-digits.png"));
  }
}

TEST_CASE("digits predict: a name that isn't UTF-8 doesn't break the JSON") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 100, bar, turn);
  REQUIRE(digits(folder, {"train", "bars", "--out", "m", "--epochs", "1"}).status == 0);
  put(folder / "\xff.pgm", picture(1, false));
  REQUIRE(digits(folder, {"predict", "--model", "m", "--json", "j", "\xff.pgm"}).status == 0);
  CHECK(read_json(folder / "j").size() == 1);
}
