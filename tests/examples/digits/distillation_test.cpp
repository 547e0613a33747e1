#include "program.hpp"

namespace {

/// `digits train` on a few of the bundled digits, with more words.
Call train_few(const TemporaryFolder& folder, const std::string& name, const Arguments& more = {}) {
  Arguments words{"train", "--train-limit", "300",         "--epochs", "2", "--out",
                  name,    "--json",        name + ".json"};
  words.insert(words.end(), more.begin(), more.end());
  return digits(folder, words);
}

int next(int image) { return (image + 1) % 10; }

}  // namespace

TEST_CASE("digits train --teacher: what the teachers say is learnt, and told") {
  const TemporaryFolder folder;
  REQUIRE(train_few(folder, "plain").status == 0);
  REQUIRE(train_few(folder, "teacher").status == 0);
  REQUIRE(train_few(folder, "small", {"--net", "small"}).status == 0);
  const Call call = train_few(folder, "one", {"--teacher", "teacher"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.out.find("teacher teacher: lenet5") != std::string::npos);
  CHECK(call.out.find("as they are, not as they are augmented") != std::string::npos);
  const auto one = read_json(folder / "one.json"), plain = read_json(folder / "plain.json");
  CHECK(one["settings"]["teacher_temperature"] == 4);
  CHECK(one["settings"]["teacher_weight"] == 0.9);
  CHECK(one["settings"]["label_smoothing"] == 0);
  CHECK(one["teachers"].size() == 1);
  CHECK(one["teachers"][0]["net"] == "lenet5");
  CHECK(one["teachers"][0]["same_data"] == true);
  CHECK(one["teacher_seconds"] > 0);
  double epochs = one["teacher_seconds"];
  for (const auto& epoch : one["epochs"]) epochs += epoch["seconds"].get<double>();
  CHECK(one["seconds"] >= epochs);
  CHECK(one["test"]["loss"] != plain["test"]["loss"]);
  CHECK_FALSE(plain.contains("teachers"));
  CHECK_FALSE(plain["settings"].contains("teacher_weight"));

  // Two say something else than one of them; the order doesn't matter.
  REQUIRE(train_few(folder, "two", {"--teacher", "teacher", "--teacher", "small"}).status == 0);
  REQUIRE(train_few(folder, "again", {"--teacher", "small", "--teacher", "teacher"}).status == 0);
  const auto two = read_json(folder / "two.json");
  CHECK(two["teachers"].size() == 2);
  CHECK(two["test"]["loss"] != one["test"]["loss"]);
  CHECK(two["test"] == read_json(folder / "again.json")["test"]);
  // With hardly a weight it is a training on labels, without label smoothing.
  REQUIRE(
      train_few(folder, "hardly", {"--teacher", "teacher", "--teacher-weight", "1e-9"}).status ==
      0);
  REQUIRE(train_few(folder, "hard", {"--label-smoothing", "0"}).status == 0);
  CHECK(
      read_json(folder / "hardly.json")["test"]["loss"].get<double>() ==
      doctest::Approx(read_json(folder / "hard.json")["test"]["loss"].get<double>()).epsilon(0.01));
}

TEST_CASE("digits train --teacher: labels count as much as the teacher leaves them") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 200, bar, turn);
  write_idx(folder / "wrong", "train", 200, bar, next);  // the same images, each with another label
  const auto accuracy = [&](const std::string& data, const Arguments& more) {
    Arguments words{"train", data,     "--epochs", "6",     "--batch-size",
                    "16",    "--json", "j",        "--out", more.empty() ? "teacher" : "m"};
    words.insert(words.end(), more.begin(), more.end());
    const Call call = digits(folder, words);
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
    return read_json(folder / "j")["test"]["accuracy"].get<double>();
  };
  REQUIRE(accuracy("bars", {}) > 0.9);
  for (const char* temperature : {"1", "4"}) {
    CAPTURE(temperature);
    const auto taught = [&](const char* weight) {
      return accuracy("wrong", {"--teacher", "teacher", "--teacher-temperature", temperature,
                                "--teacher-weight", weight});
    };
    CHECK(taught("1") < 0.1);
    CHECK(taught("0.01") > 0.9);
  }
  CHECK(accuracy("wrong", {"--teacher", "teacher", "--teacher-weight", "1", "--mixup", "0.2"}) <
        0.1);
}

