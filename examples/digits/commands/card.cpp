#include "card.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/data/card.hpp>
#include <angka/io/atomic_file.hpp>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>

#include "console/output.hpp"
#include "experiments/card.hpp"
#include "experiments/data.hpp"
#include "experiments/writers_text.hpp"

namespace fs = std::filesystem;
using angka::DataCard;

namespace {

/// Text in lines of about 72 characters behind a heading; its own line ends are kept.
void print_field(const std::string& heading, std::size_t width, const std::string& text) {
  constexpr std::size_t most = 72;
  std::string line = "  " + left(heading, width);
  std::istringstream paragraphs(text);
  for (std::string paragraph; std::getline(paragraphs, paragraph);) {
    std::istringstream words(paragraph);
    std::size_t length = 0;
    for (std::string word; words >> word; length += word.size() + 1) {
      if (length > 0 && length + word.size() > most) {
        std::cout << line << '\n';
        line = "  " + std::string(width, ' ');
        length = 0;
      }
      line += ' ' + word;
    }
    std::cout << line << '\n';
    line = "  " + std::string(width, ' ');
  }
}

/// Prints each field that `text_of(number)` has a text for, and says whether there is any.
template <class TextOf>
bool print_fields(const Texts& t, TextOf text_of) {
  std::size_t width = 0;
  for (const CardField& field : t.card_fields)
    width = std::max(width, std::string(field.title).size() + 1);
  bool any = false;
  for (std::size_t i = 0; i < std::size(DataCard::fields); ++i) {
    const std::string text = text_of(i);
    if (text.empty()) continue;
    print_field(t.card_fields[i].title, width, text);
    any = true;
  }
  return any;
}

}  // namespace

int show_card(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  const fs::path place = data_place(options.data);
  const FoundCard found = find_card(
      place, [&] { return load_digits(options, options.data, true).is_mnist(); }, t);
  if (found.file.empty()) {
    std::cout << fill(t.no_card, angka::card_path(place).string()) << '\n';
  } else {
    const DataCard& card = found.card;
    std::cout << fill(t.card_of, found.file.string()) << '\n';
    const auto text_of = [&](std::size_t i) { return card.*(DataCard::fields[i].text); };
    if (!print_fields(t, text_of)) std::cout << "  " << t.empty_card << '\n';
    if (!card.respondents.empty())
      std::cout << "  " << fill(writer_texts(t).in_card, card.respondents.size()) << '\n';
    for (const std::string& name : card.unknown_fields)
      std::cout << fill(t.unknown_field, angka::detail::printable(std::string_view(name))) << '\n';
  }
  write_json(options.json, to_json(found));
  return 0;
}

int new_card(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  const fs::path place = data_place(options.data);
  std::error_code error;
  if (!fs::exists(place, error))
    angka::raise(angka::FileError(place.string(), "data to make a card for", "nothing"));
  const fs::path path = angka::card_path(place);
  if (fs::symlink_status(path, error).type() != fs::file_type::not_found)
    angka::raise(angka::FileError(path.string(), "no card yet", angka::detail::file_kind(path)));
  angka::write_file_atomically(path, to_string(DataCard{}));
  std::cout << fill(t.card_made, path.string()) << '\n';
  for (std::size_t i = 0; i < std::size(DataCard::fields); ++i)
    print_field(DataCard::fields[i].name, 13, t.card_fields[i].hint);
  write_json(options.json, {{"card_file", path.string()}});
  return 0;
}
