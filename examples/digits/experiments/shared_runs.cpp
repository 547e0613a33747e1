#include "shared_runs.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <system_error>
#include <thread>
#include <utility>

#include "console/fingerprint.hpp"

namespace {

/// What a file holds of a run; null, if nothing that can be used.
Json stored_run(const std::filesystem::path& file) {
  if (std::error_code error; !std::filesystem::exists(file, error)) return {};
  Json run = Json::parse(read_text(file), nullptr, false);
  return run.is_object() && run.contains("key") && run.contains("result") ? run : Json();
}

}  // namespace

SharedRuns::SharedRuns(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error)
    angka::raise(
        angka::FileError(folder_.string(), "a place that can be written", error.message()));
}

std::filesystem::path SharedRuns::file(const Json& key, const char* ending) const {
  return folder_ / (fingerprint(key.dump()) + ending);
}

std::optional<Json> SharedRuns::find(const Json& key) const {
  const Json run = stored_run(file(key, ".json"));
  if (run.is_null() || run["key"] != key) return std::nullopt;
  return run["result"];
}

std::vector<Json> SharedRuns::all() const {
  std::vector<Json> runs;
  for (const auto& entry : std::filesystem::directory_iterator(folder_))
    if (entry.path().extension() == ".json" && !entry.path().filename().string().starts_with('.'))
      if (Json run = stored_run(entry.path()); !run.is_null()) runs.push_back(std::move(run));
  return runs;
}

void SharedRuns::forget(const Json& key) const {
  std::error_code ignored;
  std::filesystem::remove(file(key, ".json"), ignored);
}

void SharedRuns::complete(const std::vector<Json>& keys, const InterruptGuard& interrupt,
                          const std::string& interrupted, const Work& work,
                          const Found& found) const {
  std::vector<std::size_t> open(keys.size());
  std::iota(open.begin(), open.end(), std::size_t{0});
  while (true) {
    std::erase_if(open, [&](std::size_t i) {
      const Json& key = keys[i];
      std::optional<Json> result = find(key);
      if (!result) {
        const auto claim = FileLock::attempt(file(key, ".lock"));
        if (!claim) return false;  // another does it
        result = find(key);        // was done until now, perhaps
        if (!result) {
          result = work(i);
          if (!result) return true;
          write_json(file(key, ".json").string(), {{"key", key}, {"result", *result}});
        }
        // Who waits for a lock that is no longer in the folder finds the result.
        std::error_code ignored;
        std::filesystem::remove(claim->path(), ignored);
      }
      found(i, *result);
      return true;
    });
    if (open.empty()) return;
    if (interrupt.received()) angka::raise(angka::Error(interrupted));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}
