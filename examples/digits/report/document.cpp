#include "document.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "numbering.hpp"

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a table's cell is a figure, which stands on the right.
bool is_number(std::string_view cell) {
  return !cell.empty() &&
         (is_digit(cell.front()) ||
          std::string_view("+-<").find(cell.front()) != std::string_view::npos) &&
         std::none_of(cell.begin(), cell.end(), [](char c) {
           return std::isalpha(static_cast<unsigned char>(c)) && c != 'x';
         });
}

/// A number of a person as machines read it.
std::string for_machines(std::string cell, NumberSigns signs) {
  for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
    if (!is_digit(cell[i - 1]) || !is_digit(cell[i + 1])) continue;
    if (cell[i] == signs.decimal)
      cell[i] = machine_signs.decimal;
    else if (signs.group != 0 && cell[i] == signs.group)
      cell.erase(i--, 1);
  }
  const std::size_t power = cell.find(raised_minus);
  if (power == cell.npos) return cell;
  std::string digits = cell.substr(power + raised_minus.size());
  for (char digit = '0'; const std::string_view its : raised) {
    for (std::size_t at; (at = digits.find(its)) != digits.npos;)
      digits.replace(at, its.size(), 1, digit);
    ++digit;
  }
  return cell.substr(0, power) + "e-" + digits;
}

}  // namespace

std::vector<bool> figures_of(const Table& table) {
  std::vector<bool> right(table.header.size(), true);
  for (const auto& row : table.rows)
    for (std::size_t c = 0; c < right.size(); ++c)
      if (c < row.size() && !row[c].empty() && !is_number(row[c])) right[c] = false;
  return right;
}

std::string to_csv(const Table& table, NumberSigns signs, char between) {
  std::string text;
  const auto row = [&](const std::vector<std::string>& cells) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (c > 0) text += between;
      if (cells[c].find_first_of(std::string("\"\r\n") + between) == std::string::npos) {
        text += cells[c];
        continue;
      }
      text += '"';
      for (const char sign : cells[c]) text += sign == '"' ? "\"\"" : std::string(1, sign);
      text += '"';
    }
    text += "\r\n";
  };
  row(table.header);
  for (std::vector<std::string> cells : table.all_rows.empty() ? table.rows : table.all_rows) {
    for (std::string& cell : cells)
      if (is_number(cell)) cell = for_machines(cell, signs);
    row(cells);
  }
  return text;
}

std::string to_spreadsheet(const Table& table, NumberSigns signs) {
  if (signs.decimal != ',') return to_csv(table, signs);
  return "\xEF\xBB\xBF" + to_csv(table, machine_signs, ';');
}
