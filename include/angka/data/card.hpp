#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/data/file.hpp>

namespace angka::inline ANGKA_ISA {

/// One of those who wrote a data set, in words, any of which may be empty.
struct Respondent {
  std::string writer{};  ///< as the files call them: a folder's name, ...
  std::string age_group{};
  std::string hand{};
  std::string school_or_work{};
  std::string consent{};  ///< to what they agreed; "no": to nothing

  struct Field {
    const char* name = "";
    std::string Respondent::*text = nullptr;
  };
  static const Field fields[5];

  bool operator==(const Respondent&) const = default;
  /// Whether the answer is no, in English or Indonesian.
  ANGKA_INLINE bool refuses() const;
};

inline constexpr Respondent::Field Respondent::fields[5] = {
    {"writer", &Respondent::writer},   {"age_group", &Respondent::age_group},
    {"hand", &Respondent::hand},       {"school_or_work", &Respondent::school_or_work},
    {"consent", &Respondent::consent},
};

/// What is known of a data set and its people, in words: the file dataset.json beside the data, one
/// JSON object of texts, and of the list `respondents` of such objects. Any may be empty or
/// missing.
struct DataCard {
  std::string title{};
  std::string collected_by{};  ///< who gathered the images
  std::string written_by{};    ///< whose handwriting it is: how many people, of what age, ...
  std::string interviewed{};   ///< who was asked for it, and by whom
  std::string when{};
  std::string how{};      ///< on what it was written, and how it became images
  std::string consent{};  ///< what the writers agreed to
  std::string licence{};
  std::string derived_from{};  ///< the data that this was made of, where it was
  std::string processing{};    ///< what was done to it, with the seed and the settings
  std::string notes{};
  std::vector<Respondent> respondents{};  ///< those who wrote the images

  std::vector<std::string> unknown_fields{};  ///< names in the file that none of the above has

  struct Field {
    const char* name = "";
    std::string DataCard::*text = nullptr;
  };
  static const Field fields[11];  ///< those above, as they are named and ordered in the file
};

inline constexpr DataCard::Field DataCard::fields[11] = {
    {"title", &DataCard::title},
    {"collected_by", &DataCard::collected_by},
    {"written_by", &DataCard::written_by},
    {"interviewed", &DataCard::interviewed},
    {"when", &DataCard::when},
    {"how", &DataCard::how},
    {"consent", &DataCard::consent},
    {"licence", &DataCard::licence},
    {"derived_from", &DataCard::derived_from},
    {"processing", &DataCard::processing},
    {"notes", &DataCard::notes},
};

/// Where the card of the data at `data` is: in that folder, or beside that file.
[[gnu::cold]] ANGKA_INLINE std::filesystem::path card_path(const std::filesystem::path& data);

/// Reads a card of at most 64 KiB.
///
/// Raises FileError for what isn't one JSON object in UTF-8, names a field twice, or holds anything
/// but a text in a field that is known, or respondents that aren't a list of objects.
/// Example: `write_file_atomically("dataset.json", to_string(DataCard{.title = "Digits of class
/// 4b"})); read_card("dataset.json").title == "Digits of class 4b"`
[[gnu::cold]] ANGKA_INLINE DataCard read_card(const std::filesystem::path& path);

/// The text of a card's file, every text in it, and the respondents if there are any, for
/// `write_file_atomically(path, to_string(card))`.
[[gnu::cold]] ANGKA_INLINE std::string to_string(const DataCard& card);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// Takes the parser's events. What an unknown field holds is passed over, however deep.
class CardReader {
 public:
  CardReader(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}

  DataCard card{};

