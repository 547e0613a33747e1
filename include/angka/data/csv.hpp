#pragma once

#include <filesystem>
#include <optional>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/data/file.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// What a table that shows no labels is expected to have.
inline constexpr const char* label_column = "a column of labels beside those of the pixels";

/// As load_csv, but telling what is wrong with the file instead of raising.
[[gnu::cold]] ANGKA_INLINE std::optional<Dataset> try_load_csv(const std::filesystem::path& path,
                                                               int classes, Fault& fault);

}  // namespace detail

/// Reads labelled images from a table as Kaggle has them: a row an image, with its label, 0..255,
/// and the pixels of a square, row by row: 0..255, or parts of 1 where none is above 1.
///
/// Between the fields stand commas, semicolons or tabs. The first row may name the columns; then
/// "label" or "class" is the label's, and those called "", "id" or "index" are none of an image's.
/// Else the label comes first, unless only the last column holds numbers without gaps, as labels
/// do.
/// `classes`: how many there are, named "0", "1", ...; 0 takes the largest label and one more.
/// Raises FileError.
/// Example: `put("two.csv", "label,p0,p1,p2,p3\n1,0,9,9,0\n0,7,7,7,255\n"); const Dataset two =
/// load_csv("two.csv"); two.labels == std::vector{1, 0} && two.shape == Shape{1, 2, 2}`
[[gnu::cold]] ANGKA_INLINE Dataset load_csv(const std::filesystem::path& path, int classes = 0);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/number.hpp>
#include <angka/data/labelled_images.hpp>
#include <array>
#include <bitset>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// A field without spaces and quotes around it.
[[gnu::cold]] inline std::string_view csv_content(std::string_view field) {
  const auto around = [](char c) { return c == ' ' || c == '\r' || c == '"'; };
  while (!field.empty() && around(field.front())) field.remove_prefix(1);
  while (!field.empty() && around(field.back())) field.remove_suffix(1);
  return field;
}

/// The number that a field holds; -1 if it is no number of 0 to 255.
[[gnu::cold]] inline double csv_number(std::string_view field) {
  field = csv_content(field);
  double number = -1;
  if (field.size() <= 3) {
    int whole = 0;
    const bool digits = !field.empty() && std::all_of(field.begin(), field.end(), [&](char c) {
      whole = 10 * whole + (c - '0');
      return c >= '0' && c <= '9';
    });
    if (digits) number = whole;
  }
  if (number < 0 && !read_number(field, number)) return -1;
  return number >= 0 && number <= 255 ? number : -1;
}

inline bool is_whole(double number) { return number == std::floor(number); }

/// A table of numbers: where its rows begin, and which columns are what.
struct CsvTable {
  std::string_view text{};
  char separator = ',';
  std::size_t line = 0;   ///< of the row that `row` gave last, from 1 on
  std::size_t start = 0;  ///< of the first row behind the names of columns
  std::size_t start_line = 0;
  std::size_t columns = 0, label = 0, side = 0;
  std::vector<bool> ignored{};
  std::size_t at = 0;

  void rewind() { at = start, line = start_line; }

  /// The next line that isn't empty.
  bool row(std::string_view& found) {
    while (at < text.size()) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      found = text.substr(at, end - at);
      at = end + 1;
      ++line;
      if (found.find_first_not_of(" \r") != std::string_view::npos) return true;
    }
    return false;
  }

  /// Calls `use` with each field of a row, until it returns false; whether it never did.
  template <class Use>
  bool each(std::string_view row, Use&& use) const {
    for (std::size_t i = 0;; ++i) {
      const std::size_t end = row.find(separator);
      if (!use(i, row.substr(0, end))) return false;
      if (end == std::string_view::npos) return true;
      row.remove_prefix(end + 1);
    }
  }

  std::string place(std::size_t column) const {
    return "line " + std::to_string(line) + ", column " + std::to_string(column + 1);
  }
};

/// Whether all numbers between the least and the largest one are there, and more than one.
[[gnu::cold]] inline bool like_labels(const std::bitset<256>& seen) {
  std::size_t least = 0, largest = 255;
  while (least < 255 && !seen[least]) ++least;
  while (largest > least && !seen[largest]) --largest;
  return largest > least && seen.count() == largest - least + 1;
}

