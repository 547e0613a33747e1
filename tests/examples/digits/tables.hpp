#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "program.hpp"

using Table = std::vector<std::map<std::string, std::string>>;

/// The rows of a table by the names of its columns; with `;` between them, it begins with a mark as
/// spreadsheets expect.
inline Table read_table(const std::filesystem::path& file, char between = ',') {
  std::vector<std::vector<std::string>> lines(1, std::vector<std::string>(1));
  std::string text = content(file);
  if (between == ';') {
    REQUIRE(text.starts_with("\xEF\xBB\xBF"));
    text.erase(0, 3);
  }
  bool quoted = false;
  for (const char letter : text) {
    if (letter == '\r' && !quoted) continue;
    if (letter == '"')
      quoted = !quoted;  // none of the tests' fields holds one
    else if (letter == '\n' && !quoted)
      lines.emplace_back(1);
    else if (letter == between && !quoted)
      lines.back().emplace_back();
    else
      lines.back().back() += letter;
  }
  lines.pop_back();
  Table table;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    REQUIRE(lines[i].size() == lines[0].size());
    table.emplace_back();
    for (std::size_t c = 0; c < lines[0].size(); ++c) table.back()[lines[0][c]] = lines[i][c];
  }
  return table;
}
