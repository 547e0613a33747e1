#include <angka/augment/spec.hpp>
#include <angka/data/image.hpp>

#include <iterator>
#include <set>
#include <sstream>

#include "program.hpp"

namespace {

using nlohmann::json;

struct TuneFolder {
  TemporaryFolder folder;

  TuneFolder() { write_idx(folder / "bars", "train", 200, faint_bar, turn); }
  Call tune(const std::string& out, Arguments more = {},
            const std::function<void(pid_t)>& meanwhile = {}) const {
    const Arguments words{"tune",   "bars",   "--out", out,        "--net",
                          "lenet5", "--seed", "7",     "--epochs", "9"};
    more.insert(more.begin(), words.begin(), words.end());
    return digits(folder, more, meanwhile);
  }
  json tuning(const std::string& out) const { return read_json(folder / out / "tuning.json"); }
};

double accuracy(const json& trial) {
  return trial["rungs"].back()["validation_accuracy"].get<double>();
}

/// The words of a command without quotes.
Arguments words_of(const std::string& command) {
  std::istringstream stream(command);
  return {std::istream_iterator<std::string>(stream), {}};
}

}  // namespace

TEST_CASE("digits tune: trials in brackets; the best wins and is trained and tested once") {
  const TuneFolder place;
  const Call call = place.tune("out", {"--trials", "12", "--json", "j"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.err == "");
  const json tuning = place.tuning("out");
  CHECK(tuning == read_json(place.folder / "j"));
  CHECK(tuning["images"] == json{{"train", 160}, {"validation", 16}, {"test", 40}});
  CHECK(tuning["search"]["kept"] == json{{"net", "lenet5"}, {"epochs", 9}});

  const json& trials = tuning["trials"];
  REQUIRE(trials.size() == 12);
  CHECK(trials[0]["settings"]["optimizer"] == "adamw");  // the net's recipe, plain and augmented
  CHECK(trials[0]["settings"]["augment"] == "none");
  CHECK(trials[1]["settings"]["learning_rate"] == trials[0]["settings"]["learning_rate"]);
  CHECK(trials[1]["settings"]["augment"] != "none");
  CHECK(trials[0]["rungs"].size() == 1);
  // A recipe, then nine trials of which three and one go on, then two of which one does.
  std::vector<std::size_t> trained(10);
  double best = 0;
  for (const json& trial : trials) {
    for (const json& rung : trial["rungs"]) ++trained[rung["epochs"].get<std::size_t>()];
    if (trial["rungs"].back()["epochs"] == 9) best = std::max(best, accuracy(trial));
  }
  CHECK(trained[1] == 9 + 2);
  CHECK(trained[3] == 3 + 1);
  CHECK(trained[9] == 1 + 1 + 1);
  for (std::size_t i = 1; i < 10; ++i) {  // who goes on read no less than who doesn't
    if (trials[i]["rungs"].size() == 1) continue;
    for (std::size_t other = 1; other < 10; ++other)
      if (trials[other]["rungs"].size() == 1)
        CHECK(trials[i]["rungs"][0]["validation_accuracy"] >=
              trials[other]["rungs"][0]["validation_accuracy"]);
  }
  const json& winner = tuning["winner"];
  CHECK(winner["rungs"].back()["epochs"] == 9);
  CHECK(accuracy(winner) == best);
  CHECK(winner == trials[winner["trial"].get<std::size_t>() - 1]);

  // The table has all trials, the winner first.
  std::istringstream table(call.out.substr(call.out.find("best first")));
  std::string line;
  std::getline(table, line);
  std::getline(table, line);
  for (std::size_t row = 0; row < 12; ++row) {
    std::getline(table, line);
    const Arguments cells = words_of(line);
    REQUIRE(cells.size() == 12);
    if (row == 0) CHECK(cells[0] == winner["trial"].dump());
    const json& trial = trials[std::stoul(cells[0]) - 1];
    CHECK(cells[2] == trial["rungs"].back()["epochs"].dump() + "/9");
    CHECK(cells[4] == trial["settings"]["optimizer"]);
  }
  CHECK(angka::read_image(place.folder / "out" / "tuning.png").width == 1760);
  CHECK(!std::filesystem::exists(place.folder / "out" / "trials.json"));

  REQUIRE(
      digits(place.folder, {"evaluate", "bars", "--model", "out/model.safetensors", "--json", "e"})
          .status == 0);
  const json evaluation = read_json(place.folder / "e");
  for (const auto& [key, value] : tuning["test"].items()) CHECK(evaluation[key] == value);

  // The command makes the same model again.
  Arguments again = words_of(tuning["command"]);
  REQUIRE(again.front() == "digits");
  again.erase(again.begin());
  REQUIRE(again.back() == "model.safetensors");
  again.back() = "again";
  REQUIRE(digits(place.folder, again).status == 0);
  CHECK(content(place.folder / "again") == content(place.folder / "out" / "model.safetensors"));
}

TEST_CASE(
    "digits tune: goes on after a kill; the same for any number of threads, in both languages") {
  const TuneFolder place;
  const Call whole = place.tune("whole", {"--trials", "7", "--threads", "1", "--lang", "id"});
  CAPTURE(whole.err);
  REQUIRE(whole.status == 0);
  CHECK(whole.out.find("percobaan") != std::string::npos);
  CHECK(whole.out.find("trial") == std::string::npos);

  const auto rungs = [&] { return stored_runs(place.folder / "cut" / "trials"); };
  const Arguments more{"--trials", "7", "--threads", "2"};
  const auto result = place.folder / "cut" / "tuning.json";
  // Again, if it was done before the signal came.
  const auto stop_after = [&](std::size_t done, int signal, int status) {
    Call call;
    call.status = -2;
    for (int tries = 0; tries < 9 && call.status != status; ++tries) {
      std::filesystem::remove(result);
      call = place.tune("cut", more, [&](pid_t child) {
        for (int polls = 0; polls < 20000 && rungs() < done && !exists(result); ++polls)
          usleep(1000);
        kill(child, signal);
      });
    }
    CHECK(call.status == status);
    return call;
  };
  const Call interrupted = stop_after(1, SIGINT, 1);
  CHECK(interrupted.error_lines() == 1);
  CHECK(interrupted.err.find("interrupted") != std::string::npos);
  stop_after(3, SIGKILL, -1);
  const std::size_t done = rungs();
  CHECK(done >= 3);

  const Call other = place.tune("cut", {"--trials", "7", "--optimizer", "sgd"});
  CHECK(other.status == 1);
  CHECK(other.error_lines() == 1);
  CHECK(other.err.find("trials.json") != std::string::npos);
  write_idx(place.folder / "others", "train", 200, bar, turn);
  const Call others = digits(place.folder, {"tune", "others", "--out", "cut", "--net", "lenet5",
                                            "--seed", "7", "--epochs", "9", "--trials", "7"});
  CHECK(others.status == 1);
  CHECK(others.err.find("fingerprint") != std::string::npos);
  CHECK(rungs() == done);

  std::filesystem::copy(place.folder / "cut", place.folder / "longer",
                        std::filesystem::copy_options::recursive);
  const Call resumed = place.tune("cut", more);
  CAPTURE(resumed.err);
  REQUIRE(resumed.status == 0);
  CHECK(resumed.out.find("goes on") != std::string::npos);
  CHECK(without_seconds(place.tuning("cut")) == without_seconds(place.tuning("whole")));
  CHECK(content(place.folder / "cut" / "model.safetensors") ==
        content(place.folder / "whole" / "model.safetensors"));

  // A larger budget goes on, too.
  const Call longer = place.tune("longer", {"--trials", "25"});
  CAPTURE(longer.err);
  REQUIRE(longer.status == 0);
  CHECK(longer.out.find("goes on") != std::string::npos);
  CHECK(longer.out.find("and 5 more") != std::string::npos);
  const json trials = place.tuning("longer")["trials"];
  REQUIRE(trials.size() == 25);
  for (std::size_t i = 0; i < 7; ++i)
    CHECK(trials[i]["settings"] == place.tuning("whole")["trials"][i]["settings"]);
}

TEST_CASE("digits tune: processes share a search; what one leaves when it is killed, others do") {
  const TuneFolder place;
  const Arguments more{"--trials", "11", "--threads", "1"};
  REQUIRE(place.tune("whole", more).status == 0);
  const auto state = place.folder / "shared" / "trials";
  const Call last = place.tune("shared", more, [&](pid_t) {
    const Call other = place.tune("shared", more, [&](pid_t) {
      const Call killed = place.tune("shared", more, [&](pid_t child) {
        for (int polls = 0; polls < 20000 && stored_runs(state) < 2; ++polls) usleep(1000);
        kill(child, SIGKILL);
      });
      CHECK(killed.status == -1);
    });
    CAPTURE(other.err);
    CHECK(other.status == 0);
  });
  CAPTURE(last.err);
  CHECK(last.status == 0);
  CHECK(without_seconds(place.tuning("shared")) == without_seconds(place.tuning("whole")));
  CHECK(content(place.folder / "shared" / "model.safetensors") ==
        content(place.folder / "whole" / "model.safetensors"));
  CHECK(!std::filesystem::exists(state));  // who left last has tidied up
  CHECK(!std::filesystem::exists(place.folder / "shared" / "trials.json"));
}

TEST_CASE("digits tune: folds judge by every training image") {
  const TuneFolder place;
  const Call call =
      place.tune("out", {"--trials", "3", "--folds", "2", "--optimizer", "sgd", "--quiet"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.out == "");
  const json tuning = place.tuning("out");
  CHECK(tuning["images"] == json{{"train", 160}, {"validation", 160}, {"test", 40}});
  for (const json& trial : tuning["trials"]) CHECK(trial["settings"]["optimizer"] == "sgd");
}

TEST_CASE("digits tune: the operations of an augmentation and their strengths are searched for") {
  const TuneFolder place;
  const Call call = place.tune("out", {"--trials", "9", "--augment", "search", "--quiet"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const json tuning = place.tuning("out");
  std::set<std::string> found, operations;
  for (const json& trial : tuning["trials"]) {
    const std::string spec = trial["settings"]["augment"];
    CHECK(to_string(angka::parse_augmentation(spec)) == spec);
    CHECK(spec.find("00000") == spec.npos);
    found.insert(spec);
    for (const std::string& one : operation_specs(angka::parse_augmentation(spec)))
      operations.insert(one.substr(0, one.find('=')));
  }
  CHECK(found.size() >= 7);
  CHECK(operations.size() >= 7);
  CHECK(digits(place.folder, {"train", "bars", "--augment", "search", "--out", "m"}).status == 2);
}

TEST_CASE("digits tune: a dropout that is given leaves the nets that have dropout") {
  const TuneFolder place;
  const Call call = digits(place.folder, {"tune", "bars", "--out", "out", "--trials", "2", "--seed",
                                          "7", "--epochs", "1", "--dropout", "0.3"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const json tuning = place.tuning("out");
  CHECK(tuning["trials"].size() == 2);
  for (const json& trial : tuning["trials"]) {
    CHECK(trial["settings"]["net"] != "lenet5");
    CHECK(trial["settings"]["dropout"] == 0.3);
  }
}

TEST_CASE("digits tune: time ends a search, and too little of it is said to be") {
  const TuneFolder place;
  const Call none = place.tune("out", {"--minutes", "0.0001"});
  CHECK(none.status == 1);
  CHECK(none.err.find("0.0001") != std::string::npos);
  CHECK(none.error_lines() == 1);
  Call call;
  for (const char* minutes : {"0.05", "0.1", "0.2", "0.4", "0.8", "1.6"}) {  // slow ones need more
    call = place.tune("out", {"--minutes", minutes});
    if (call.status == 0) break;
  }
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(place.tuning("out")["winner"]["rungs"].back()["epochs"] == 9);
}

TEST_CASE("digits tune: what can't be searched is refused with status 2, and nothing is written") {
  const TuneFolder place;
  for (const Arguments& more : {Arguments{"--minutes", "0"},
                                {"--minutes", "soon"},
                                {"--trials", "0"},
                                {"--folds", "1"},
                                {"--minutes", "1", "--trials", "3"},
                                {"--validation", "0"},
                                {"--dropout", "0.5"},
                                {"--batch-size", "150"}}) {
    CAPTURE(more.front());
    const Call call = place.tune("out", more);
    CHECK(call.status == 2);
    CHECK(call.error_lines() == 1);
  }
  CHECK(digits(place.folder, {"tune", "bars"}).status == 2);
  CHECK(digits(place.folder, {"tune", "bars", "--out", "bars"}).status == 2);
  CHECK(digits(place.folder, {"tune", "absent", "--out", "out"}).status == 1);
  CHECK(place.folder.entries() == 1);
}
