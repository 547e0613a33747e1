#include <angka/data/image.hpp>
#include <angka/data/polarity.hpp>
#include <angka/data/resize.hpp>
#include <angka/data/sheet.hpp>
#include <cstddef>
#include <set>
#include <sstream>
#include <string>
#include <tuple>

#include "program.hpp"

namespace {

/// The numbers that follow a line with `heading`, row by row, up to an empty line.
std::vector<std::vector<int>> grid_below(const std::string& out, const std::string& heading) {
  std::istringstream lines(out.substr(out.find(heading)));
  std::vector<std::vector<int>> grid;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && !line.empty()) {
    std::istringstream numbers(line);
    grid.emplace_back();
    for (int number; numbers >> number;) grid.back().push_back(number);
  }
  return grid;
}

/// The numbers in a row of the table of digits, behind the digit's name.
std::vector<std::string> table_row(const std::string& out, const std::string& name) {
  const std::size_t table = out.find("validation", out.find("Images of each digit"));
  std::istringstream row(out.substr(out.find("\n  " + name + ' ', table)));
  std::vector<std::string> words;
  for (std::string word; words.size() < 7 && row >> word;) words.push_back(word);
  return words;
}

/// Two overlapping blots, another pair for each image.
int blots(int image, int row, int column) {
  const auto blot = [&](int y, int x) {
    return std::max(0, 250 - 9 * ((row - y) * (row - y) + (column - x) * (column - x)));
  };
  return std::max(blot(6 + image * 7 % 15, 6 + image * 11 % 16),
                  blot(6 + image * 5 % 17, 6 + image * 13 % 15));
}

}  // namespace

TEST_CASE("digits inspect: the bundled digits") {
  const TemporaryFolder folder;
  const Call call = digits(folder, {"inspect", "--json", "j", "--out", "pictures/of"});
  CHECK(call.status == 0);
  CHECK(call.err == "");
  const auto json = read_json(folder / "j");
  CHECK(json["images"] == 5000);
  CHECK(json["shape"] ==
        nlohmann::json{{"channels", 1}, {"height", 28}, {"width", 28}, {"pixels", 784}});
  REQUIRE(json["per_class"].size() == 10);
  for (std::size_t digit = 0; digit < 10; ++digit) {
    const auto& counts = json["per_class"][digit];
    CHECK(counts["label"] == digit);
    CHECK(counts["count"] == 500);
    CHECK(counts["train"] == 360);
    CHECK(counts["validation"] == 40);
    CHECK(counts["test"] == 100);
    const auto row = table_row(call.out, std::to_string(digit));
    REQUIRE(row.size() == 7);
    CHECK(row[1] == "500");
    CHECK(row[2] == "360");
    CHECK(row[3] == "40");
    CHECK(row[4] == "100");
    CHECK(std::stod(row[5]) == doctest::Approx(100 * counts["ink"].get<double>()).epsilon(0.01));
    CHECK(row[6] == std::string(30, '#'));
  }
  CHECK(json["per_class"][1]["ink"] < json["per_class"][0]["ink"]);
  CHECK(json["findings"]["imbalance"]["ratio"] == 1);
  CHECK(json["findings"]["exact_duplicates"].empty());
  const angka::Image means = angka::read_image(folder / "pictures/of/mean-images.png");
  CHECK(means.width == 4 * 10 * 28);
  CHECK(means.height == 4 * 28);
}

