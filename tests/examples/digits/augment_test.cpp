#include <angka/data/card.hpp>
#include <angka/data/load.hpp>

#include <map>
#include <set>

#include "program.hpp"

namespace {

/// 150 images, of digit 0 twice as many as of 1 and three times as many as of the others.
int uneven(int image) {
  const int place = image % 15;
  return place < 4 ? 0 : place < 6 ? 1 : (place - 6) % 8 + 2;
}
/// A spot as large as the digit says and of each image's own brightness.
int spot(int image, int row, int column) {
  const int radius = (row - 14) * (row - 14) + (column - 14) * (column - 14);
  return radius < 30 + uneven(image) * 4 ? 100 + image : 0;
}

struct AugmentFolder {
  TemporaryFolder folder;

  AugmentFolder() { write_idx(folder / "data", "train", 150, spot, uneven); }
  Call run(const Arguments& more) const {
    Arguments arguments{"augment", "data", "--out", "out", "--json", "j"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return digits(folder, arguments);
  }
};

std::map<int, int> counts(const angka::Dataset& data) {
  std::map<int, int> result;
  for (const int label : data.labels) ++result[label];
  return result;
}

std::set<std::vector<std::uint8_t>> images(const angka::Dataset& data) {
  std::set<std::vector<std::uint8_t>> result;
  const angka::DataView view = data;
  for (std::size_t i = 0; i < data.size(); ++i)
    result.insert({view.image(i).begin(), view.image(i).end()});
  return result;
}

}  // namespace

TEST_CASE("digits augment: a sheet of each digit, and how many images there would be") {
  const AugmentFolder place;
  const Call call = place.run({});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.err == "");
  const auto json = read_json(place.folder / "j");
  REQUIRE(json["per_class"].size() == 10);
  CHECK(json["per_class"][0]["before"] == 40);
  CHECK(json["per_class"][0]["after"] == 80);
  CHECK(json["per_class"][1]["before"] == 20);
  CHECK(json["sheets"].size() == 10);
  CHECK(std::distance(std::filesystem::directory_iterator(place.folder / "out"), {}) == 11);
  for (int digit = 0; digit < 10; ++digit) {
    const auto sheet =
        angka::read_image(place.folder / "out" / ("digit-" + std::to_string(digit) + ".png"));
    CHECK(sheet.width > 11 * 56);
    CHECK(sheet.height > (digit < 2 ? 10 : 9) * 56);
  }
  CHECK(call.out.find("before") != std::string::npos);
  const Call indonesian = place.run({"--lang", "id"});
  CHECK(indonesian.out.find("sebelum") != std::string::npos);
  CHECK(indonesian.out.find("before") == std::string::npos);
}

TEST_CASE("digits augment: with nothing to do, the versions are the originals") {
  const AugmentFolder place;
  REQUIRE(place.run({"--augment", "none", "--write-dataset", "idx", "--all"}).status == 0);
  const auto data = angka::load_data(place.folder / "out" / "augmented");
  CHECK(data.train.size() == 300);
  CHECK(!data.test);
  CHECK(images(data.train) == images(angka::load_data(place.folder / "data").train));
}

TEST_CASE("digits augment: a data set of either form holds originals, versions and its card") {
  const AugmentFolder place;
  const auto original = angka::load_data(place.folder / "data").train;
  for (const std::string form : {"idx", "folder"}) {
    CAPTURE(form);
    const Arguments write{"--write-dataset", form, "--copies", "2", "--seed", "7"};
    REQUIRE(place.run(write).status == 0);
    const auto set = place.folder / "out" / "augmented";
    const auto data = angka::load_data(set);
    REQUIRE(data.test);
    CHECK(data.train.size() == 3 * 120);
    CHECK(data.test->size() == 30);
    CHECK(read_json(place.folder / "j")["dataset"] == nlohmann::json{{"train", 360}, {"test", 30}});
    for (const auto& [digit, count] : counts(data.train)) CHECK(count % 3 == 0);
    // Each image of the source is an original here or is tested on, never both.
    const auto trained = images(data.train), tested = images(*data.test);
    CHECK(trained.size() > 300);
    for (const auto& image : images(original))
      CHECK(trained.count(image) + tested.count(image) == 1);
    const angka::DataCard card = angka::read_card(set / "dataset.json");
    CHECK(card.unknown_fields.empty());
    CHECK(card.processing.find("rotate=") != std::string::npos);
    CHECK(card.processing.find("--seed 7") != std::string::npos);
    CHECK(card.derived_from == "data");

    REQUIRE(place.run(write).status == 0);
    CHECK(images(angka::load_data(set).train) == trained);
    REQUIRE(place.run({"--write-dataset", form, "--copies", "2", "--seed", "8"}).status == 0);
    CHECK(images(angka::load_data(set).train) != trained);
  }
  const Call call = digits(
      place.folder, {"train", "out/augmented", "--out", "m", "--epochs", "1", "--validation", "0"});
  CHECK(call.status == 0);
}

TEST_CASE("digits augment --balance: all digits come to the same count") {
  const AugmentFolder place;
  REQUIRE(place.run({"--balance", "--all", "--write-dataset", "idx"}).status == 0);
  for (const auto& [digit, count] :
       counts(angka::load_data(place.folder / "out" / "augmented").train))
    CHECK(count == 40);
  const auto all_have = [&](int images) {
    const auto json = read_json(place.folder / "j");
    for (const auto& row : json["per_class"]) CHECK(row["after"] == images);
  };
  all_have(40);
  REQUIRE(place.run({"--balance", "--all", "--copies", "1"}).status == 0);
  all_have(80);
}

TEST_CASE("digits augment: the card of the source goes on, with what was done") {
  const AugmentFolder place;
  put(place.folder / "data" / "dataset.json",
      R"({"title": "Bars", "consent": "given", "processing": "scanned", "mood": "good"})");
  REQUIRE(place.run({"--write-dataset", "idx"}).status == 0);
  const auto card = angka::read_card(place.folder / "out" / "augmented" / "dataset.json");
  CHECK(card.title == "Augmented: Bars");
  CHECK(card.derived_from == "Bars");
  CHECK(card.consent == "given");
  CHECK(card.processing.find("scanned; ") == 0);
}

TEST_CASE("digits augment: what can't be finished leaves nothing behind") {
  const AugmentFolder place;
  put(place.folder / "data" / "dataset.json", "no card");
  const auto before = place.folder.entries();
  const Call broken = place.run({"--write-dataset", "idx"});
  CHECK(broken.status == 1);
  CHECK(broken.error_lines() == 1);
  CHECK(place.folder.entries() == before);
  std::filesystem::remove(place.folder / "data" / "dataset.json");
  REQUIRE(place.run({}).status == 0);
  put(place.folder / "data" / "dataset.json", "no card");
  CHECK(digits(place.folder, {"augment", "out/augmented", "--out", "out", "--write-dataset", "idx"})
            .status == 2);
  put(place.folder / "out" / "mine.txt", "kept");
  CHECK(place.run({"--write-dataset", "idx"}).status == 1);
  CHECK(content(place.folder / "out" / "mine.txt") == "kept");
  CHECK(std::distance(std::filesystem::directory_iterator(place.folder / "out"), {}) == 12);
}
