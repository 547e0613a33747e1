#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "console/file_lock.hpp"
#include "console/interrupt.hpp"
#include "console/output.hpp"

/// Runs that take long, each of which is done once, by one of the processes that share a folder: on
/// one machine, or on several under mpirun, srun or by hand. They need no word from each other.
///
/// A run is told by its key, which holds all that its result follows from. Who does it holds a lock
/// on `NAME.lock` and stores what comes of it, whole, in `NAME.json`; the lock of a process that is
/// killed is free, and another does its run. What is stored stays, so that work that was broken off
/// goes on where it was.
class SharedRuns {
 public:
  /// Makes the folder. Raises FileError.
  explicit SharedRuns(std::filesystem::path folder);

  /// What a run has come to, if it was done.
  std::optional<Json> find(const Json& key) const;
  /// The keys and results of all that are done: {"key", "result"}.
  std::vector<Json> all() const;
  /// Does a run again, next time.
  void forget(const Json& key) const;

  /// Nothing: it was given up.
  using Work = std::function<std::optional<Json>(std::size_t)>;
  using Found = std::function<void(std::size_t, const Json&)>;
  /// Returns when each run of the keys is done, by whomever, or was given up. `work(i)` does the
  /// ith; `found(i, result)` is told of it. Raises Error, with that message, when it is interrupted
  /// as it waits.
  void complete(const std::vector<Json>& keys, const InterruptGuard& interrupt,
                const std::string& interrupted, const Work& work, const Found& found) const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path file(const Json& key, const char* ending) const;

  std::filesystem::path folder_;
};