TEST_CASE("digits inspect: the pixels of an image, as --digit and --index choose it") {
  const TemporaryFolder folder;
  const auto bundled_data = angka::load_sheet(bundled);
  const Call all = digits(folder, {"inspect", "--json", "j"});
  const auto shown = read_json(folder / "j")["shown"];
  REQUIRE(shown.size() == 10);
  for (std::size_t digit = 0; digit < 10; ++digit) CHECK(shown[digit]["position"] == 500 * digit);

  const Call call = digits(folder, {"inspect", "--digit", "3", "--index", "17", "--json", "j"});
  CHECK(call.status == 0);
  const auto json = read_json(folder / "j");
  REQUIRE(json["shown"].size() == 1);
  CHECK(json["shown"][0]["position"] == 1517);
  const auto image = angka::DataView(bundled_data).image(1517);
  int top = 28, bottom = -1, first = 28, last = -1;
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x) {
      const int pixel = image[static_cast<std::size_t>(y * 28 + x)];
      CHECK(json["shown"][0]["pixels"][static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] ==
            pixel);
      if (pixel == 0) continue;
      top = std::min(top, y);
      bottom = std::max(bottom, y);
      first = std::min(first, x);
      last = std::max(last, x);
    }
  const auto grid = grid_below(call.out, "digit 3 number 17, rows " + std::to_string(top) + " to " +
                                             std::to_string(bottom) + " and columns " +
                                             std::to_string(first) + " to " + std::to_string(last));
  REQUIRE(grid.size() == static_cast<std::size_t>(bottom - top + 1));
  for (int y = top; y <= bottom; ++y) {
    const auto& row = grid[static_cast<std::size_t>(y - top)];
    REQUIRE(row.size() == static_cast<std::size_t>(last - first + 1));
    for (int x = first; x <= last; ++x)
      CHECK(row[static_cast<std::size_t>(x - first)] ==
            image[static_cast<std::size_t>(y * 28 + x)]);
  }
  CHECK(digits(folder, {"inspect", "--index", "499"}).status == 0);
  for (const Arguments& wrong : {Arguments{"inspect", "--digit", "a"},
                                 {"inspect", "--digit", "3", "--index", "500"},
                                 {"inspect", "--index", "-1"}}) {
    const Call refused = digits(folder, wrong);
    CHECK(refused.status == 2);
    CHECK(refused.error_lines() == 1);
    CHECK(refused.out == "");
  }
}

TEST_CASE("digits inspect: counts, statistics and pixels of IDX files, of any shape") {
  const TemporaryFolder folder;
  // Of image i all pixels are 10 i, but for a bright dot in the middle; labels 0, 1, 1, 2, 2, 2.
  const int labels[] = {0, 1, 1, 2, 2, 2};
  write_idx(
      folder / "data", "train", 6,
      [](int i, int y, int x) { return y / 2 == 7 && x == 14 ? 255 : 10 * i; },
      [&](int i) { return labels[i]; });
  write_idx(
      folder / "data", "t10k", 2, [](int, int, int) { return 0; }, [](int i) { return i; });
  const Call call = digits(folder, {"inspect", "data", "--json", "j"});
  REQUIRE(call.status == 0);
  const auto json = read_json(folder / "j");
  CHECK(json["images"] == 6);
  REQUIRE(json["per_class"].size() == 3);
  for (int label = 0; label < 3; ++label) {
    const auto& counts = json["per_class"][static_cast<std::size_t>(label)];
    CHECK(counts["count"] == label + 1);
    // The pixels that aren't the dot: 0; 10, 20; 30, 40, 50.
    const double ground = label == 0 ? 0 : label == 1 ? 15 : 40;
    CHECK(counts["ink"].get<double>() ==
          doctest::Approx((782 * ground + 2 * 255) / (784 * 255)).epsilon(1e-6));
  }
  CHECK(json["test"]["images"] == 2);
  CHECK(json["test"]["per_class"][2]["count"] == 0);
  CHECK(json["pixels"]["minimum"] == 0);
  CHECK(json["pixels"]["maximum"] == 255);
  // (784 - 2) x (0 + 10 + ... + 50) + 6 x 2 x 255, over 6 x 784 pixels
  CHECK(json["pixels"]["mean"].get<double>() == doctest::Approx(25.586735).epsilon(1e-6));
  CHECK(json["findings"]["blank"].size() == 2);  // of the test set
  CHECK(json["findings"]["imbalance"]["ratio"] == 3);
  CHECK(call.out.find('@') != std::string::npos);
}

