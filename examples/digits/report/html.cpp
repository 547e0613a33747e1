#include <algorithm>
#include <angka/report/svg.hpp>
#include <string_view>

#include "base64.hpp"
#include "formula.hpp"
#include "numbering.hpp"

using angka::escape_markup;

namespace {

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
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0.5rem 0;
  min-width: min(100%, 22rem); }
caption, figcaption { text-align: left; padding: 0.3rem 0; font-size: 0.92rem; }
caption b, figcaption b { margin-right: 0.4em; }
caption { position: sticky; left: 0; max-width: min(54rem, 100vw - 2rem); }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.6rem; text-align: left;
  vertical-align: top; } th { background: var(--band); }
.right { text-align: right; } .many { font-size: 0.85rem; }
.many th, .many td { padding: 0.2rem 0.35rem; } .short { white-space: nowrap; }
.long { min-width: 11rem; overflow-wrap: anywhere; }
.formula { display: flex; align-items: center; gap: 1rem; overflow: auto hidden; padding: 0.35rem 0; }
.formula math { flex: 1; } math { font-size: 1.05em; } .work { padding-left: 2rem; text-indent: -2rem; }
figure { margin: 1rem 0; overflow-x: auto; } figcaption { position: sticky; left: 0; }
img, svg { max-width: max(100%, 36rem); height: auto; }
@media (max-width: 40rem) { math { font-size: 0.85em; } }
pre { background: var(--band); padding: 0.7rem; white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { :root { --ground: #fff; --ink: #000; --line: #999; --band: #eee; }
  body { max-width: none; font-size: 10pt; } table, figure { break-inside: avoid; }
  h2, h3 { break-after: avoid; } nav { display: none; } }
)";

struct HtmlWriter {
  std::string text{}, contents{};

  explicit HtmlWriter(const Numbering& numbering) : numbering_(numbering) {}

  void chapter(const std::string& number, const Chapter& chapter) {
    text += "<h1>" + escape_markup(number) + (number.empty() ? "" : "<br/>") +
            escape_markup(chapter.title) + "</h1>\n";
  }
  void heading(int level, const std::string& number, const std::string& words) {
    const std::string title = number + ' ' + escape_markup(words);
    if (level == 1) contents += "<li><a href=\"#s" + number + "\">" + title + "</a></li>\n";
    const std::string tag = level == 1 ? "h2" : "h3";
    text += '<' + tag + " id=\"s" + number + "\">" + title + "</" + tag + ">\n";
  }
  void paragraph(const std::vector<Piece>& pieces) {
    text += "<p>";
    for (const Piece& piece : pieces) switch (piece.kind) {
        case Piece::Kind::words:
          text += escape_markup(piece.text);
          break;
        case Piece::Kind::code:
          text += "<code>" + escape_markup(piece.text) + "</code>";
          break;
        case Piece::Kind::maths:
          text += to_mathml(piece.text, false);
          break;
        case Piece::Kind::reference:
          text += "<a href=\"#" + escape_markup(Numbering::place(piece.text)) + "\">" +
                  escape_markup(numbering_.words(piece.text)) + "</a>";
      }
    text += "</p>\n";
  }
  void formula(const std::string& number, const Formula& formula) {
    text += "<div class=\"formula\" id=\"formula-" + formula.name + "\">" +
            to_mathml(formula.latex, true) + "<span>" + number + "</span></div>\n";
  }
  void work(const Work& work) {
    text += "<p class=\"work\" id=\"work-" + std::string(work.key) + "\">" +
            escape_markup(work.entry) + "</p>\n";
  }
  void code(const std::string& words) {
    text += "<pre><code>" + escape_markup(words) + "</code></pre>\n";
  }
  void table(const std::string& number, const Table& table) {
    constexpr std::size_t short_cell = 28, long_cell = 48;  // short ones aren't broken
    const std::vector<bool> right = figures_of(table);
    std::vector<std::string> classes;
    for (std::size_t c = 0; c < right.size(); ++c) {
      std::size_t longest = 0;
      for (const auto& cells : table.rows)
        if (c < cells.size()) longest = std::max(longest, cells[c].size());
      const std::string names =
          std::string(right[c] ? " right" : "") + (longest <= short_cell  ? " short"
                                                   : longest >= long_cell ? " long"
                                                                          : "");
      classes.push_back(names.empty() ? "" : " class=\"" + names.substr(1) + '"');
    }
    const auto row = [&](const std::vector<std::string>& cells, const std::string& tag) {
      text += "<tr>";
      for (std::size_t c = 0; c < cells.size(); ++c)
        text += '<' + tag +
                (tag == "td" ? classes[c]
                 : right[c]  ? " class=\"right\""
                             : "") +
                '>' + escape_markup(cells[c]) + "</" + tag + '>';
      text += "</tr>\n";
    };
    text += "<div class=\"wide\" id=\"table-" + table.name + "\"><table" +
            (right.size() > 8 ? " class=\"many\"" : "") + ">\n<caption><b>" + number + "</b>" +
            escape_markup(table.caption) + "</caption>\n<thead>";
    row(table.header, "th");
    text += "</thead>\n<tbody>\n";
    for (const auto& cells : table.rows) row(cells, "td");
    text += "</tbody></table></div>\n";
  }
  void figure(const std::string& number, const Figure& figure) {
    text += "<figure id=\"figure-" + figure.name + "\">\n";
    if (!figure.svg.empty())
      text += figure.svg;
    else
      text += "<img alt=\"" + escape_markup(figure.caption) + "\" src=\"data:image/png;base64," +
              base64(figure.png) + "\">\n";
    text += "<figcaption><b>" + number + "</b>" + escape_markup(figure.caption) +
            "</figcaption>\n</figure>\n";
  }

 private:
  const Numbering& numbering_;
};

}  // namespace

std::string to_html(const Document& document) {
  const Numbering numbering(document);
  HtmlWriter writer(numbering);
  write(document, numbering, writer);
  const std::string title = escape_markup(document.title);
  return "<!doctype html>\n<html lang=\"" + document.language +
         "\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<link rel=\"icon\" href=\"data:,\">\n<title>" +
         title + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<h1>" +
         title + "</h1>\n<nav><ol>\n" + writer.contents + "</ol></nav>\n<main>\n" + writer.text +
         "</main>\n</body>\n</html>\n";
}
