#include "moves.hpp"

#include <algorithm>
#include <angka/core/number.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "cleaning_text.hpp"
#include "console/output.hpp"

namespace {

struct Row {
  std::size_t line = 0;
  std::vector<std::string> fields{};
};

std::string trimmed(const std::string& text) {
  const std::size_t from = text.find_first_not_of(" \t\r");
  return from == text.npos ? "" : text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

/// The same word, or the same whole number, which a spreadsheet writes without zeros in front.
bool same_label(std::string_view a, std::string_view b) {
  const auto whole = [](std::string_view word) {
    return word.find_first_not_of("0123456789") == word.npos && !word.empty();
  };
  const auto shortened = [](std::string_view word) {
    return word.substr(std::min(word.find_first_not_of('0'), word.size() - 1));
  };
  return a == b || (whole(a) && whole(b) && shortened(a) == shortened(b));
}

/// A table (RFC 4180, between whose fields another mark may stand), with the data's own words.
class MovesTable {
 public:
  MovesTable(const std::filesystem::path& path, const Digits& digits, const Texts& texts)
      : path_(path), digits_(digits), c_(cleaning_texts(texts)) {
    constexpr std::uintmax_t most_bytes = std::uintmax_t{64} << 20;
    const auto bytes = angka::read_file(path, most_bytes);
    text_.assign(bytes.begin(), bytes.end());
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    const std::string first = text_.substr(at_, text_.find('\n', at_) - at_);
    const auto count = [&](char mark) { return std::count(first.begin(), first.end(), mark); };
    for (const char mark : {';', '\t'})
      if (count(mark) > count(separator_)) separator_ = mark;

    train_ = digits.train().size();
    const std::size_t images = train_ + (digits.source.test ? digits.source.test->size() : 0);
    const auto& files = digits.source.report.files;
    for (std::size_t i = 0; i < files.size(); ++i) places_.emplace(digits.within(files[i]), i);
    moves_.removed.resize(images);
    for (std::size_t i = 0; i < images; ++i) moves_.labels.push_back(label(i));
    decided_.resize(images);
  }

  Moves read() {
    Row row;
    if (!next(row)) fail(1, c_.a_header, c_.nothing);
    for (std::string& name : row.fields)
      for (char& letter : name)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    header_ = row.fields;
    if (!has("action") || (!has("file") && !has("image"))) fail(row.line, c_.a_header, join(row));
    bool any = false;
    while (next(row)) any |= take(row);
    if (!any) fail(row.line, c_.an_action, c_.nothing);
    check_classes_stay();
    return std::move(moves_);
  }

 private:
  [[noreturn]] void fail(std::size_t line, const std::string& expected,
                         const std::string& found) const {
    angka::raise(
        angka::Error(fill(c_.bad_line, path_.string(), line, expected,
                          angka::detail::printable(std::string_view(found).substr(0, 80)))));
  }
  static std::string join(const Row& row) {
    std::string text;
    for (const std::string& field : row.fields) text += (text.empty() ? "" : ", ") + field;
    return text;
  }

  /// The next row that isn't empty.
  bool next(Row& row) {
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

  bool has(const char* column) const {
    return std::find(header_.begin(), header_.end(), column) != header_.end();
  }
  std::string get(const Row& row, const char* column) const {
    const auto i = static_cast<std::size_t>(std::find(header_.begin(), header_.end(), column) -
                                            header_.begin());
    return i < std::min(header_.size(), row.fields.size()) ? row.fields[i] : "";
  }
  int label(std::size_t image) const {
    return image < train_ ? digits_.train().labels[image]
                          : digits_.source.test->labels[image - train_];
  }
  const std::string& name(int label) const {
    return digits_.classes()[static_cast<std::size_t>(label)];
  }

  /// The image that a row speaks of; those of no image if it is a file that was left out.
  std::size_t image_of(const Row& row) const {
    if (const std::string file = get(row, "file"); !file.empty()) {
      for (const auto& [unused, why] : digits_.source.report.left_out)
        if (digits_.within(unused) == file) return decided_.size();
      const auto found = places_.find(file);
      if (found == places_.end()) fail(row.line, c_.a_file_of_the_data, file);
      return found->second;
    }
    const std::string number = get(row, "image"), set = get(row, "set");
    const bool test = set == "test";
    if (!set.empty() && !test && set != "train") fail(row.line, "train, test", set);
    const std::size_t images = test ? decided_.size() - train_ : train_;
    std::size_t image = 0;
    if (!angka::detail::read_number(number, image) || image >= images)
      fail(row.line, fill(c_.an_image_of, images), number);
    return image + (test ? train_ : 0);
  }

  /// Notes what a row asks for; whether it asks for anything.
  bool take(const Row& row) {
    if (row.fields.size() > header_.size())
      fail(row.line, fill(c_.so_many_fields, header_.size()), std::to_string(row.fields.size()));
    const std::string action = get(row, "action"), new_label = get(row, "new_label");
    if (action.empty()) {
      if (!new_label.empty()) fail(row.line, "keep, remove, label", c_.nothing);
      return false;
    }
    if (action != "keep" && action != "remove" && action != "label")
      fail(row.line, "keep, remove, label", action);
    const std::size_t image = image_of(row);
    if (image == decided_.size()) {  // that file isn't in the data, so it goes
      if (action != "remove") fail(row.line, "remove", action);
      return true;
    }
    if (const std::string its = get(row, "label");
        !its.empty() && !same_label(its, name(label(image))))
      fail(row.line, fill(c_.labelled, name(label(image))), its);
    int given = label(image);
    if (action == "label") {
      const auto& names = digits_.classes();
      const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& one) {
        return same_label(one, new_label);
      });
      if (found == names.end()) {
        std::string all;
        for (const std::string& one : names) all += (all.empty() ? "" : ", ") + one;
        fail(row.line, fill(c_.a_class, all), new_label.empty() ? c_.nothing : new_label);
      }
      given = static_cast<int>(found - names.begin());
    } else if (!new_label.empty()) {
      fail(row.line, c_.no_new_label, new_label);
    }
    const bool removed = action == "remove";
    if (decided_[image] != 0) {
      if (moves_.removed[image] != removed || moves_.labels[image] != given)
        fail(row.line, fill(c_.as_in_line, decided_[image]), action + ' ' + new_label);
      return true;
    }
    decided_[image] = row.line;
    moves_.removed[image] = removed;
    moves_.removals += removed;
    moves_.relabelled += given != label(image);
    moves_.labels[image] = given;
    return true;
  }

  /// Each class that has training images must keep one.
  void check_classes_stay() const {
    std::vector<std::size_t> before(digits_.classes().size()), after(before);
    for (std::size_t i = 0; i < train_; ++i) {
      ++before[static_cast<std::size_t>(label(i))];
      if (!moves_.removed[i]) ++after[static_cast<std::size_t>(moves_.labels[i])];
    }
    for (std::size_t c = 0; c < after.size(); ++c)
      if (before[c] > 0 && after[c] == 0)
        angka::raise(angka::Error(fill(c_.empty_class, path_.string(), name(static_cast<int>(c)))));
  }

  std::filesystem::path path_;
  const Digits& digits_;
  const CleaningTexts& c_;
  std::string text_{};
  std::size_t at_ = 0, line_ = 1, train_ = 0;
  char separator_ = ',';
  std::vector<std::string> header_{};
  std::map<std::string, std::size_t> places_{};
  std::vector<std::size_t> decided_{};  ///< by which line, 0: by none
  Moves moves_{};
};

}  // namespace

Moves read_moves(const std::filesystem::path& path, const Digits& digits, const Texts& texts) {
  return MovesTable(path, digits, texts).read();
}