TEST_CASE("digits inspect: what is planted among sound images is found, and nothing else") {
  const TemporaryFolder folder;
  const int count = 120;
  const auto planted = [](int i, int y, int x) {
    switch (i) {
      case 17:
        return 8;  // blank
      case 28:
        return blots(2, y, x);  // the pixels of image 2, under another label
      case 45:
        return blots(5, y, x) / 2 + (x + y) % 3;  // image 5, paler
      case 33:
        return y > 2 && y < 25 && x > 2 && x < 25 ? 250 : 0;  // far too much ink
      case 51:
        return std::max(blots(i, y, x), y == 27 && x == 9 ? 200 : 0);  // at the border
      default:
        return blots(i, y, x);
    }
  };
  write_idx(folder / "data", "train", count, planted, [](int i) { return i == 28 ? 3 : i % 10; });
  const Call call = digits(folder, {"inspect", "data", "--json", "j"});
  REQUIRE(call.status == 0);
  const auto findings = read_json(folder / "j")["findings"];
  const auto positions = [](const nlohmann::json& images) {
    std::set<int> found;
    for (const auto& image : images) found.insert(image["position"].get<int>());
    return found;
  };
  CHECK(positions(findings["blank"]) == std::set<int>{17});
  CHECK(positions(findings["unusual_ink"]).count(33) == 1);
  CHECK(positions(findings["ink_at_border"]) == std::set<int>{51});
  REQUIRE(findings["exact_duplicates"].size() == 1);
  CHECK(findings["exact_duplicates"][0]["first"]["position"] == 2);
  CHECK(findings["exact_duplicates"][0]["second"]["position"] == 28);
  REQUIRE(findings["near_duplicates"].size() == 1);
  CHECK(findings["near_duplicates"][0]["first"]["position"] == 5);
  CHECK(findings["near_duplicates"][0]["second"]["position"] == 45);
  CHECK(findings["duplicates_of_another_label"] == 1);
  CHECK(call.out.find("digit 5 number 0 = digit 5 number 4") != std::string::npos);
}

TEST_CASE("digits: the steps of the data, with their counts, alone and in training") {
  const TemporaryFolder folder;
  for (const char* name : {"a", "b"}) {
    std::filesystem::create_directories(folder / ("data/" + std::string(name)));
    for (int i = 0; i < 50; ++i) {
      std::string pixels = "P5 28 28 255\n" + std::string(784, i == 7 ? '\xFF' : '\0');
      pixels[pixels.size() - 392 + static_cast<std::size_t>(i) % 28] = i == 7 ? '\0' : '\xFF';
      put(folder / ("data/" + std::string(name) + '/' + std::to_string(i) + ".pgm"), pixels);
    }
  }
  put(folder / "data/a/notes.txt", "not an image");
  const Call call = digits(
      folder, {"inspect", "data", "--steps", "--validation", "0.25", "--seed", "5", "--json", "j"});
  REQUIRE(call.status == 0);
  const auto steps = read_json(folder / "j")["steps"];
  REQUIRE(steps.size() == 7);
  const char* names[] = {"read", "check", "convert", "resize", "normalise", "split", "pack"};
  const int in[] = {101, 101, 100, 100, 100, 100, 60}, out[] = {101, 100, 100, 100, 100, 100};
  for (std::size_t i = 0; i < 7; ++i) {
    CHECK(steps[i]["step"] == i + 1);
    CHECK(steps[i]["name"] == names[i]);
    CHECK(steps[i]["in"] == in[i]);
    if (i < 6) CHECK(steps[i]["out"] == out[i]);
    CHECK(call.out.find("\n  " + std::to_string(i + 1) + ' ' + names[i]) != std::string::npos);
  }
  CHECK(steps[1]["skipped"] == 1);
  CHECK(steps[2]["inverted"] == 2);
  CHECK(steps[5]["train"] == 60);
  CHECK(steps[5]["validation"] == 20);
  CHECK(steps[5]["test"] == 20);
  CHECK(steps[5]["seed"] == 5);
  CHECK(steps[6]["batch_size"] == 32);
  const int lanes = steps[6]["lanes"];  // 60 images are batches of 32 and 28
  CHECK(steps[6]["out"] == (32 + lanes - 1) / lanes + (28 + lanes - 1) / lanes);
  CHECK(call.out.find("Images of each digit") == std::string::npos);

  const Call train = digits(
      folder, {"train", "--steps", "--train-limit", "100", "--batch-size", "45", "--json", "j"});
  CHECK(train.status == 0);
  const auto trained = read_json(folder / "j")["steps"];
  CHECK(trained[0]["in"] == 1);
  CHECK(trained[0]["out"] == 5000);
  CHECK(trained[5]["in"] == 5000);
  CHECK(trained[5]["out"] == 1100);
  CHECK(trained[5]["train"] == 90);
  CHECK(trained[6]["batch_size"] == 45);
  CHECK(train.out.find("epoch") == std::string::npos);
  CHECK(folder.entries() == 2);  // the data and the figures
  CHECK(digits(folder, {"inspect", "--steps", "--lang", "id"}).out.find("1 baca") !=
        std::string::npos);
}