/// Finds out how a table is laid out, from its first two rows and the outer columns.
[[gnu::cold]] inline std::optional<CsvTable> csv_table(std::string_view text, Fault& fault) {
  constexpr const char* kind =
      "a table of a label and a square number of pixels a row, such as 1 + 28 x 28";
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  CsvTable table;
  table.text = text;
  std::string_view first, second;
  if (!table.row(first)) return fail(fault, kind, "an empty file");
  for (const char candidate : {';', '\t'})
    if (std::count(first.begin(), first.end(), candidate) >
        std::count(first.begin(), first.end(), table.separator))
      table.separator = candidate;
  table.columns =
      static_cast<std::size_t>(std::count(first.begin(), first.end(), table.separator)) + 1;
  const std::size_t behind = table.at, behind_line = table.line;
  const bool more = table.row(second);

  // pandas writes a row that it took for names as 0, 0.1, 0.2, ...
  bool numbers = true, whole = true, whole_below = true;
  table.each(first, [&](std::size_t, std::string_view field) {
    const double number = csv_number(field);
    numbers = numbers && number >= 0;
    whole = whole && is_whole(number);
    return true;
  });
  if (more)
    table.each(second, [&](std::size_t, std::string_view field) {
      return whole_below = is_whole(csv_number(field));
    });
  const bool names = !numbers || (more && !whole && whole_below);
  if (names) table.start = behind, table.start_line = behind_line;

  table.ignored.resize(table.columns);
  table.label = table.columns;
  std::size_t pixels = table.columns;
  if (!numbers)
    table.each(first, [&](std::size_t i, std::string_view field) {
      const std::string name = in_small_letters(std::string(csv_content(field)));
      constexpr std::array<std::string_view, 5> labels = {"label", "labels", "class", "target",
                                                          "digit"};
      constexpr std::array<std::string_view, 4> others = {"", "id", "index", "unnamed: 0"};
      if (table.label == table.columns &&
          std::find(labels.begin(), labels.end(), name) != labels.end()) {
        table.label = i;
        --pixels;
      } else if (std::find(others.begin(), others.end(), name) != others.end()) {
        table.ignored[i] = true;
        --pixels;
      }
      return true;
    });
  const auto root = [](std::size_t area) {
    const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(area))));
    return side * side == area ? side : 0;
  };
  const bool told = table.label != table.columns;
  if (!told && root(pixels) > 1)
    return fail(fault, label_column, std::to_string(pixels) + " columns of pixels alone");
  if (!told) --pixels;
  table.side = root(pixels);
  if (pixels == 0 || table.side == 0 || table.side > 32768)
    return fail(fault, kind, std::to_string(table.columns) + " columns");
  if (told) return table;

  std::size_t left = 0, right = table.columns - 1;
  while (table.ignored[left]) ++left;
  while (table.ignored[right]) --right;
  std::bitset<256> in_left, in_right;
  table.rewind();
  for (std::string_view row; table.row(row);)
    table.each(row, [&](std::size_t i, std::string_view field) {
      if (i != left && i != right) return true;
      const double number = csv_number(field);
      if (number >= 0) (i == left ? in_left : in_right).set(static_cast<std::size_t>(number));
      return true;
    });
  table.label = !like_labels(in_left) && like_labels(in_right) ? right : left;
  return table;
}

ANGKA_INLINE std::optional<Dataset> try_load_csv(const std::filesystem::path& path, int classes,
                                                 Fault& fault) {
  const auto bytes = try_read_file(path, std::uintmax_t{1} << 32, fault);
  if (!bytes) return std::nullopt;
  auto table = csv_table({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, fault);
  if (!table) return std::nullopt;
  Bytes pixels;
  std::vector<int> labels;
  double most = 0, scale = 1;
  const auto read = [&] {
    pixels.clear();
    labels.clear();
    table->rewind();
    for (std::string_view row; table->row(row);) {
      std::size_t fields = 0;
      const bool sound = table->each(row, [&](std::size_t i, std::string_view field) {
        ++fields;
        if (i >= table->columns) return false;
        if (table->ignored[i]) return true;
        const double number = csv_number(field);
        const bool label = i == table->label;
        if (number < 0 || (label && !is_whole(number))) {
          fail(fault,
               label ? "a label, a whole number of 0 to 255" : "a pixel, a number of 0 to 255",
               '"' + printable(csv_content(field).substr(0, 40)) + "\" in " + table->place(i));
          return false;
        }
        if (label) {
          labels.push_back(static_cast<int>(number));
        } else {
          most = std::max(most, number);
          pixels.push_back(static_cast<std::uint8_t>(std::lround(number * scale)));
        }
        return true;
      });
      if (fields != table->columns && (sound || fields > table->columns))
        fail(fault, std::to_string(table->columns) + " columns, as in the first line",
             std::string(sound ? std::to_string(fields) : "more") + " in line " +
                 std::to_string(table->line));
      if (!sound || fields != table->columns) return false;
    }
    return true;
  };
  if (!read()) return std::nullopt;
  scale = pixel_scale(most);
  if (scale != 1) read();
  const auto side = static_cast<int>(table->side);
  return labelled_images({.channels = 1, .height = side, .width = side}, std::move(pixels),
                         std::move(labels), classes, path);
}

}  // namespace detail

ANGKA_INLINE Dataset load_csv(const std::filesystem::path& path, int classes) {
  detail::Fault fault;
  auto data = detail::try_load_csv(path, classes, fault);
  if (!data) raise(FileError(detail::printable(path), fault.expected, fault.found));
  return *std::move(data);
}

}  // namespace angka::inline ANGKA_ISA

#endif
