#include "program.hpp"

TEST_CASE("digits inspect: the bundled digits") {
  const TemporaryFolder folder;
  const Call call = digits(folder, {"inspect", "--json", "j"});
  CHECK(call.status == 0);
  CHECK(call.err == "");
  const auto json = read_json(folder / "j");
  CHECK(json["images"] == 5000);
  CHECK(json["shape"] == nlohmann::json{{"channels", 1}, {"height", 28}, {"width", 28}});
  REQUIRE(json["per_class"].size() == 10);
  for (int digit = 0; digit < 10; ++digit) {
    CHECK(json["per_class"][static_cast<std::size_t>(digit)]["label"] == digit);
    CHECK(json["per_class"][static_cast<std::size_t>(digit)]["count"] == 500);
  }
  for (int digit = 0; digit < 10; ++digit)
    CHECK(call.out.find("\n  " + std::to_string(digit) + "      500  #") != std::string::npos);
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
  for (int label = 0; label < 3; ++label)
    CHECK(json["per_class"][static_cast<std::size_t>(label)]["count"] == label + 1);
  CHECK(json["test"]["images"] == 2);
  CHECK(json["pixels"]["minimum"] == 0);
  CHECK(json["pixels"]["maximum"] == 255);
  // (784 - 2) x (0 + 10 + ... + 50) + 6 x 2 x 255, over 6 x 784 pixels
  CHECK(json["pixels"]["mean"].get<double>() == doctest::Approx(25.586735).epsilon(1e-6));
  CHECK(call.out.find('@') != std::string::npos);
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