TEST_CASE("digits inspect: what a class folder holds besides images is said") {
  const TemporaryFolder folder;
  std::string dot = "P5 28 28 255\n" + std::string(784, '\0');
  dot[dot.size() - 392] = '\xFF';
  for (const char* name : {"a", "b"}) {
    std::filesystem::create_directories(folder / ("data/" + std::string(name)));
    put(folder / ("data/" + std::string(name) + "/1.pgm"), dot);
  }
  put(folder / "data/a/notes.txt", "not an image");
  const Call call = digits(folder, {"inspect", "data", "--json", "j"});
  REQUIRE(call.status == 0);
  CHECK(read_json(folder / "j")["skipped"] == 1);
  CHECK(call.out.find("notes.txt") != std::string::npos);
}

TEST_CASE(
    "digits: only what is no picture or holds no ink is left out of people's data, and named") {
  const TemporaryFolder folder;
  const auto page = [](int ink) {
    std::string pgm = "P5 60 60 255\n" + std::string(3600, '\xE0');
    for (int y = 15; y < 45; ++y)
      for (int x = 28; x < 32; ++x)
        pgm[pgm.size() - 3600 + static_cast<std::size_t>(60 * y + x)] = static_cast<char>(ink);
    return pgm;
  };
  for (int digit = 0; digit < 10; ++digit) {
    const std::string place = "data/" + std::to_string(digit);
    std::filesystem::create_directories(folder / place);
    for (const char* name : {"/1.pgm", "/2.pgm", "/3.pgm"}) put(folder / (place + name), page(40));
  }
  std::filesystem::create_directories(folder / "data/__MACOSX/0");
  put(folder / "data/__MACOSX/0/1.pgm", "not an image");
  put(folder / "data/3/blank.pgm", page(0xE0));
  put(folder / "data/4/broken.png", "\x89PNG\r\n\x1A\n");
  const Call call = digits(folder, {"inspect", "data", "--json", "j"});
  CHECK(call.status == 0);
  CHECK(call.out.find("2 files that can't be used were left out, the first: data/3/blank.pgm: "
                      "expected a handwritten digit, found no ink") != std::string::npos);
  auto json = read_json(folder / "j");
  CHECK(json["images"] == 30);
  CHECK(json["photographs"] == 30);  // whatever the judge says of a bar as a 5
  REQUIRE(json["left_out"].size() == 2);
  CHECK(json["left_out"][0]["file"] == "data/3/blank.pgm");
  CHECK(json["left_out"][0]["left_out"] == "expected a handwritten digit, found no ink");
  CHECK(json["left_out"][1]["file"] == "data/4/broken.png");
  CHECK(digits(folder, {"train", "data", "--epochs", "1", "--out", "m", "--json", "t", "--quiet"})
            .status == 0);
  CHECK(read_json(folder / "t")["left_out"].size() == 2);
  const Call strict = digits(folder, {"inspect", "data", "--strict"});
  CHECK(strict.status == 1);
  CHECK(strict.error_lines() == 1);
  CHECK(strict.err.find("blank.pgm") != std::string::npos);
  std::filesystem::remove(folder / "data/3/blank.pgm");
  std::filesystem::remove(folder / "data/4/broken.png");
  CHECK(digits(folder, {"inspect", "data", "--strict"}).status == 0);
}

