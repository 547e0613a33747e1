#include <angka/data/image.hpp>

#include "program.hpp"

namespace {

/// The digits' bars, each image moved up or down by up to two rows: few images don't show all.
int moved_bar(int image, int row, int column) {
  const int shift = static_cast<int>(static_cast<std::uint32_t>(image) * 2654435761u >> 8) % 5 - 2;
  return row + shift >= 0 && row + shift < 28 ? bar(image, row + shift, column) : 0;
}

}  // namespace

TEST_CASE("digits compare: tables, plots and every figure, with and without augmentation") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, moved_bar, turn);
  const Call call =
      digits(folder, {"compare", "bars", "--out", "out", "--json", "j", "--seeds", "2", "--epochs",
                      "2", "--seed", "5", "--augment", "rotate=5,shift=0.05", "--each"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.err == "");
  const auto json = read_json(folder / "j");
  CHECK(json == read_json(folder / "out" / "comparison.json"));
  CHECK(json["images"] == nlohmann::json{{"train", 144}, {"validation", 16}, {"test", 40}});
  CHECK(json["settings"]["augment"] == "rotate=5,shift=0.05");
  CHECK(json["updates"] == 2 * 5);  // batches of 32
  REQUIRE(json["runs"].size() == 2);
  double sum = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& run = json["runs"][i];
    CHECK(run["seed"] == 5 + i);
    CHECK(run["with"]["correct"].get<int>() - run["without"]["correct"].get<int>() ==
          run["only_with"].get<int>() - run["only_without"].get<int>());
    CHECK(run["mcnemar_p"] > 0);
    CHECK(run["mcnemar_p"] <= 1);
    sum += run["with"]["accuracy"].get<double>();
  }
  CHECK(json["mean"]["with"]["accuracy"].get<double>() == doctest::Approx(sum / 2));
  CHECK(json["per_class"].size() == 10);
  for (const char* side : {"without", "with"}) {
    CHECK(json["curves"]["validation_accuracy"][side].size() == 2);
    double recalls = 0;
    for (const auto& row : json["per_class"]) recalls += row[side]["accuracy"].get<double>();
    CHECK(recalls / 10 == doctest::Approx(json["mean"][side]["accuracy"].get<double>()));
  }
  REQUIRE(json["sizes"].size() == 2);
  CHECK(json["sizes"][0]["images"] == 100);
  CHECK(json["sizes"][1]["images"] == 144);
  CHECK(json["sizes"][1]["with"] == json["mean"]["with"]);
  REQUIRE(json["each"]["operations"].size() == 2);
  CHECK(json["each"]["operations"][0]["operation"] == "rotate=5");
  // Of two operations, one alone is the other left out.
  CHECK(json["each"]["operations"][0]["left_out"] == json["each"]["operations"][1]["alone"]);
  for (const char* name : {"learning-curves.png", "loss-curves.png", "training-images.png"})
    CHECK(angka::read_image(folder / "out" / name).width == 1760);
  for (const char* words : {"McNemar", "without", "training images", "left out"})
    CHECK(call.out.find(words) != std::string::npos);
}

TEST_CASE("digits compare: trains as `digits train` does, with the same seed") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, moved_bar, turn);
  const Call call = digits(folder, {"compare", "bars", "--out", "out", "--json", "j", "--seeds",
                                    "1", "--epochs", "3", "--lang", "id", "--threads", "2"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.out.find("tanpa") != std::string::npos);
  CHECK(call.out.find("without") == std::string::npos);
  const auto runs = read_json(folder / "j")["runs"];
  REQUIRE(runs.size() == 1);
  for (const auto& [side, augment] : {std::pair("without", "none"), {"with", "light"}}) {
    REQUIRE(digits(folder, {"train", "bars", "--out", "m", "--json", "t", "--epochs", "3",
                            "--augment", augment, "--threads", "1"})
                .status == 0);
    CHECK(read_json(folder / "t")["test"]["correct"] == runs[0][side]["correct"]);
  }
}

TEST_CASE("digits compare: SIGINT ends it with one line, and nothing is written") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, bar, turn);
  const Call call =
      digits(folder, {"compare", "bars", "--out", "out", "--epochs", "100000"}, [&](pid_t child) {
        usleep(1500000);
        kill(child, SIGINT);
      });
  CHECK(call.status == 1);
  CHECK(call.error_lines() == 1);
  CHECK(folder.entries() == 1);
}
