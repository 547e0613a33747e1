#include "document.hpp"

#include <algorithm>
#include <angka/report/svg.hpp>
#include <cctype>
#include <string_view>

#include "base64.hpp"

using angka::escape_markup;

namespace {

/// Hands the blocks of a document on with their numbers.
template <class Writer>
void write(const Document& document, Writer& writer) {
  int tables = 0, figures = 0, section = 0, part = 0;
  for (const Chapter& chapter : document.chapters) {
    const std::string prefix = chapter.number > 0 ? std::to_string(chapter.number) + '.' : "";
    if (chapter.number > 0) {
      tables = figures = section = part = 0;
      writer.chapter(std::to_string(chapter.number), chapter.title);
    }
    for (const Block& block : chapter.blocks)
      if (const auto* heading = std::get_if<Heading>(&block)) {
        if (heading->level == 1) ++section, part = 0;
        std::string number = prefix + std::to_string(section);
        if (heading->level == 2) number += '.' + std::to_string(++part);
        writer.heading(heading->level, number, heading->text);
      } else if (const auto* table = std::get_if<Table>(&block)) {
        writer.table(std::string(document.table) + ' ' + prefix + std::to_string(++tables), *table);
      } else if (const auto* figure = std::get_if<Figure>(&block)) {
        writer.figure(std::string(document.figure) + ' ' + prefix + std::to_string(++figures),
                      *figure);
      } else if (const auto* code = std::get_if<Code>(&block)) {
        writer.code(code->text);
      } else {
        writer.paragraph(std::get<Paragraph>(block).text);
      }
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a table's cell is a figure, which stands on the right.
bool is_number(std::string_view cell) {
  return !cell.empty() &&
         (is_digit(cell.front()) ||
          std::string_view("+-<").find(cell.front()) != std::string_view::npos) &&
         std::none_of(cell.begin(), cell.end(), [](char c) {
           return std::isalpha(static_cast<unsigned char>(c)) && c != 'x';
         });
}

/// A number of a person as machines read it.
std::string for_machines(std::string cell, NumberSigns signs) {
  for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
    if (!is_digit(cell[i - 1]) || !is_digit(cell[i + 1])) continue;
    if (cell[i] == signs.decimal)
      cell[i] = machine_signs.decimal;
    else if (signs.group != 0 && cell[i] == signs.group)
      cell.erase(i--, 1);
  }
  const std::size_t power = cell.find(raised_minus);
  if (power == cell.npos) return cell;
  std::string digits = cell.substr(power + raised_minus.size());
  for (char digit = '0'; const std::string_view its : raised) {
    for (std::size_t at; (at = digits.find(its)) != digits.npos;)
      digits.replace(at, its.size(), 1, digit);
    ++digit;
  }
  return cell.substr(0, power) + "e-" + digits;
}

/// Whether a column stands on the right: all that it holds are figures.
std::vector<bool> figures_of(const Table& table) {
  std::vector<bool> right(table.header.size(), true);
  for (const auto& row : table.rows)
    for (std::size_t c = 0; c < right.size(); ++c)
      if (c < row.size() && !row[c].empty() && !is_number(row[c])) right[c] = false;
  return right;
}

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --line: #c9ced6; --band: #f3f5f8;
  --accent: #005ab5; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171b; --ink: #e3e6ea; --line: #3d444d; --band: #1d2127; --accent: #6cb0ff; } }
body { margin: 0 auto; padding: 1rem; max-width: 56rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
nav ol { columns: 2 16rem; list-style: none; padding: 0; } a { color: var(--accent); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0.5rem 0; }
caption, figcaption { text-align: left; padding: 0.3rem 0; font-size: 0.92rem; }
caption b, figcaption b { margin-right: 0.4em; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.6rem; text-align: left;
  vertical-align: top; }
th { background: var(--band); } .right { text-align: right; white-space: nowrap; }
figure { margin: 1rem 0; } img, svg { max-width: 100%; height: auto; }
img { image-rendering: pixelated; }
pre { background: var(--band); padding: 0.7rem; overflow-x: auto; }
@media print { :root { --ground: #fff; --ink: #000; --line: #999; --band: #eee; }
  body { max-width: none; font-size: 10pt; } table, figure { break-inside: avoid; }
  h2, h3 { break-after: avoid; } nav { display: none; } pre { white-space: pre-wrap; } }
)";

struct HtmlWriter {
  std::string text{}, contents{};

  void chapter(const std::string& number, const std::string& title) {
    text += "<h1>" + number + ' ' + escape_markup(title) + "</h1>\n";
  }
  void heading(int level, const std::string& number, const std::string& words) {
    const std::string title = number + ' ' + escape_markup(words);
    if (level == 1) contents += "<li><a href=\"#s" + number + "\">" + title + "</a></li>\n";
    const std::string tag = level == 1 ? "h2" : "h3";
    text += '<' + tag + " id=\"s" + number + "\">" + title + "</" + tag + ">\n";
  }
  void paragraph(const std::string& words) { text += "<p>" + escape_markup(words) + "</p>\n"; }
  void code(const std::string& words) {
    text += "<pre><code>" + escape_markup(words) + "</code></pre>\n";
  }
  void table(const std::string& number, const Table& table) {
    const std::vector<bool> right = figures_of(table);
    const auto row = [&](const std::vector<std::string>& cells, const std::string& tag) {
      text += "<tr>";
      for (std::size_t c = 0; c < cells.size(); ++c)
        text += '<' + tag + (right[c] ? " class=\"right\">" : ">") + escape_markup(cells[c]) +
                "</" + tag + '>';
      text += "</tr>\n";
    };
    text += "<div class=\"wide\"><table>\n<caption><b>" + number + "</b>" +
            escape_markup(table.caption) + "</caption>\n<thead>";
    row(table.header, "th");
    text += "</thead>\n<tbody>\n";
    for (const auto& cells : table.rows) row(cells, "td");
    text += "</tbody></table></div>\n";
  }
  void figure(const std::string& number, const Figure& figure) {
    text += "<figure>\n";
    if (!figure.svg.empty())
      text += figure.svg;
    else
      text += "<img alt=\"" + escape_markup(figure.caption) + "\" src=\"data:image/png;base64," +
              base64(figure.png) + "\">\n";
    text += "<figcaption><b>" + number + "</b>" + escape_markup(figure.caption) +
            "</figcaption>\n</figure>\n";
  }
};

struct MarkdownWriter {
  std::string text{};

  void chapter(const std::string& number, const std::string& title) {
    text += "# " + number + ' ' + title + "\n\n";
  }
  void heading(int level, const std::string& number, const std::string& words) {
    text +=
        std::string(static_cast<std::size_t>(level) + 1, '#') + ' ' + number + ' ' + words + "\n\n";
  }
  void paragraph(const std::string& words) { text += words + "\n\n"; }
  void code(const std::string& words) { text += "```sh\n" + words + "\n```\n\n"; }
  void table(const std::string& number, const Table& table) {
    const std::vector<bool> right = figures_of(table);
    const auto row = [&](const std::vector<std::string>& cells) {
      text += '|';
      for (const std::string& cell : cells) {
        text += ' ';
        for (const char c : cell) text += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
        text += " |";
      }
      text += '\n';
    };
    text += "**" + number + "** " + table.caption + "\n\n";
    row(table.header);
    text += '|';
    for (const bool figures : right) text += figures ? " ---: |" : " --- |";
    text += '\n';
    for (const auto& cells : table.rows) row(cells);
    text += '\n';
  }
  void figure(const std::string& number, const Figure& figure) {
    text += "![" + figure.caption + "](figures/" + figure.name + ".png)\n\n**" + number + "** " +
            figure.caption + "\n\n";
  }
};

}  // namespace

std::string to_html(const Document& document) {
  HtmlWriter writer;
  write(document, writer);
  const std::string title = escape_markup(document.title);
  return "<!doctype html>\n<html lang=\"" + document.language +
         "\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<link rel=\"icon\" href=\"data:,\">\n<title>" +
         title + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<h1>" +
         title + "</h1>\n<nav><ol>\n" + writer.contents + "</ol></nav>\n<main>\n" + writer.text +
         "</main>\n</body>\n</html>\n";
}

std::string to_markdown(const Document& document) {
  MarkdownWriter writer;
  write(document, writer);
  return "# " + document.title + "\n\n" + writer.text;
}

std::string to_csv(const Table& table, NumberSigns signs, char between) {
  std::string text;
  const auto row = [&](const std::vector<std::string>& cells) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (c > 0) text += between;
      if (cells[c].find_first_of(std::string(",\"\r\n") + between) == std::string::npos) {
        text += cells[c];
        continue;
      }
      text += '"';
      for (const char letter : cells[c]) text += letter == '"' ? "\"\"" : std::string(1, letter);
      text += '"';
    }
    text += "\r\n";
  };
  row(table.header);
  for (std::vector<std::string> cells : table.rows) {
    for (std::string& cell : cells)
      if (is_number(cell)) cell = for_machines(cell, signs);
    row(cells);
  }
  return text;
}

std::string to_spreadsheet(const Table& table, NumberSigns signs) {
  if (signs.decimal != ',') return to_csv(table);
  return "\xEF\xBB\xBF" + to_csv(table, machine_signs, ';');
}
