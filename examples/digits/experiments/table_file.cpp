#include "table_file.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>
#include <cstdint>
#include <string_view>

namespace {

std::string trimmed(const std::string& text) {
  const std::size_t from = text.find_first_not_of(" \t\r");
  return from == text.npos ? "" : text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

}  // namespace

TableFile::TableFile(const std::filesystem::path& path, const Texts& texts)
    : path_(path), c_(cleaning_texts(texts)) {
  const auto bytes = angka::read_file(path, std::uintmax_t{64} << 20);  // 64 MB at most
  text_.assign(bytes.begin(), bytes.end());
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  const std::string first = text_.substr(at_, text_.find('\n', at_) - at_);
  const auto count = [&](char mark) { return std::count(first.begin(), first.end(), mark); };
  for (const char mark : {';', '\t'})
    if (count(mark) > count(separator_)) separator_ = mark;
  if (!next(header_)) header_ = {.line = 1};
  for (std::string& name : header_.fields)
    for (char& letter : name)
      if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
}

void TableFile::fail(std::size_t line, const std::string& expected,
                     const std::string& found) const {
  angka::raise(angka::Error(fill(c_.bad_line, path_.string(), line, expected,
                                 angka::detail::printable(std::string_view(found).substr(0, 80)))));
}

std::string TableFile::join(const Row& row) {
  std::string text;
  for (const std::string& field : row.fields) text += (text.empty() ? "" : ", ") + field;
  return text;
}

bool TableFile::next(Row& row) {
  while (at_ < text_.size()) {
    row = {.line = line_};
    std::string field;
    bool quoted = false, was_quoted = false, end = false;
    for (; !end; ++at_) {
      if (at_ >= text_.size()) {
        if (quoted) fail(row.line, c_.closed_quotes, c_.an_open_one);
        end = true;
      } else if (const char letter = text_[at_]; quoted) {
        if (letter == '\n') ++line_;
        if (letter != '"')
          field += letter;
        else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"')
          field += text_[++at_];
        else
          quoted = false;
        continue;
      } else if (letter == '"' && !was_quoted && trimmed(field).empty()) {
        quoted = was_quoted = true;
        field.clear();
        continue;
      } else if (letter == '\n') {
        ++line_;
        end = true;
      } else if (letter != separator_) {
        field += letter;
        continue;
      }
      row.fields.push_back(trimmed(field));
      field.clear();
      was_quoted = false;
    }
    if (std::any_of(row.fields.begin(), row.fields.end(),
                    [](const std::string& one) { return !one.empty(); }))
      return true;
  }
  return false;
}

bool TableFile::has(const char* column) const {
  return std::find(header_.fields.begin(), header_.fields.end(), column) != header_.fields.end();
}

std::string TableFile::get(const Row& row, const char* column) const {
  const auto i = static_cast<std::size_t>(
      std::find(header_.fields.begin(), header_.fields.end(), column) - header_.fields.begin());
  return i < std::min(header_.fields.size(), row.fields.size()) ? row.fields[i] : "";
}
