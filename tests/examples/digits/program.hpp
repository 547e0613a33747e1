#pragma once

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "files.hpp"

/// The value of an environment variable.
inline std::string setting(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

/// How a call of `digits` ended, and what it printed.
struct Call {
  int status = -1;  ///< the exit status; -1 if a signal ended it
  std::string out, err;

  std::ptrdiff_t error_lines() const { return std::count(err.begin(), err.end(), '\n'); }
};

using Arguments = std::vector<std::string>;
inline Arguments with(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// Runs `digits` in the folder `in`; `meanwhile` is called with its process id once it runs.
inline Call digits(const TemporaryFolder& in, const Arguments& arguments,
                   const std::function<void(pid_t)>& meanwhile = {}) {
  const char* program = std::getenv("ANGKA_DIGITS");
  REQUIRE_MESSAGE(program != nullptr, "ANGKA_DIGITS must name the program");
  const TemporaryFolder captured;
  const std::string out = (captured / "out").string(), err = (captured / "err").string();
  for (const std::string& file : {out, err}) std::ofstream{file};  // should it be killed at once
  std::vector<char*> words{const_cast<char*>(program)};
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    dup2(open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    dup2(open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    if (chdir(in.path().c_str()) == 0) execv(program, words.data());
    _exit(127);
  }
  if (meanwhile) meanwhile(child);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content(out), content(err)};
}

/// Sets XDG_CACHE_HOME for as long as it lives.
class CacheAt {
 public:
  explicit CacheAt(const std::filesystem::path& folder) {
    if (const char* now = std::getenv(name)) before_ = now;
    setenv(name, folder.c_str(), 1);
  }
  CacheAt(const CacheAt&) = delete;
  CacheAt& operator=(const CacheAt&) = delete;
  ~CacheAt() {
    if (before_)
      setenv(name, before_->c_str(), 1);
    else
      unsetenv(name);
  }

 private:
  static constexpr const char* name = "XDG_CACHE_HOME";
  std::optional<std::string> before_{};
};

inline nlohmann::json read_json(const std::filesystem::path& file) {
  return nlohmann::json::parse(content(file));
}

/// How many runs that may be shared have been done; see experiments/shared_runs.hpp.
inline std::size_t stored_runs(const std::filesystem::path& folder) {
  std::error_code error;
  std::size_t count = 0;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    count += entry->path().extension() == ".json";
  return count;
}

/// `count` grey 28 x 28 images in IDX files of MNIST's names; pixel(image, row, column),
/// label(image).
inline void write_idx(const std::filesystem::path& folder, const std::string& set, int count,
                      const std::function<int(int, int, int)>& pixel,
                      const std::function<int(int)>& label) {
  const auto number = [](int value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 255);
    return bytes;
  };
  std::string images = number(0x803) + number(count) + number(28) + number(28);
  std::string labels = number(0x801) + number(count);
  for (int i = 0; i < count; ++i) {
    for (int p = 0; p < 28 * 28; ++p) images += static_cast<char>(pixel(i, p / 28, p % 28));
    labels += static_cast<char>(label(i));
  }
  std::filesystem::create_directories(folder);
  put(folder / (set + "-images-idx3-ubyte"), images);
  put(folder / (set + "-labels-idx1-ubyte"), labels);
}

/// Images that are easy to tell apart: digit d is a bright bar at a height of its own, with some
/// noise; the digits take turns.
inline int bar(int image, int row, int column) {
  const bool lit = row / 2 == 2 + image % 10 && column > 3 && column < 24;
  const std::uint32_t noise =
      static_cast<std::uint32_t>(image * 784 + row * 28 + column) * 2654435761u >> 27;
  return lit ? 255 - static_cast<int>(noise) : 0;
}
inline int turn(int image) { return image % 10; }

/// The digits' bars, each image moved up or down by up to two rows and on a grey of its own, so
/// that trainings differ.
inline int faint_bar(int image, int row, int column) {
  const auto random = static_cast<std::uint32_t>(image) * 2654435761u;
  const int moved = row + static_cast<int>(random >> 8) % 5 - 2;
  const int ink = moved >= 0 && moved < 28 ? bar(image, moved, column) : 0;
  return std::max(
      ink / 2, static_cast<int>(
                   (random ^ static_cast<std::uint32_t>(row * 28 + column) * 2246822519u) >> 25));
}

/// Without what differs from run to run.
inline nlohmann::json without_seconds(nlohmann::json value) {
  if (value.is_object()) value.erase("seconds");
  if (value.is_structured())
    for (nlohmann::json& part : value) part = without_seconds(part);
  return value;
}

inline const std::string samples = ANGKA_SOURCE_DIR "/examples/digits/samples/";
inline const std::string bundled = ANGKA_SOURCE_DIR "/examples/digits/data/digits.png";
