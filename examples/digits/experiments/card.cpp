#include "card.hpp"

#include <string>
#include <system_error>

#include "data.hpp"

namespace fs = std::filesystem;

namespace {

/// The card in a reader's language, if there is one beside it: dataset.id.json.
fs::path in_language(const fs::path& card, const Texts& t) {
  fs::path translated = card;
  translated.replace_extension("id.json");
  std::error_code error;
  return &t == &indonesian && !card.empty() && fs::is_regular_file(translated, error) ? translated
                                                                                      : card;
}

}  // namespace

fs::path card_file(const fs::path& place, const std::function<bool()>& is_mnist) {
  const fs::path path = angka::card_path(place);
  std::error_code error;
  if (fs::symlink_status(path, error).type() != fs::file_type::not_found) return path;
  return is_mnist() ? bundled_folder() / "mnist.json" : fs::path();
}

FoundCard find_card(const fs::path& place, const std::function<bool()>& is_mnist,
                    const Texts& texts) {
  FoundCard found{.file = in_language(card_file(place, is_mnist), texts)};
  if (!found.file.empty()) found.card = angka::read_card(found.file);
  return found;
}

angka::DataCard derived_card(const Digits& digits, const Options& options, const std::string& made,
                             const std::string& how) {
  angka::DataCard card;
  const auto path = card_file(data_place(options.data), [&] { return digits.is_mnist(); });
  if (!path.empty()) card = angka::read_card(path);
  card.unknown_fields.clear();
  card.respondents.clear();
  for (const angka::Respondent& respondent : digits.respondents)
    if (!respondent.writer.empty()) card.respondents.push_back(respondent);
  const std::string source = card.title.empty() ? digits.name : card.title;
  card.derived_from = source;
  card.title = made + ": " + source;
  card.processing += (card.processing.empty() ? "" : "; ") + how;
  return card;
}

Json to_json(const FoundCard& found) {
  Json json{{"card_file", found.file.empty() ? Json() : Json(found.file.string())},
            {"card", Json::object()}};
  for (const angka::DataCard::Field& field : angka::DataCard::fields)
    if (const std::string& text = found.card.*(field.text); !text.empty())
      json["card"][field.name] = text;
  if (!found.card.respondents.empty()) json["respondents"] = found.card.respondents.size();
  json["unknown_fields"] = found.card.unknown_fields;
  return json;
}
