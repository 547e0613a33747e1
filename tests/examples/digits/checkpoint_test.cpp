#include <chrono>
#include <thread>

#include "program.hpp"

namespace {

Call train(const TemporaryFolder& folder, const char* epochs, const Arguments& more = {},
           const std::function<void(pid_t)>& meanwhile = {}) {
  Arguments arguments{"train",        "bars", "--out",     "model",     "--epochs",     epochs,
                      "--checkpoint", "c",    "--augment", "rotate=10", "--batch-size", "16"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return digits(folder, arguments, meanwhile);
}

/// What doesn't depend on time.
nlohmann::json without_times(nlohmann::json json) {
  json.erase("seconds");
  for (auto& epoch : json["epochs"]) {
    epoch.erase("seconds");
    epoch.erase("images_per_second");
  }
  return json;
}

}  // namespace

TEST_CASE("digits train --resume: killed at any moment, it ends as if never interrupted") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 400, bar, turn);
  const auto begin = std::chrono::steady_clock::now();
  REQUIRE(train(folder, "8", {"--json", "whole.json"}).status == 0);
  const auto whole_time = std::chrono::steady_clock::now() - begin;
  const std::string whole = content(folder / "model");
  const auto figures = without_times(read_json(folder / "whole.json"));

  const int kills = std::stoi(setting("ANGKA_KILLS", "8"));
  std::filesystem::remove(folder / "c");
  for (int kill_number = 0; kill_number < kills; ++kill_number) {
    const auto moment = whole_time * (kill_number * 37 % 100) / 100;  // spread over the training
    const Call call = train(folder, "8", {"--resume"}, [&](pid_t child) {
      std::this_thread::sleep_for(moment);
      kill(child, SIGKILL);
    });
    CHECK((call.status == -1 || call.status == 0));
    CHECK(call.err == "");
    if (kill_number % 3 == 2) {  // to the end, from what the last kill left
      std::filesystem::remove(folder / "model");
      const Call resumed = train(folder, "8", {"--resume", "--json", "resumed.json"});
      CAPTURE(resumed.err);
      REQUIRE(resumed.status == 0);
      CHECK(content(folder / "model") == whole);
      CHECK(without_times(read_json(folder / "resumed.json")) == figures);
      std::filesystem::remove(folder / "c");
    }
  }
}

TEST_CASE("digits train: an interruption leaves a checkpoint and a status that tells") {
  const TemporaryFolder folder;
  write_idx(folder / "bars", "train", 400, bar, turn);
  std::string before;
  for (const int signal : {SIGINT, SIGTERM}) {  // the second call goes on from what the first left
    const Call call = train(folder, "100000", {"--resume"}, [&](pid_t child) {
      while (!std::filesystem::exists(folder / "c") || content(folder / "c") == before)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      kill(child, signal);
    });
    CHECK(call.status == 1);
    CHECK(call.error_lines() == 1);
    CHECK(call.err.find("--resume") != std::string::npos);
    CHECK((call.out.find("going on after epoch") != std::string::npos) == !before.empty());
    CHECK(folder.entries() == 2);  // the data and one checkpoint
    before = content(folder / "c");
  }
  const Call other = train(folder, "9", {"--resume"});
  CHECK(other.status == 1);
  CHECK(other.err.find("one of other data or settings") != std::string::npos);
  CHECK(digits(folder, {"train", "bars", "--out", "m", "--resume"}).status == 2);
  CHECK(digits(folder, {"train", "bars", "--out", "c", "--checkpoint", "c"}).status == 2);
}
