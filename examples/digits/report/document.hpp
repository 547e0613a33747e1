#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "console/number.hpp"

/// A text in sections, with tables and figures that are numbered as they come. It is put together
/// once and written as a page (HTML), as Markdown, and its tables as CSV. Words are UTF-8.
struct Heading {
  std::string text{};
  int level = 1;  ///< 1: a section, 2: within one
};
struct Paragraph {
  std::string text{};
};
struct Code {
  std::string text{};
};
struct Table {
  std::string name{};  ///< of its file
  std::string caption{};
  std::vector<std::string> header{};
  std::vector<std::vector<std::string>> rows{};
};
struct Figure {
  std::string name{};  ///< of its file, without .png
  std::string caption{};
  std::string png{};
  std::string svg{};  ///< the same, for pages, if it is a drawing
};
using Block = std::variant<Heading, Paragraph, Code, Table, Figure>;

/// Sections that are counted together: 1, 2, ... or, in a chapter, 3.1, 3.2, ...
struct Chapter {
  int number = 0;  ///< 0: none
  std::string title{};
  std::vector<Block> blocks{};
};

struct Document {
  std::string title{};
  std::string language = "en";
  const char* table = "Table";
  const char* figure = "Figure";
  std::vector<Chapter> chapters{};
};

/// One page that needs nothing else.
std::string to_html(const Document& document);
/// Figures are taken from the folder `figures` beside it.
std::string to_markdown(const Document& document);
/// As RFC 4180 has it. Cells that are numbers written with `signs` are as machines read them.
std::string to_csv(const Table& table, NumberSigns signs = machine_signs, char between = ',');
/// The same as a spreadsheet opens it by a click where numbers have these signs: with semicolons
/// beside decimal commas.
std::string to_spreadsheet(const Table& table, NumberSigns signs);
