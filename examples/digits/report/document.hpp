#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "console/number.hpp"

/// A text in sections, with tables, figures and formulas that are numbered as they come, and the
/// works that it cites. It is put together once and written as a page (HTML), as Markdown, and its
/// tables as CSV. Words are UTF-8.
struct Heading {
  std::string text{};
  int level = 1;  ///< 1: a section, 2: within one
};
struct Paragraph {
  std::string text{};  ///< may hold marks; see marks.hpp
};
struct Formula {
  std::string name{};
  std::string latex{};
};
struct Code {
  std::string text{};
};
struct Table {
  std::string name{};  ///< of its file
  std::string caption{};
  std::vector<std::string> header{};
  std::vector<std::vector<std::string>> rows{};
  std::vector<std::vector<std::string>> all_rows{};  ///< of its file, if it shows only some
};
struct Figure {
  std::string name{};  ///< of its file, without .png
  std::string caption{};
  std::string png{};
  std::string svg{};  ///< the same, for pages, if it is a drawing
};
/// The works that the document cites, in the order of their authors.
struct Bibliography {};
using Block = std::variant<Heading, Paragraph, Formula, Code, Table, Figure, Bibliography>;

/// Sections that are counted together: 1, 2, ... or, in a chapter, 3.1, 3.2, ...
struct Chapter {
  int number = 0;  ///< 0: none
  std::string title{};
  std::vector<Block> blocks{};
};

/// What a document's parts are called.
struct PartNames {
  const char* chapter = "";  ///< "Chapter {}"
  bool roman = false;        ///< the chapters' numbers
  const char* table = "";
  const char* figure = "";
  const char* and_one = "";     ///< "and": between two authors
  const char* and_others = "";  ///< "et al."
  const char* contents = "";    ///< "Contents"
  const char* figures = "";     ///< "List of figures"
  const char* tables = "";      ///< "List of tables"
};

struct Document {
  std::string title{};
  std::string language = "en";
  PartNames names;
  std::vector<Chapter> chapters{};
};

/// One page that needs nothing else.
std::string to_html(const Document& document);
/// Figures are taken from the folder `figures` beside it, here and below.
std::string to_markdown(const Document& document);
/// For pdflatex or lualatex: 12 points, the margins of a thesis.
std::string to_latex(const Document& document);
/// What pandoc makes a Word document of, in the styles of word_styles().
std::string to_pandoc(const Document& document);
/// As RFC 4180 has it. Cells that are numbers written with `signs` are as machines read them.
std::string to_csv(const Table& table, NumberSigns signs = machine_signs, char between = ',');
/// The same as a spreadsheet opens it by a click where numbers have these signs: with semicolons
/// beside decimal commas.
std::string to_spreadsheet(const Table& table, NumberSigns signs);
