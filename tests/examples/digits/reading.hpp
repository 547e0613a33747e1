#pragma once

#include <algorithm>
#include <angka/data/image.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "program.hpp"

inline void put_png(const std::filesystem::path& path, const angka::Image& image) {
  const angka::Bytes file = angka::encode_png(image);
  put(path, std::string(file.begin(), file.end()));
}

/// What the program reads on a picture: lines of digits, separated by '/'. Empty if nothing.
inline std::string read(const TemporaryFolder& folder, const std::string& picture,
                        const std::string& model = {}, const Arguments& more = {}) {
  Arguments arguments{"predict", "--quiet", "--json", "read.json", picture};
  if (!model.empty()) arguments.insert(arguments.end(), {"--model", model});
  arguments.insert(arguments.end(), more.begin(), more.end());
  std::filesystem::remove(folder / "read.json");
  if (digits(folder, arguments).status != 0) return {};
  std::string text;
  int line = 0;
  for (const auto& one : read_json(folder / "read.json")) {
    if (!one.contains("label")) continue;
    if (one["line"] != line) text += '/';
    line = one["line"];
    text += std::to_string(one["label"].get<int>());
  }
  return text;
}

struct Count {
  int right = 0, written = 0, extra = 0;

  void add(const Count& other) {
    right += other.right, written += other.written, extra += other.extra;
  }
};

/// Aligns what is written with what was read, at the least cost; a line's end is never taken for a
/// digit.
inline Count compare(const std::string& written, const std::string& read) {
  const std::size_t n = written.size(), m = read.size();
  const auto is_digit = [](char c) { return c != '/'; };
  const auto cost = [&](char a, char b) { return a == b ? 0 : is_digit(a) && is_digit(b) ? 1 : 9; };
  std::vector<std::vector<int>> d(n + 1, std::vector<int>(m + 1));
  for (std::size_t i = 0; i <= n; ++i)
    for (std::size_t j = 0; j <= m; ++j)
      d[i][j] = i == 0 || j == 0 ? static_cast<int>(i + j)
                                 : std::min({d[i - 1][j - 1] + cost(written[i - 1], read[j - 1]),
                                             d[i - 1][j] + 1, d[i][j - 1] + 1});
  Count count;
  count.written = static_cast<int>(std::count_if(written.begin(), written.end(), is_digit));
  for (std::size_t i = n, j = m; i > 0 || j > 0;) {
    if (i > 0 && j > 0 && d[i][j] == d[i - 1][j - 1] + cost(written[i - 1], read[j - 1])) {
      --i, --j;
      count.right += written[i] == read[j] && is_digit(read[j]);
    } else if (i > 0 && d[i][j] == d[i - 1][j] + 1) {
      --i;
    } else {
      count.extra += is_digit(read[--j]);
    }
  }
  return count;
}