TEST_CASE("digits inspect: the steps tell what was done to photographs, and their sizes") {
  const TemporaryFolder folder;
  const auto photograph = [](const std::string& digit, int width, int height) {
    angka::Image image =
        resize(to_grey(angka::read_image(samples + digit + ".png")), width, height);
    if (!angka::dark_on_light(image.pixels, height)) angka::invert(image.pixels);
    for (std::uint8_t& pixel : image.pixels) pixel = static_cast<std::uint8_t>(20 + pixel * 3 / 5);
    const auto png = encode_png(image);
    return std::string(png.begin(), png.end());
  };
  for (const std::string digit : {"3", "5", "8"}) {
    const auto place = folder / ("data/" + digit);
    std::filesystem::create_directories(place);
    put(place / "1.png", photograph(digit, 60, 60));
    put(place / "2.png", photograph(digit, 60, 60));
    std::filesystem::copy(samples + digit + ".png", place / "3.png");  // clean, light on dark
  }
  put(folder / "data/3/4.png", photograph("3", 90, 60));
  const Call call = digits(folder, {"inspect", "data", "--json", "j"});
  REQUIRE(call.status == 0);
  const auto json = read_json(folder / "j");
  CHECK(json["photographs"] == 7);
  CHECK(json["inverted"] == 7);
  CHECK(json["steps"][2]["inverted"] == 7);
  CHECK(json["steps"][2]["coloured"] == 0);
  CHECK(json["steps"][3]["original_shapes"] == nlohmann::json{{"smallest", {1, 60, 60}},
                                                              {"median", {1, 60, 60}},
                                                              {"largest", {1, 60, 90}}});
  CHECK(call.out.find("7 of 10 were dark on light") != std::string::npos);
  CHECK(call.out.find("the largest 90 x 60 x 1") != std::string::npos);
  const Call steps = digits(folder, {"inspect", "data", "--steps", "--lang", "id"});
  CHECK(steps.out.find("7 dari 10 tadinya gelap di atas terang") != std::string::npos);
}

TEST_CASE("digits: images of another size are fitted, stretched or refused, as --fit tells") {
  const TemporaryFolder folder;
  // Dark on light; a bar of 4 x 20 in the upper left of 40 x 40, a new place for each image.
  std::string table;
  for (int i = 0; i < 100; ++i) {
    table += std::to_string(i % 10);
    for (int p = 0; p < 1600; ++p) {
      const int y = p / 40 - i / 10, x = p % 40 - 3 - i % 10;
      table += y >= 3 && y < 23 && x >= 0 && x < 4 ? ",0" : ",255";
    }
    table += '\n';
  }
  put(folder / "t.csv", table);
  const auto inspected = [&](const Arguments& more) {
    Arguments words{"inspect", "t.csv", "--json", "j"};
    words.insert(words.end(), more.begin(), more.end());
    const Call call = digits(folder, words);
    CHECK(call.err == "");
    REQUIRE(call.status == 0);
    return std::pair(call.out, read_json(folder / "j"));
  };
  const auto [as_is, whole] = inspected({});
  CHECK(whole["shape"]["width"] == 40);
  CHECK(as_is.find("40 x 40 as they are") != std::string::npos);
  const auto [fit, fitted] = inspected({"--fit", "digit"});
  CHECK(fitted["shape"]["width"] == 28);
  CHECK(fitted["inverted"] == 100);
  CHECK(fit.find("from 40 x 40 to 28 x 28, fitted and centred") != std::string::npos);
  // All 20 rows of the bar, wherever it stood: 4 x 20 pixels of 28 x 28 in each image.
  CHECK(fitted["pixels"]["mean"].get<double>() == doctest::Approx(255 * 80 / 784.0).epsilon(0.01));
  const auto [stretch, stretched] = inspected({"--fit", "stretch"});
  CHECK(stretch.find("from 40 x 40 to 28 x 28, stretched") != std::string::npos);
  CHECK(stretched["pixels"]["mean"].get<double>() ==
        doctest::Approx(255 * 80 / 1600.0).epsilon(0.02));

  const Arguments augment{"augment", "t.csv", "--out", "o"};
  Arguments refused = augment;
  refused.insert(refused.end(), {"--fit", "none"});
  const Call call = digits(folder, refused);
  CHECK(call.status == 1);
  CHECK(call.err == "error: t.csv: expected images of 1 x 28 x 28, found 1 x 40 x 40\n");
  CHECK(digits(folder, augment).out.find("from 40 x 40 to 28 x 28, fitted") != std::string::npos);
}

