#include "numbering.hpp"

#include <algorithm>
#include <cstddef>

#include "console/text.hpp"

namespace {

/// The keys of "cite lecun; nair".
std::vector<std::string> keys_of(std::string_view reference) {
  std::vector<std::string> keys;
  if (!reference.starts_with("cite ")) return keys;
  reference.remove_prefix(5);
  while (!reference.empty()) {
    const std::string_view key = reference.substr(0, reference.find("; "));
    keys.emplace_back(key);
    reference.remove_prefix(std::min(key.size() + 2, reference.size()));
  }
  return keys;
}

std::string roman(int number) {
  std::string text;
  for (const auto& [value, sign] : {std::pair(10, "X"), {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}})
    for (; number >= value; number -= value) text += sign;
  return text;
}

}  // namespace

Table without_empty_columns(Table table) {
  for (std::size_t c = table.header.size(); c-- > 0;) {
    if (std::any_of(table.rows.begin(), table.rows.end(),
                    [&](const auto& row) { return c < row.size() && !row[c].empty(); }))
      continue;
    const auto leave_out = [&](std::vector<std::string>& row) {
      if (c < row.size()) row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
    };
    std::for_each(table.rows.begin(), table.rows.end(), leave_out);
    leave_out(table.header);
  }
  return table;
}

Numbering::Numbering(const Document& document) : names_(document.names) {
  int tables = 0, figures = 0, formulas = 0;
  for (const Chapter& chapter : document.chapters) {
    const std::string prefix = chapter.number > 0 ? std::to_string(chapter.number) + '.' : "";
    if (chapter.number > 0) tables = figures = formulas = 0;
    for (const Block& block : chapter.blocks) {
      const auto number = [&](int& count) { return prefix + std::to_string(++count); };
      if (const auto* table = std::get_if<Table>(&block)) {
        labels_["table " + table->name] = names_.table + (' ' + number(tables));
      } else if (const auto* figure = std::get_if<Figure>(&block)) {
        labels_["figure " + figure->name] = names_.figure + (' ' + number(figures));
      } else if (const auto* formula = std::get_if<Formula>(&block)) {
        labels_["formula " + formula->name] = '(' + number(formulas) + ')';
      } else if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
        for (const Piece& piece : pieces(paragraph->text))
          if (piece.kind == Piece::Kind::reference)
            for (const std::string& key : keys_of(piece.text))
              if (const Work* work = find_work(key);
                  work && std::find(cited_.begin(), cited_.end(), work) == cited_.end())
                cited_.push_back(work);
      }
    }
  }
  std::sort(cited_.begin(), cited_.end());  // as they are listed
}

std::string Numbering::words(const std::string& reference) const {
  const auto label = labels_.find(reference);
  if (label != labels_.end()) return label->second;
  std::string text;
  for (const std::string& key : keys_of(reference)) {
    const Work* work = find_work(key);
    if (!work) return reference;
    text += text.empty() ? "(" : "; ";
    text += work->first;
    if (work->second == std::string_view("+"))
      text += std::string(" ") + names_.and_others;
    else if (*work->second != 0)
      text += std::string(" ") + names_.and_one + ' ' + work->second;
    text += std::string(", ") + work->year;
  }
  return text.empty() ? reference : text + ')';
}

std::string Numbering::place(std::string_view reference) {
  const std::vector<std::string> keys = keys_of(reference);
  if (!keys.empty()) return "work-" + keys.front();
  std::string place(reference);
  std::replace(place.begin(), place.end(), ' ', '-');
  return place;
}

std::string Numbering::chapter(const Chapter& chapter) const {
  if (chapter.number == 0) return "";
  return fill(names_.chapter,
              names_.roman ? roman(chapter.number) : std::to_string(chapter.number));
}
