#include <algorithm>
#include <angka/report/svg.hpp>
#include <cctype>
#include <string_view>

#include "numbering.hpp"
#include "sizes.hpp"

namespace {

/// A text that pandoc takes as it is: every sign that might be markup is escaped.
std::string escape_pandoc(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      result += ' ';
      continue;
    }
    if (byte < 0x80 && std::ispunct(byte)) result += '\\';
    result += c;
  }
  return result;
}

/// As Word takes the name of a place.
std::string anchor(std::string place) {
  std::replace_if(
      place.begin(), place.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return place;
}

/// The contents and the lists of figures and tables, whose page numbers Word and LibreOffice find.
class Lists {
 public:
  explicit Lists(const PartNames& names) : names_(names) {}

  // What writes a document hands it on to here, too.
  void chapter(const std::string& number, const Chapter& chapter) {
    add(contents_, "TOC1", "chapter_" + std::to_string(++chapters_),
        number + (number.empty() ? "" : " ") + chapter.title);
  }
  void heading(int level, const std::string& number, const std::string& words) {
    add(contents_, level == 1 ? "TOC2" : "TOC3", anchor("section-" + number), number + ' ' + words);
  }
  void table(const std::string& number, const Table& table) {
    add(tables_, "TableofFigures", anchor("table-" + table.name), number + ' ' + table.caption);
  }
  void figure(const std::string& number, const Figure& figure) {
    add(figures_, "TableofFigures", anchor("figure-" + figure.name), number + ' ' + figure.caption);
  }
  void paragraph(const std::vector<Piece>&) {}
  void formula(const std::string&, const Formula&) {}
  void work(const Work&) {}
  void code(const std::string&) {}

  std::string text() const {
    return "```{=openxml}\n" + titled(names_.contents, contents_) + titled(names_.tables, tables_) +
           titled(names_.figures, figures_) + "```\n\n";
  }

 private:
  static std::string titled(const char* title, const std::string& entries) {
    return "<w:p><w:pPr><w:pStyle w:val=\"TOCHeading\"/></w:pPr><w:r><w:t>" +
           angka::escape_markup(title) + "</w:t></w:r></w:p>\n" + entries;
  }
  static void add(std::string& list, const char* style, const std::string& place,
                  const std::string& words) {
    const std::string field = "<w:r><w:fldChar w:fldCharType=\"";
    list +=
        "<w:p><w:pPr><w:pStyle w:val=\"" + std::string(style) +
        "\"/></w:pPr><w:hyperlink w:anchor=\"" + place + "\"><w:r><w:t xml:space=\"preserve\">" +
        angka::escape_markup(words) + "</w:t></w:r><w:r><w:tab/></w:r>" + field +
        "begin\" w:dirty=\"true\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGEREF " +
        place + " \\h </w:instrText></w:r>" + field + "separate\"/></w:r><w:r><w:t>…</w:t></w:r>" +
        field + "end\"/></w:r></w:hyperlink></w:p>\n";
  }

  const PartNames& names_;
  int chapters_ = 0;
  std::string contents_{}, tables_{}, figures_{};
};

struct PandocWriter {
  explicit PandocWriter(const Numbering& numbering) : numbering_(numbering) {}

  std::string text{};

  // A place of its own: pandoc's mark around a whole section isn't found by LibreOffice where a
  // table begins in it.
  void chapter(const std::string& number, const Chapter& chapter) {
    text += "# []{#chapter_" + std::to_string(++chapters_) + '}' + escape_pandoc(number) +
            (number.empty() ? "" : "`<w:r><w:br/></w:r>`{=openxml}") +
            escape_pandoc(chapter.title) + "\n\n";
  }
  void heading(int level, const std::string& number, const std::string& words) {
    text += std::string(static_cast<std::size_t>(level) + 1, '#') + " []{#" +
            anchor("section-" + number) + '}' + escape_pandoc(number) + ' ' + escape_pandoc(words) +
            "\n\n";
  }
  void paragraph(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) switch (piece.kind) {
        case Piece::Kind::words:
          text += escape_pandoc(piece.text);
          break;
        case Piece::Kind::code:
          text += "[" + escape_pandoc(piece.text) + "]{custom-style=\"Verbatim Char\"}";
          break;
        case Piece::Kind::maths:
          text += '$' + piece.text + '$';
          break;
        case Piece::Kind::reference:
          text += link(piece.text);
      }
    text += "\n\n";
  }
  void formula(const std::string& number, const Formula& formula) {
    text += "[]{#" + anchor("formula-" + formula.name) + "}$$" + formula.latex + "\\text{  " +
            number + "}$$\n\n";
  }
  void work(const Work& work) {
    text += "::: {custom-style=\"Bibliography\"}\n[]{#" + anchor(std::string("work-") + work.key) +
            "}" + escape_pandoc(work.entry) + "\n:::\n\n";
  }
  void code(const std::string& words) {
    text += "::: {custom-style=\"Source Code\"}\n" + escape_pandoc(words) + "\n:::\n\n";
  }
  void table(const std::string& number, const Table& table) {
    const std::vector<bool> right = figures_of(table);
    const std::vector<double> widths = column_widths(table);
    const auto row = [&](const std::vector<std::string>& cells) {
      text += '|';
      for (std::size_t c = 0; c < right.size(); ++c)
        text += ' ' + (c < cells.size() ? escape_pandoc(cells[c]) : "") + " |";
      text += '\n';
    };
    row(table.header);
    text += '|';
    for (std::size_t c = 0; c < right.size(); ++c) {
      const double width = widths.empty() ? 3 : std::max(3.0, 200 * widths[c]);
      text += std::string(static_cast<std::size_t>(width), '-') + (right[c] ? ":|" : "-|");
    }
    text += '\n';
    for (const auto& cells : table.rows) row(cells);
    text += "\n: " + caption(number, anchor("table-" + table.name), table.caption) + "\n\n";
  }
  void figure(const std::string& number, const Figure& figure) {
    text += "![" + caption(number, anchor("figure-" + figure.name), figure.caption) + "](figures/" +
            figure.name + ".png){width=" + std::to_string(printed_width(figure)) + "cm}\n\n";
  }

 private:
  static std::string caption(const std::string& number, const std::string& place,
                             const std::string& words) {
    return "[]{#" + place + "}" + escape_pandoc(number) + ' ' + escape_pandoc(words);
  }
  std::string link(const std::string& reference) const {
    return '[' + escape_pandoc(numbering_.words(reference)) + "](#" +
           anchor(Numbering::place(reference)) + ')';
  }

  const Numbering& numbering_;
  int chapters_ = 0;
};

}  // namespace

std::string to_pandoc(const Document& document) {
  const Numbering numbering(document);
  Lists lists(document.names);
  write(document, numbering, lists);
  PandocWriter writer(numbering);
  write(document, numbering, writer);
  return "::: {custom-style=\"Title\"}\n" + escape_pandoc(document.title) + "\n:::\n\n" +
         lists.text() + writer.text;
}
