#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "document.hpp"
#include "marks.hpp"
#include "references.hpp"

/// What the parts of a document are numbered, and which works it cites.
class Numbering {
 public:
  explicit Numbering(const Document& document);

  /// "Table 3.2" of "table counts", "(3.1)" of "formula softmax", "(LeCun et al., 1998)" of "cite
  /// lecun". What there is none of stays as it is.
  std::string words(const std::string& reference) const;
  /// What a link to it leads to: "table-counts", "work-lecun".
  static std::string place(std::string_view reference);
  const std::vector<const Work*>& cited() const { return cited_; }
  std::string chapter(const Chapter& chapter) const;

 private:
  const PartNames& names_;
  std::map<std::string, std::string> labels_{};
  std::vector<const Work*> cited_{};
};

/// A table as it is shown: without the columns in which nothing stands. Its file keeps them.
Table without_empty_columns(Table table);

/// Hands the blocks of a document on with their numbers.
template <class Writer>
void write(const Document& document, const Numbering& numbering, Writer& writer) {
  int section = 0, part = 0;
  for (const Chapter& chapter : document.chapters) {
    const std::string prefix = chapter.number > 0 ? std::to_string(chapter.number) + '.' : "";
    if (!chapter.title.empty()) {
      section = part = 0;
      writer.chapter(numbering.chapter(chapter), chapter);
    }
    for (const Block& block : chapter.blocks)
      if (const auto* heading = std::get_if<Heading>(&block)) {
        if (heading->level == 1) ++section, part = 0;
        std::string number = prefix + std::to_string(section);
        if (heading->level == 2) number += '.' + std::to_string(++part);
        writer.heading(heading->level, number, heading->text);
      } else if (const auto* table = std::get_if<Table>(&block)) {
        writer.table(numbering.words("table " + table->name), without_empty_columns(*table));
      } else if (const auto* figure = std::get_if<Figure>(&block)) {
        writer.figure(numbering.words("figure " + figure->name), *figure);
      } else if (const auto* formula = std::get_if<Formula>(&block)) {
        writer.formula(numbering.words("formula " + formula->name), *formula);
      } else if (const auto* code = std::get_if<Code>(&block)) {
        writer.code(code->text);
      } else if (std::holds_alternative<Bibliography>(block)) {
        for (const Work* work : numbering.cited()) writer.work(*work);
      } else {
        writer.paragraph(pieces(std::get<Paragraph>(block).text));
      }
  }
}

/// Which columns of a table stand on the right: all that they hold are figures.
std::vector<bool> figures_of(const Table& table);
