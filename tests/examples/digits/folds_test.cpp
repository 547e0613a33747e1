#include <angka/core/dataset.hpp>
#include <angka/data/split.hpp>

#include <cmath>
#include <sstream>

#include "program.hpp"

namespace {

using nlohmann::json;

}  // namespace

TEST_CASE("digits evaluate --folds: each image is read once, by a net trained without it") {
  const TemporaryFolder folder;
  constexpr int images = 200, k = 4;
  write_idx(folder / "bars", "train", images, faint_bar, turn);
  const Arguments training{"--epochs", "5", "--seed", "7", "--batch-size", "32"};
  const auto run = [&](Arguments words, const Arguments& more) {
    words.insert(words.end(), training.begin(), training.end());
    words.insert(words.end(), more.begin(), more.end());
    const Call call = digits(folder, words);
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
    return call;
  };
  const Call call = run({"evaluate", "bars", "--folds", "4", "--json", "j"}, {"--threads", "1"});
  const json found = read_json(folder / "j");
  CHECK(found["part"] == "folds");
  CHECK(found["total"] == images);
  for (const json& scores : found["per_class"]) CHECK(scores["support"] == images / 10);
  int right = 0, diagonal = 0;
  double mean = 0, squares = 0;
  REQUIRE(found["folds"].size() == k);
  for (const json& fold : found["folds"]) {
    CHECK(fold["total"] == images / k);
    CHECK(fold["train"] == images - images / k);
    right += fold["correct"].get<int>();
    mean += fold["accuracy"].get<double>() / k;
  }
  for (std::size_t c = 0; c < 10; ++c) diagonal += found["confusion"][c][c].get<int>();
  CHECK(found["correct"] == right);
  CHECK(diagonal == right);
  CHECK(right > images / 4);
  CHECK(right < images);
  CHECK(found["mean"]["accuracy"].get<double>() == doctest::Approx(mean));
  for (const json& fold : found["folds"])
    squares += std::pow(fold["accuracy"].get<double>() - mean, 2);
  const double margin = 3.182446 * std::sqrt(squares / (k - 1) / k);  // R: qt(0.975, 3)
  CHECK(found["mean"]["interval"][0].get<double>() == doctest::Approx(mean - margin).epsilon(1e-3));
  CHECK(found["mean"]["interval"][1].get<double>() == doctest::Approx(mean + margin).epsilon(1e-3));
  CHECK(call.out.find("over 4 folds") != std::string::npos);

  // By hand: a data set of which the second fold is the test set.
  angka::Dataset data{.shape = {1, 1, 1}, .pixels = std::vector<std::uint8_t>(images)};
  for (int i = 0; i < images; ++i) data.labels.push_back(turn(i));
  const angka::Split fold = angka::k_fold(data, k, {7})[1];
  for (const auto& [set, part] : {std::pair("train", fold.train), {"t10k", fold.held_out}}) {
    const auto nth = [&, its = part](int i) {
      return static_cast<int>(its[static_cast<std::size_t>(i)]);
    };
    write_idx(
        folder / "second", set, static_cast<int>(part.size()),
        [&](int i, int row, int column) { return faint_bar(nth(i), row, column); },
        [&](int i) { return turn(nth(i)); });
  }
  run({"train", "second", "--out", "m", "--json", "t"}, {"--validation", "0"});
  CHECK(read_json(folder / "t")["test"]["correct"] == found["folds"][1]["correct"]);
  CHECK(read_json(folder / "t")["test"]["loss"] == found["folds"][1]["loss"]);

  // The same for any number of threads; in Indonesian.
  const Call again =
      run({"evaluate", "bars", "--folds", "4", "--json", "k", "--lang", "id"}, {"--threads", "2"});
  CHECK(again.out.find("dari 4 lipatan") != std::string::npos);
  const json other = read_json(folder / "k");
  for (const char* figure : {"accuracy", "loss", "confusion", "mean", "per_class"})
    CHECK(other[figure] == found[figure]);
}

TEST_CASE("digits evaluate --folds: what doesn't fit is refused with status 2") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 20, bar, turn);
  for (const Arguments& more : {Arguments{"--folds", "1"},
                                {"--folds", "21"},
                                {"--folds", "2", "--model", "m"},
                                {"--folds", "2", "--test", "bars"},
                                {"--folds", "2", "--batch-size", "11"},
                                {"--folds", "2", "--dropout", "0.5"}}) {
    Arguments words{"evaluate", "bars"};
    words.insert(words.end(), more.begin(), more.end());
    const Call call = digits(folder, words);
    CAPTURE(more.back());
    CHECK(call.status == 2);
    CHECK(call.error_lines() == 1);
  }
}

TEST_CASE("digits train and inspect: the split as a table, with per cent and each digit") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, bar, turn);
  const Call call = digits(folder, {"train", "bars", "--out", "m", "--json", "j", "--epochs", "1",
                                    "--test-split", "0.3", "--validation", "0.2"});
  REQUIRE(call.status == 0);
  const json expected{{"train", {{"images", 112}, {"share", 0.56}}},
                      {"validation", {{"images", 28}, {"share", 0.14}}},
                      {"test", {{"images", 60}, {"share", 0.3}}}};
  const json split = read_json(folder / "j")["split"];
  std::vector<int> each(10);
  for (const auto& [part, its] : expected.items()) {
    const std::string name = part;
    CAPTURE(name);
    CHECK(split[name]["images"] == its["images"]);
    CHECK(split[name]["share"].get<double>() == doctest::Approx(its["share"].get<double>()));
    for (std::size_t c = 0; c < 10; ++c) each[c] += split[name]["per_class"][c].get<int>();
  }
  CHECK(each == std::vector<int>(10, 20));
  std::istringstream lines(call.out.substr(call.out.find("The split:")));
  std::string line, part, number, share;
  std::getline(lines, line);
  std::getline(lines, line);
  for (const Arguments& row : {Arguments{"training", "112", "56.00%"},
                               {"validation", "28", "14.00%"},
                               {"test", "60", "30.00%"},
                               {"total", "200", "100.00%"}}) {
    std::getline(lines, line);
    std::istringstream(line) >> part >> number >> share;
    CHECK(Arguments{part, number, share} == row);
  }
  const Call inspected = digits(
      folder, {"inspect", "bars", "--json", "i", "--test-split", "0.3", "--validation", "0.2"});
  CHECK(read_json(folder / "i")["split"] == split);
  CHECK(inspected.out.find("56.00%     14.00%  30.00%") != std::string::npos);
}
