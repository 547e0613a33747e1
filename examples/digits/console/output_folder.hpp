#pragma once

#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <unistd.h>

#include <angka/core/errors.hpp>

/// A folder for results, each of which appears in it whole or not at all: they are written into a
/// hidden folder within, which `commit` moves into place and the destructor removes.
class OutputFolder {
 public:
  /// Makes the folder, and those that it lies in, if there is none. Raises FileError if it can't be
  /// written in.
  explicit OutputFolder(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code error;
    const auto missing = [](const std::filesystem::path& folder) {
      std::error_code ignored;
      return std::filesystem::symlink_status(folder, ignored).type() ==
             std::filesystem::file_type::not_found;
    };
    for (auto folder = path_; !folder.empty() && missing(folder); folder = folder.parent_path())
      made_.push_back(folder);
    std::filesystem::create_directories(path_, error);
    hidden_ = path_ / (".angka-" + std::to_string(::getpid()) + ".tmp");
    if (!error) std::filesystem::create_directory(hidden_, error);
    if (error) {
      remove();
      fail(path_, error.message());
    }
  }
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;
  ~OutputFolder() { remove(); }

  /// Where a file or folder is until it is moved into place, for others to write to.
  std::filesystem::path staged(const std::filesystem::path& name) const { return hidden_ / name; }

  /// Writes a file, `name` perhaps within folders.
  template <class Bytes>
  void write(const std::filesystem::path& name, const Bytes& bytes) {
    const std::filesystem::path file = hidden_ / name;
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    std::ofstream stream(file, std::ios::binary);
    stream.write(reinterpret_cast<const char*>(bytes.data()),
                 static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) fail(path_ / name, "no room or no permission");
  }

  /// Moves what was written into place, over what had the same name.
  void commit() {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path old = hidden_ / ".replaced";
    std::vector<fs::path> names;
    for (fs::directory_iterator entry(hidden_, error); !error && entry != fs::directory_iterator();
         entry.increment(error))
      names.push_back(entry->path().filename());
    if (error) fail(path_, error.message());
    for (const fs::path& name : names) {
      const fs::path target = path_ / name;
      std::error_code ignored;
      if (fs::is_directory(target, ignored)) fs::rename(target, old, error);
      if (!error) fs::rename(hidden_ / name, target, error);
      if (error) {
        if (fs::exists(old, ignored)) fs::rename(old, target, ignored);
        fail(target, error.message());
      }
      fs::remove_all(old, ignored);
    }
    made_.clear();
  }

 private:
  [[noreturn]] static void fail(const std::filesystem::path& path, const std::string& found) {
    angka::raise(angka::FileError(path.string(), "a place that can be written", found));
  }
  void remove() {
    std::error_code ignored;
    std::filesystem::remove_all(hidden_, ignored);
    for (const auto& folder : made_) std::filesystem::remove(folder, ignored);
  }

  std::filesystem::path path_, hidden_;
  std::vector<std::filesystem::path> made_{};  ///< the innermost first
};