TEST_CASE("digits train --teacher: one that has seen test or validation images is refused") {
  const TemporaryFolder folder;
  REQUIRE(train_few(folder, "sound").status == 0);
  REQUIRE(train_few(folder, "seed", {"--seed", "7"}).status == 0);
  REQUIRE(train_few(folder, "all", {"--all"}).status == 0);
  REQUIRE(train_few(folder, "unvalidated", {"--validation", "0"}).status == 0);
  write_idx(folder / "bars", "train", 200, bar, turn);
  REQUIRE(digits(folder, {"train", "bars", "--epochs", "1", "--out", "other"}).status == 0);
  const auto refused = [&](const std::string& teacher, const std::string& expected,
                           const Arguments& more = {}) {
    CAPTURE(teacher);
    Arguments words{"--teacher", teacher};
    words.insert(words.end(), more.begin(), more.end());
    const Call call = train_few(folder, "student", words);
    CHECK(call.status == 1);
    CHECK(call.err.find(teacher) != std::string::npos);
    CHECK(call.err.find(expected) != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "student"));
  };
  refused("seed", "no test image");
  refused("all", "no test image");
  refused("unvalidated", "no validation image");
  const Call tested = digits(folder, {"train", "bars", "--test", bundled, "--teacher", "sound",
                                      "--epochs", "1", "--out", "student"});
  CHECK(tested.status == 1);
  CHECK(tested.err.find("no test image") != std::string::npos);
  refused("none", "no file");
  CHECK(train_few(folder, "student", {"--teacher", "unvalidated", "--validation", "0"}).status ==
        0);
  CHECK(train_few(folder, "student", {"--teacher", "sound", "--augment", "light"}).status == 0);
  // Of other images its file tells nothing that would forbid it.
  const Call other = train_few(folder, "student", {"--teacher", "other"});
  CHECK(other.status == 0);
  CHECK(other.out.find("as far as its file tells") != std::string::npos);
  const Call indonesian = train_few(folder, "student", {"--teacher", "seed", "--lang", "id"});
  CHECK(indonesian.err.find("guru yang belum melihat") != std::string::npos);
}

TEST_CASE("digits train --teacher: words that don't go together are refused") {
  const TemporaryFolder folder;
  REQUIRE(train_few(folder, "m").status == 0);
  const auto refused = [&](const Arguments& more, const std::string& expected) {
    const Call call = train_few(folder, "o", more);
    CAPTURE(call.err);
    CHECK(call.status == 2);
    CHECK(call.err.find(expected) != std::string::npos);
  };
  refused({"--teacher-weight", "0.5"}, "--teacher");
  refused({"--teacher", "m", "--teacher", "m"}, "--teacher");
  refused({"--teacher", "m", "--mixup", "0.2"}, "--teacher-weight 1");
  refused({"--teacher", "m", "--teacher-weight", "0"}, "--teacher-weight");
  refused({"--teacher", "m", "--teacher-temperature", "0"}, "--teacher-temperature");
  refused({"--teacher", "m", "--find-rate", "r.png"}, "--find-rate");
  refused({"--teacher", "o"}, "--teacher");
}

TEST_CASE("digits train --recipe: a net and its settings at once, which other words change") {
  const TemporaryFolder folder;
  const auto settings = [&](const Arguments& more) {
    Arguments words{"train", "--train-limit", "200", "--epochs", "1", "--out", "m", "--json", "j"};
    words.insert(words.end(), more.begin(), more.end());
    const Call call = digits(folder, words);
    CAPTURE(call.err);
    REQUIRE(call.status == 0);
    return read_json(folder / "j");
  };
  const auto fast = settings({"--recipe", "fast"}), best = settings({"--recipe", "best"});
  CHECK(fast["recipe"] == "fast");
  CHECK(fast["net"] == "compact");
  CHECK(fast["settings"]["augment"] == "none");
  CHECK(best["net"] == "vgg");
  CHECK(best["settings"]["augment"] != "none");
  CHECK(best["settings"]["epochs"] == 1);
  const auto own = settings({"--recipe", "best", "--net", "lenet5", "--augment", "none", "--swa",
                             "0.5", "--learning-rate", "0.002"});
  CHECK(own["net"] == "lenet5");
  CHECK(own["settings"]["augment"] == "none");
  CHECK(own["settings"]["learning_rate"] == 0.002);
  CHECK(own["settings"]["swa"] == 0.5);
  CHECK_FALSE(own["settings"].contains("ema_decay"));
  CHECK_FALSE(settings({}).contains("recipe"));
  CHECK(digits(folder, {"train", "--out", "m", "--recipe", "slow"}).status == 2);
  // Help tells all of a recipe, as words that say the same.
  const Call help = digits(folder, {"train", "--help"});
  for (const char* words : {"`fast`:", "`best`:", "--net vgg", "--augment light"})
    CHECK(help.out.find(words) != std::string::npos);
}
