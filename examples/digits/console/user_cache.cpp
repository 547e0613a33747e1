#include "user_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <angka/core/errors.hpp>
#include <cstdlib>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

fs::path cache_folder(const std::string& kind, const Texts& t) {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  fs::path folder;
  if (cache && *cache)
    folder = cache;
  else if (home && *home)
    folder = fs::path(home) / ".cache";
  else
    angka::raise(angka::Error(t.no_cache));
  folder /= "angka";
  folder /= kind;
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  mkdir(folder.c_str(), 0700);
  struct stat is {};
  if (lstat(folder.c_str(), &is) != 0 || !S_ISDIR(is.st_mode) || is.st_uid != geteuid() ||
      ((is.st_mode & 077) != 0 && chmod(folder.c_str(), 0700) != 0))
    angka::raise(angka::FileError(folder.string(), t.own_folder, t.another));
  return folder;
}

void touch(const fs::path& file) {
  std::error_code error;
  fs::last_write_time(file, fs::file_time_type::clock::now(), error);
}

void keep_newest(const fs::path& folder, const std::string& ending, std::size_t most) {
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, std::string>> found;
  std::vector<fs::path> all;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    all.push_back(entry->path());
    if (entry->path().extension() != ending) continue;
    const auto time = fs::last_write_time(entry->path(), error);
    found.emplace_back(error ? fs::file_time_type::min() : time, entry->path().stem().string());
    error.clear();
  }
  if (found.size() <= most) return;
  std::sort(found.rbegin(), found.rend());
  std::set<std::string> old;
  for (std::size_t i = most; i < found.size(); ++i) old.insert(found[i].second);
  for (const fs::path& file : all)
    if (old.count(file.stem().string()) > 0) fs::remove(file, error);
}
