#include "moves.hpp"

#include <algorithm>
#include <angka/core/number.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "cleaning_text.hpp"
#include "console/output.hpp"
#include "table_file.hpp"

namespace {

using Row = TableFile::Row;

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

/// A table with the data's own words.
class MovesTable {
 public:
  MovesTable(const std::filesystem::path& path, const Digits& digits, const Texts& texts)
      : table_(path, texts), digits_(digits), c_(cleaning_texts(texts)) {
    train_ = digits.train().size();
    const std::size_t images = train_ + (digits.source.test ? digits.source.test->size() : 0);
    const auto& files = digits.source.report.files;
    for (std::size_t i = 0; i < files.size(); ++i) places_.emplace(digits.within(files[i]), i);
    moves_.removed.resize(images);
    for (std::size_t i = 0; i < images; ++i) moves_.labels.push_back(label(i));
    decided_.resize(images);
  }

  Moves read() {
    const Row& header = table_.header();
    if (header.fields.empty()) fail(1, c_.a_header, c_.nothing);
    if (!table_.has("action") || (!table_.has("file") && !table_.has("image")))
      fail(header.line, c_.a_header, TableFile::join(header));
    Row row = header;
    bool any = false;
    while (table_.next(row)) any |= take(row);
    if (!any) fail(row.line, c_.an_action, c_.nothing);
    check_classes_stay();
    return std::move(moves_);
  }

 private:
  [[noreturn]] void fail(std::size_t line, const std::string& expected,
                         const std::string& found) const {
    table_.fail(line, expected, found);
  }
  std::string get(const Row& row, const char* column) const { return table_.get(row, column); }

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
    if (row.fields.size() > table_.header().fields.size())
      fail(row.line, fill(c_.so_many_fields, table_.header().fields.size()),
           std::to_string(row.fields.size()));
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
        angka::raise(
            angka::Error(fill(c_.empty_class, table_.path().string(), name(static_cast<int>(c)))));
  }

  TableFile table_;
  const Digits& digits_;
  const CleaningTexts& c_;
  std::size_t train_ = 0;
  std::map<std::string, std::size_t> places_{};
  std::vector<std::size_t> decided_{};  ///< by which line, 0: by none
  Moves moves_{};
};

}  // namespace

Moves read_moves(const std::filesystem::path& path, const Digits& digits, const Texts& texts) {
  return MovesTable(path, digits, texts).read();
}
