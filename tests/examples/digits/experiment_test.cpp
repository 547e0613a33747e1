#include <angka/data/image.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <sstream>

#include "program.hpp"

namespace {

using nlohmann::json;

struct ExperimentFolder {
  TemporaryFolder folder;

  ExperimentFolder() { write_idx(folder / "bars", "train", 200, faint_bar, turn); }
  Call run(const Arguments& more, const std::function<void(pid_t)>& meanwhile = {}) const {
    Arguments words{"experiment", "bars", "--seed", "7", "--batch-size", "32", "--threads", "1"};
    words.insert(words.end(), more.begin(), more.end());
    return digits(folder, words, meanwhile);
  }
  json result(const std::string& out) const { return read_json(folder / out / "experiment.json"); }
};

/// McNemar's test of counts, exactly, by the binomial distribution's logarithms.
double exact_mcnemar(int a, int b) {
  double tail = 0;
  for (int k = 0; k <= std::min(a, b); ++k)
    tail += std::exp(std::lgamma(a + b + 1) - std::lgamma(k + 1) - std::lgamma(a + b - k + 1) -
                     (a + b) * std::log(2));
  return std::min(1.0, 2 * tail);
}

/// The images that a setting read wrongly, from its stored runs.
std::set<int> wrong_images(const std::filesystem::path& runs, const json& settings) {
  std::set<int> wrong;
  for (const auto& entry : std::filesystem::directory_iterator(runs))
    if (entry.path().extension() == ".json")
      if (const json run = read_json(entry.path()); run["key"]["settings"] == settings)
        for (const json& image : run["result"]["wrong"]) wrong.insert(image.get<int>());
  return wrong;
}

const Arguments six{"--optimizer", "adam,sgd", "--learning-rate=2e-3,1e-2,5e-2",
                    "--folds",     "3",        "--epochs",
                    "3",           "--out"};
Arguments six_in(const std::string& out, const Arguments& more = {}) {
  Arguments words = six;
  words.push_back(out);
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("digits experiment: all combinations on the same folds, each tested against the first") {
  const ExperimentFolder place;
  const Call call = place.run(six_in("out", {"--json", "j"}));
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  CHECK(call.err == "");
  const json found = place.result("out");
  CHECK(found == read_json(place.folder / "j"));
  CHECK(found["judged_by"] == "folds");
  CHECK(found["judging_images"] == 160);
  CHECK(found["test_measured"] == 0);
  CHECK(call.out.find("weren't looked at") != std::string::npos);
  const json& settings = found["settings"];
  REQUIRE(settings.size() == 6);
  const auto runs = place.folder / "out" / "runs";
  CHECK(stored_runs(runs) == 18);
  const std::set<int> first = wrong_images(runs, settings[0]["settings"]);
  bool any = false;
  for (std::size_t s = 0; s < 6; ++s) {
    CAPTURE(s);
    const json& setting = settings[s];
    CHECK(setting["listed"] == json{{"optimizer", s < 3 ? "adam" : "sgd"},
                                    {"learning_rate", s % 3 == 0   ? 2e-3
                                                      : s % 3 == 1 ? 1e-2
                                                                   : 5e-2}});
    double mean = 0;
    int right = 0;
    for (const json& run : setting["runs"]) {
      mean += run["accuracy"].get<double>() / 3;
      right += run["correct"].get<int>();
    }
    CHECK(setting["accuracy"].get<double>() == doctest::Approx(mean));
    const std::set<int> wrong = wrong_images(runs, setting["settings"]);
    CHECK(wrong.size() == static_cast<std::size_t>(160 - right));
    if (s == 0) {
      CHECK(setting["difference"].is_null());
      continue;
    }
    std::vector<int> only_first, only_this;
    std::set_difference(wrong.begin(), wrong.end(), first.begin(), first.end(),
                        std::back_inserter(only_first));
    std::set_difference(first.begin(), first.end(), wrong.begin(), wrong.end(),
                        std::back_inserter(only_this));
    const int a = static_cast<int>(only_first.size()), b = static_cast<int>(only_this.size());
    const double p =
        a + b > 25 ? std::erfc(std::abs(a - b) / std::sqrt(2.0 * (a + b))) : exact_mcnemar(a, b);
    CHECK(setting["difference"]["mcnemar_p"].get<double>() == doctest::Approx(p));
    CHECK(setting["difference"]["significant"] == (p < 0.05));
    CHECK(setting["difference"]["accuracy"].get<double>() ==
          doctest::Approx(mean - settings[0]["accuracy"].get<double>()));
    any = any || a + b > 0;
  }
  CHECK(any);

  // One row a setting on the terminal and in the CSV; the picture.
  std::istringstream table(call.out.substr(call.out.find("  setting")));
  std::istringstream csv(content(place.folder / "out" / "experiment.csv"));
  std::string line, cell;
  std::getline(csv, line);
  CHECK(line.rfind("setting,optimizer,learning_rate,accuracy,low,high,", 0) == 0);
  const auto columns = std::count(line.begin(), line.end(), ',');
  std::getline(table, line);
  for (const json& setting : settings) {
    std::getline(table, line);
    std::istringstream row(line);
    const Arguments cells{std::istream_iterator<std::string>(row), {}};
    CHECK(cells[0] == setting["setting"].dump());
    CHECK(cells[1] == setting["listed"]["optimizer"]);
    CHECK(std::stod(cells[3]) ==
          doctest::Approx(100 * setting["accuracy"].get<double>()).epsilon(1e-3));
    std::getline(csv, line);
    CHECK(std::count(line.begin(), line.end(), ',') == columns);
    std::istringstream values(line);
    for (int c = 0; c < 4; ++c) std::getline(values, cell, ',');
    CHECK(std::stod(cell) == doctest::Approx(setting["accuracy"].get<double>()).epsilon(1e-5));
  }
  const angka::Image picture = angka::read_image(place.folder / "out" / "experiment.png");
  CHECK(picture.height >= 6 * 34);

  // A test set: the part held out apart, the fourth setting is what `evaluate --folds` finds.
  const json four = settings[3];
  // Listing more trains what is new alone.
  const Call more = place.run({"--optimizer", "adam,sgd,rmsprop", "--learning-rate",
                               "2e-3,1e-2,5e-2", "--folds", "3", "--epochs", "3", "--out", "out"});
  REQUIRE(more.status == 0);
  CHECK(more.out.find("18 trainings are done") != std::string::npos);
  CHECK(stored_runs(runs) == 27);
  const json extended = place.result("out")["settings"];
  for (std::size_t s = 0; s < 6; ++s) CHECK(extended[s] == settings[s]);
  CHECK(four == extended[3]);
}

TEST_CASE("digits experiment: without a part held out, a setting is what evaluate --folds finds") {
  const ExperimentFolder place;
  write_idx(place.folder / "tested", "train", 120, faint_bar, turn);
  write_idx(place.folder / "tested", "t10k", 30, bar, turn);
  const Arguments same{"--folds", "3", "--epochs", "3", "--batch-size", "32", "--seed", "7"};
  Arguments words{"experiment", "tested", "--augment",  "none,light,rotate=5,shift=0.1",
                  "--out",      "out",    "--with-test"};
  words.insert(words.end(), same.begin(), same.end());
  const Call call = digits(place.folder, words);
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const json found = place.result("out");
  REQUIRE(found["settings"].size() == 2);  // light,rotate=5,shift=0.1 is one
  CHECK(found["settings"][0]["listed"]["augment"] == "none");
  CHECK(found["test_measured"] == 6);
  CHECK(found["test_images"] == 30);
  CHECK(call.out.find("measured on 6 times") != std::string::npos);
  Arguments folds{"evaluate", "tested", "--augment", "light,rotate=5,shift=0.1", "--json", "e"};
  folds.insert(folds.end(), same.begin(), same.end());
  REQUIRE(digits(place.folder, folds).status == 0);
  const json evaluation = read_json(place.folder / "e");
  for (std::size_t fold = 0; fold < 3; ++fold)
    CHECK(found["settings"][1]["runs"][fold]["correct"] == evaluation["folds"][fold]["correct"]);
  CHECK(found["settings"][1]["interval"] == evaluation["mean"]["interval"]);
}

TEST_CASE(
    "digits experiment: what isn't part of every training is listed, with 0 where it isn't used") {
  const ExperimentFolder place;
  const Call call = place.run(
      {"--out", "out", "--ema-decay", "0,0.9", "--mixup", "0.2", "--epochs", "1", "--folds", "2"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const json settings = place.result("out")["settings"];
  REQUIRE(settings.size() == 2);
  CHECK(settings[0]["listed"] == json{{"ema_decay", 0}});
  CHECK(settings[1]["listed"] == json{{"ema_decay", 0.9}});
  CHECK(settings[1]["settings"]["mixup"] == 0.2);
}

TEST_CASE("digits experiment: goes on after an interruption and a kill, with the same result") {
  const ExperimentFolder place;
  REQUIRE(place.run(six_in("whole")).status == 0);
  const auto runs = place.folder / "cut" / "runs";
  const auto stop_after = [&](std::size_t done, int signal, int status) {
    Call call;
    for (int tries = 0; tries < 9; ++tries) {
      call = place.run(six_in("cut", {"--lang", "id"}), [&](pid_t child) {
        for (int polls = 0; polls < 20000 && stored_runs(runs) < done; ++polls) usleep(500);
        kill(child, signal);
      });
      if (call.status == status) break;
      std::filesystem::remove_all(place.folder / "cut");  // it was done before the signal came
    }
    CHECK(call.status == status);
    return call;
  };
  const Call interrupted = stop_after(2, SIGINT, 1);
  CHECK(interrupted.error_lines() == 1);
  CHECK(interrupted.err.find("melanjutkan") != std::string::npos);
  stop_after(5, SIGKILL, -1);
  CHECK(!std::filesystem::exists(place.folder / "cut" / "experiment.json"));
  const Call resumed = place.run(six_in("cut"));
  CAPTURE(resumed.err);
  REQUIRE(resumed.status == 0);
  CHECK(resumed.out.find("goes on with") != std::string::npos);
  CHECK(without_seconds(place.result("cut")) == without_seconds(place.result("whole")));
}

TEST_CASE("digits experiment: processes share the runs; what a killed one leaves, others do") {
  const ExperimentFolder place;
  REQUIRE(place.run(six_in("whole")).status == 0);
  const auto runs = place.folder / "shared" / "runs";
  std::size_t at_once = 0;
  const auto count_claims = [&] {
    std::error_code error;
    std::size_t claims = 0;
    for (std::filesystem::directory_iterator entry(runs, error), end; !error && entry != end;
         entry.increment(error))
      claims += entry->path().extension() == ".lock";
    at_once = std::max(at_once, claims);
  };
  const Call first = place.run(six_in("shared"), [&](pid_t) {
    const Call second = place.run(six_in("shared"), [&](pid_t) {
      const Call killed = place.run(six_in("shared"), [&](pid_t child) {
        for (int polls = 0; polls < 20000 && stored_runs(runs) < 3; ++polls) {
          count_claims();
          usleep(500);
        }
        kill(child, SIGKILL);
      });
      CHECK(killed.status == -1);
    });
    CAPTURE(second.err);
    CHECK(second.status == 0);
  });
  CAPTURE(first.err);
  CHECK(first.status == 0);
  CHECK(at_once >= 2);
  CHECK(stored_runs(runs) == 18);
  CHECK(without_seconds(place.result("shared")) == without_seconds(place.result("whole")));
}

TEST_CASE("digits experiment: under mpirun the same table, also when a rank is lost") {
  const std::string mpirun =
      "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
      "OMPI_MCA_rmaps_base_oversubscribe=1 mpirun ";
  if (std::system((mpirun + "-n 3 true > /dev/null 2>&1").c_str()) != 0) {
    MESSAGE("skipped: there is no mpirun that works");
    return;
  }
  const ExperimentFolder place;
  REQUIRE(place.run(six_in("whole")).status == 0);
  std::string call = std::string(std::getenv("ANGKA_DIGITS")) +
                     " experiment bars --seed 7 --batch-size 32 --threads 1";
  for (const std::string& word : six_in("ranks")) call += ' ' + word;
  put(place.folder / "rank.sh",
      "if [ \"${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-0}}\" = 1 ]; then\n" + call + " &\n" +
          "  while [ \"$(ls ranks/runs/*.json 2>/dev/null | wc -l)\" -lt 3 ]; do sleep 0.01; done\n"
          "  kill -9 $!; exit 0\nfi\nexec " +
          call + '\n');
  const std::string command =
      "cd '" + place.folder.path().string() + "' && " + mpirun + "-n 3 sh rank.sh > said 2>&1";
  CHECK(std::system(command.c_str()) == 0);
  CHECK(without_seconds(place.result("ranks")) == without_seconds(place.result("whole")));
  const std::string said = content(place.folder / "said");
  CHECK(said.find("95% interval") != std::string::npos);
  CHECK(said.find("95% interval") == said.rfind("95% interval"));  // one rank speaks
}

TEST_CASE("digits experiment: seeds, and splits of several sizes") {
  const ExperimentFolder place;
  const Call call = place.run({"--test-split", "0.2,0.3", "--net", "lenet5,lenet5", "--seeds", "2",
                               "--epochs", "2", "--out", "out", "--with-test"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const json found = place.result("out");
  REQUIRE(found["settings"].size() == 4);
  CHECK(found["judged_by"] == "validation");
  CHECK(found["seeds"] == 2);
  CHECK(stored_runs(place.folder / "out" / "runs") == 4);  // two settings are one
  CHECK(found["settings"][0]["images"] == json{{"train", 144}, {"judging", 16}});
  CHECK(found["settings"][2]["images"] == json{{"train", 126}, {"judging", 14}});
  CHECK(found["settings"][1]["difference"]["accuracy"] == 0);
  CHECK(found["settings"][1]["difference"]["significant"] == false);
  CHECK(!found["settings"][1]["difference"].contains("mcnemar_p"));
  CHECK(found["settings"][2]["difference"].is_null());  // other images judge
  CHECK(call.out.find("judged by other images") != std::string::npos);
  // The first seed's net is the one that `train` makes.
  REQUIRE(digits(place.folder, {"train", "bars", "--seed", "7", "--batch-size", "32", "--epochs",
                                "2", "--test-split", "0.3", "--out", "m", "--json", "t"})
              .status == 0);
  const json trained = read_json(place.folder / "t");
  const json& run = found["settings"][2]["runs"][0];
  CHECK(run["test_accuracy"] == trained["test"]["accuracy"]);
  CHECK(run["accuracy"].get<double>() ==
        doctest::Approx(trained["epochs"].back()["validation_accuracy"].get<double>()));
}

TEST_CASE("digits report: takes an experiment in, in either language") {
  const ExperimentFolder place;
  REQUIRE(place.run({"--optimizer", "adam,sgd", "--seeds", "1", "--epochs", "1", "--out", "out"})
              .status == 0);
  const Call call = digits(
      place.folder, {"report", "bars", "--epochs", "1", "--seeds", "0", "--augment", "none",
                     "--out", "page", "--lang", "id", "--experiment", "out/experiment.json"});
  CAPTURE(call.err);
  REQUIRE(call.status == 0);
  const std::string page = content(place.folder / "page" / "report.md");
  CHECK(page.find("Perbandingan Pengaturan") != std::string::npos);
  CHECK(page.find("| 2 | sgd |") != std::string::npos);
  CHECK(std::filesystem::exists(place.folder / "page" / "tables" / "experiment.csv"));
  CHECK(std::filesystem::exists(place.folder / "page" / "figures" / "experiment.png"));

  put(place.folder / "other.json", "{\"settings\": []}");
  const Call other =
      digits(place.folder, {"report", "bars", "--out", "page2", "--experiment", "other.json"});
  CHECK(other.status == 1);
  CHECK(other.error_lines() == 1);
  CHECK(!std::filesystem::exists(place.folder / "page2"));
}

TEST_CASE("digits experiment: what can't be compared is refused with status 2") {
  const ExperimentFolder place;
  for (const Arguments& more : {Arguments{"--optimizer", "adam,lbfgs"},
                                {"--learning-rate", "0.1,"},
                                {"--net", "lenet5,absent.txt"},
                                {"--folds", "2", "--seeds", "2"},
                                {"--seeds", "2", "--validation", "0"},
                                {"--folds", "161"},
                                {"--dropout", "0,0.5"}}) {
    CAPTURE(more[1]);
    Arguments words = more;
    words.insert(words.end(), {"--out", "out"});
    const Call call = place.run(words);
    CHECK(call.status == 2);
    CHECK(call.error_lines() == 1);
  }
  CHECK(place.run({}).status == 2);  // no --out
  CHECK(digits(place.folder, {"experiment", "bars", "--batch-size", "32,150", "--out", "out"})
            .status == 2);
  CHECK(place.folder.entries() == 1);
}
