#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>

namespace angka::inline ANGKA_ISA {

/// Tells who wrote the image in a file; raises FileError where that isn't known.
using FindWriter = std::function<std::string(const std::filesystem::path& file)>;

/// Finds writers in the names of files, which are `pattern` without the ending: {writer} stands for
/// the writer, {digit} and {number} for digits, * for anything, the rest for itself.
///
/// Raises SettingError for a pattern without one {writer}; what it makes, FileError for a name of
/// another form.
/// Example: `writers_by_pattern("{writer}_{digit}_*")("data/3/siti_a_3_02.jpg") == "siti_a"`
[[gnu::cold]] ANGKA_INLINE FindWriter writers_by_pattern(const std::string& pattern);

namespace detail {

/// The writer in a name such as w07_3_02.jpg; "" if it doesn't begin like this.
[[gnu::cold]] ANGKA_INLINE std::string usual_writer(const std::filesystem::path& file);

/// Numbers the writers of the images of one or two sets, whose names are in `written_by`, image by
/// image; gives each set the numbers, unless the writer of one of its images isn't known. Returns
/// the names, ordered by length and then by their bytes.
[[gnu::cold]] ANGKA_INLINE std::vector<std::string> number_writers(
    std::span<const std::string> written_by, Dataset& train, Dataset* test);

}  // namespace detail

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// Whether a name is of the form of a pattern; the shortest {writer} is left in `writer`.
[[gnu::cold]] inline bool fits_pattern(std::string_view name, std::string_view pattern,
                                       std::string& writer) {
  if (pattern.empty()) return name.empty();
  const bool anything = pattern.front() == '*', whom = pattern.starts_with("{writer}");
  std::size_t mark = anything ? 1 : 0;
  if (whom) mark = 8;
  const bool digits = pattern.starts_with("{digit}") || pattern.starts_with("{number}");
  if (digits) mark = pattern.find('}') + 1;
  if (mark == 0)
    return !name.empty() && name.front() == pattern.front() &&
           fits_pattern(name.substr(1), pattern.substr(1), writer);
  for (std::size_t length = anything ? 0 : 1; length <= name.size(); ++length) {
    if (digits && (name[length - 1] < '0' || name[length - 1] > '9')) return false;
    if (!fits_pattern(name.substr(length), pattern.substr(mark), writer)) continue;
    if (whom) writer = name.substr(0, length);
    return true;
  }
  return false;
}

ANGKA_INLINE std::string usual_writer(const std::filesystem::path& file) {
  const std::string name = file.stem().string();
  const auto begins_with = [&](std::string_view word) {
    return name.size() > word.size() &&
           std::equal(word.begin(), word.end(), name.begin(), [](char a, char b) {
             return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
           });
  };
  for (const std::string_view word : {"writer", "penulis", "responden", "w"}) {
    if (!begins_with(word)) continue;
    const std::size_t end = name.find_first_not_of("0123456789", word.size());
    if (end == word.size() || (end != name.npos && name[end] != '_' && name[end] != '-')) return {};
    return name.substr(0, end);
  }
  return {};
}

ANGKA_INLINE std::vector<std::string> number_writers(std::span<const std::string> written_by,
                                                     Dataset& train, Dataset* test) {
  const auto size = static_cast<std::ptrdiff_t>(written_by.size());
  const auto middle = std::min(static_cast<std::ptrdiff_t>(train.size()), size);
  const std::pair<Dataset*, std::span<const std::string>> sets[] = {
      {&train, written_by.subspan(0, static_cast<std::size_t>(middle))},
      {test, written_by.subspan(static_cast<std::size_t>(middle))}};
  const auto known = [](const Dataset* data, std::span<const std::string> its) {
    return data && data->size() == its.size() &&
           std::none_of(its.begin(), its.end(), [](const auto& name) { return name.empty(); });
  };
  const auto before = [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  };
  std::vector<std::string> names;
  for (const auto& [data, its] : sets)
    if (known(data, its)) names.insert(names.end(), its.begin(), its.end());
  std::sort(names.begin(), names.end(), before);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const auto& [data, its] : sets) {
    if (data) data->writers.clear();
    if (!known(data, its)) continue;
    for (const std::string& name : its)
      data->writers.push_back(static_cast<int>(
          std::lower_bound(names.begin(), names.end(), name, before) - names.begin()));
  }
  return names;
}

}  // namespace detail

ANGKA_INLINE FindWriter writers_by_pattern(const std::string& pattern) {
  bool sound = pattern.size() <= 100;
  int writers = 0;
  for (std::string_view rest = pattern; sound && rest.find('{') != rest.npos;) {
    rest.remove_prefix(rest.find('{'));
    const std::string_view mark = rest.substr(0, rest.find('}') + 1);
    writers += mark == "{writer}";
    sound = mark == "{writer}" || mark == "{digit}" || mark == "{number}";
    rest.remove_prefix(std::max<std::size_t>(mark.size(), 1));
  }
  if (!sound || writers != 1)
    raise(
        SettingError("a pattern of names needs {writer} once, and may have {digit}, {number} "
                     "and *, such as {writer}_{digit}_*; not \"" +
                     detail::printable(std::string_view(pattern)) + '"'));
  return [pattern](const std::filesystem::path& file) {
    std::string writer;
    if (!detail::fits_pattern(file.stem().string(), pattern, writer))
      raise(FileError(detail::printable(file), "a name that tells the writer, as " + pattern,
                      "another"));
    return writer;
  };
}

}  // namespace angka::inline ANGKA_ISA

#endif
