#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "cleaning_text.hpp"

/// A table with named columns as spreadsheets write it (RFC 4180; semicolons or tabs may stand
/// between the fields), read row by row. Names are taken in small letters. What is wrong raises an
/// Error that names the line.
class TableFile {
 public:
  struct Row {
    std::size_t line = 0;
    std::vector<std::string> fields{};
  };

  TableFile(const std::filesystem::path& path, const Texts& texts);

  /// The next row that isn't empty.
  bool next(Row& row);
  bool has(const char* column) const;
  std::string get(const Row& row, const char* column) const;
  [[noreturn]] void fail(std::size_t line, const std::string& expected,
                         const std::string& found) const;

  const std::filesystem::path& path() const { return path_; }
  /// The row of names; without fields, if the file is empty.
  const Row& header() const { return header_; }
  /// Its words, between commas.
  static std::string join(const Row& row);

 private:
  std::filesystem::path path_;
  const CleaningTexts& c_;
  std::string text_{};
  std::size_t at_ = 0, line_ = 1;
  char separator_ = ',';
  Row header_{};
};