TEST_CASE("digits: a table's images of 28 x 28 are fitted and centred if --fit digit asks for it") {
  const TemporaryFolder folder;
  // A bar of 2 x 10 in a corner of 28 x 28, a new place for each image.
  std::string table;
  for (int i = 0; i < 100; ++i) {
    table += std::to_string(i % 10);
    for (int p = 0; p < 784; ++p) {
      const int y = p / 28 - i / 10, x = p % 28 - i % 10;
      table += y >= 0 && y < 10 && x >= 0 && x < 2 ? ",255" : ",0";
    }
    table += '\n';
  }
  put(folder / "t.csv", table);
  const auto mean = [&](const Arguments& more) {
    Arguments words{"inspect", "t.csv", "--json", "j"};
    words.insert(words.end(), more.begin(), more.end());
    const Call call = digits(folder, words);
    REQUIRE(call.status == 0);
    const bool fits = !more.empty() && more[1] == "digit";
    CHECK((call.out.find("100 images were fitted and centred") != std::string::npos) == fits);
    CHECK((call.out.find("28 x 28 as they are") == std::string::npos) == fits);
    return read_json(folder / "j")["pixels"]["mean"].get<double>();
  };
  CHECK(mean({}) == doctest::Approx(255 * 20 / 784.0).epsilon(0.001));
  CHECK(mean({"--fit", "none"}) == doctest::Approx(255 * 20 / 784.0).epsilon(0.001));
  CHECK(mean({"--fit", "digit"}) == doctest::Approx(255 * 80 / 784.0).epsilon(0.1));  // 4 x 20
}

// ANGKA_PHOTOGRAPHS names a folder with sets that people have; each was refused once.
TEST_CASE(
    "digits: sets in other programs' files, with a blank page, or what a Mac leaves, are read") {
  const std::string place = setting("ANGKA_PHOTOGRAPHS", "");
  if (place.empty()) {
    MESSAGE("skipped: ANGKA_PHOTOGRAPHS names no folder");
    return;
  }
  const TemporaryFolder folder;
  const auto cases = std::filesystem::path(place) / "cases";
  for (const auto& [of_set, train, test] : {std::tuple("kaggle-train.csv", 100, 0),
                                            {"keras-mnist.npz", 200, 50},
                                            {"emnist", 300, 300},
                                            {"qmnist", 300, 0}}) {
    const std::string set = of_set;
    CAPTURE(set);
    REQUIRE(digits(folder, {"inspect", (cases / set).string(), "--json", "j"}).status == 0);
    const auto json = read_json(folder / "j");
    CHECK(json["images"] == train);
    if (test > 0) CHECK(json["test"]["images"] == test);
    CHECK(json["steps"][2]["transposed"] == (set == "emnist" ? 600 : 0));
    CHECK(json["shape"]["pixels"] == 784);
  }
  for (const auto& [of_folder, left_out] :
       {std::pair("folder-with-macosx", 0), {"folder-one-blank-photo", 1}}) {
    const std::string name = of_folder;
    CAPTURE(name);
    REQUIRE(digits(folder, {"inspect", (cases / name).string(), "--json", "j"}).status == 0);
    const auto json = read_json(folder / "j");
    CHECK(json["images"] == 60);
    CHECK(json["left_out"].size() == static_cast<std::size_t>(left_out));
  }
}