  bool start_object(std::size_t) {
    if (in_respondents_ && depth_ == 2) {
      card.respondents.emplace_back();
      names_.clear();
    } else if (depth_ > 0) {
      not_text("an object");
    }
    ++depth_;
    return true;
  }
  bool end_object() { return close(); }
  bool start_array(std::size_t) {
    if (depth_ != 1 || !in_respondents_) not_text("a list");
    ++depth_;
    return true;
  }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    if (depth_ != 1 && !of_respondent()) return true;
    if (depth_ == 1) in_respondents_ = name == "respondents";
    if (!(depth_ == 1 ? fields_ : names_).insert(name).second)
      raise(FileError(file_, "each field once", quoted(name) + " twice"));
    field_ = nullptr;
    text_field_ = "";
    const auto find = [&](const auto& fields, auto& owner) {
      for (const auto& field : fields)
        if (name == field.name) field_ = &(owner.*(field.text)), text_field_ = field.name;
    };
    if (depth_ == 1)
      find(DataCard::fields, card);
    else
      find(Respondent::fields, card.respondents.back());
    if (!field_ && (depth_ == 3 || !in_respondents_))
      card.unknown_fields.push_back((depth_ == 3 ? "respondents." : "") + name);
    return true;
  }
  bool string(std::string& value) {
    if (depth_ == 0 || expects_list()) not_text("a text");
    if ((depth_ != 1 && !of_respondent()) || !field_) return true;
    for (const char c : value)
      if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
        raise(FileError(file_, expected_text() + " without control characters", quoted(value)));
    *field_ = std::move(value);
    return true;
  }
  bool number_unsigned(std::uint64_t value) { return not_text(std::to_string(value)); }
  bool number_integer(std::int64_t value) { return not_text(std::to_string(value)); }
  bool number_float(double, const std::string& number) { return not_text(number.substr(0, 60)); }
  bool boolean(bool value) { return not_text(value ? "true" : "false"); }
  bool null() { return not_text("null"); }
  template <class Binary>
  bool binary(Binary&) {
    return not_text("binary data");
  }
  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception&) {
    const auto before = text_.substr(0, std::min(position, text_.size()));
    raise(FileError(
        file_, "a data card in JSON",
        "a mistake in line " + std::to_string(1 + std::count(before.begin(), before.end(), '\n'))));
  }

 private:
  bool close() {
    --depth_;
    field_ = nullptr;
    return true;
  }
  bool of_respondent() const { return in_respondents_ && depth_ == 3; }
  /// Whether the list of respondents, or one of them, is what must come.
  bool expects_list() const { return in_respondents_ && (depth_ == 1 || depth_ == 2); }
  static std::string quoted(std::string_view text) {
    return '"' + printable(text.substr(0, 60)) + '"';
  }
  std::string expected_text() const { return std::string("a text as \"") + text_field_ + '"'; }
  /// Refuses another value where a known field or the whole card belongs.
  bool not_text(const std::string& found) const {
    if (depth_ == 0) raise(FileError(file_, "a data card, which is a JSON object", found));
    if (expects_list()) raise(FileError(file_, "a list of objects as \"respondents\"", found));
    if ((depth_ == 1 || of_respondent()) && field_) raise(FileError(file_, expected_text(), found));
    return true;
  }

  std::string file_;
  std::string_view text_;
  int depth_ = 0;
  bool in_respondents_ = false;
  std::string* field_ = nullptr;              ///< whose value comes next; null of an unknown one
  const char* text_field_ = "";               ///< its name
  std::set<std::string> fields_{}, names_{};  ///< of the card, and of a respondent
};

}  // namespace detail

ANGKA_INLINE bool Respondent::refuses() const {
  std::string word;
  for (const char c : consent)
    if (c != ' ') word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return word == "no" || word == "n" || word == "tidak" || word == "false";
}

ANGKA_INLINE std::filesystem::path card_path(const std::filesystem::path& data) {
  std::error_code error;
  return (std::filesystem::is_directory(data, error) ? data : data.parent_path()) / card_file_name;
}

ANGKA_INLINE DataCard read_card(const std::filesystem::path& path) {
  const Bytes bytes = read_file(path, std::uintmax_t{1} << 16);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  // The parser would take a byte of 0 for the end.
  if (!detail::is_utf8(text) || text.find('\0') != text.npos)
    raise(FileError(detail::printable(path), "a data card in UTF-8", "other bytes"));
  detail::CardReader reader(detail::printable(path), text);
  nlohmann::json::sax_parse(text, &reader);
  return std::move(reader.card);
}

ANGKA_INLINE std::string to_string(const DataCard& card) {
  using Json = nlohmann::ordered_json;
  Json json = Json::object();
  for (const DataCard::Field& field : DataCard::fields) json[field.name] = card.*(field.text);
  for (const Respondent& respondent : card.respondents) {
    Json object = Json::object();
    for (const Respondent::Field& field : Respondent::fields)
      object[field.name] = respondent.*(field.text);
    json["respondents"].push_back(std::move(object));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace angka::inline ANGKA_ISA

#endif
