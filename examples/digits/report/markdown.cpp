#include "numbering.hpp"

namespace {

struct MarkdownWriter {
  explicit MarkdownWriter(const Numbering& numbering) : numbering_(numbering) {}

  std::string text{};

  void chapter(const std::string& number, const Chapter& chapter) {
    text += "# " + number + (number.empty() ? "" : " ") + chapter.title + "\n\n";
  }
  void heading(int level, const std::string& number, const std::string& words) {
    text +=
        std::string(static_cast<std::size_t>(level) + 1, '#') + ' ' + number + ' ' + words + "\n\n";
  }
  void paragraph(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) switch (piece.kind) {
        case Piece::Kind::words:
          text += piece.text;
          break;
        case Piece::Kind::code:
          text += '`' + piece.text + '`';
          break;
        case Piece::Kind::maths:
          text += '$' + piece.text + '$';
          break;
        case Piece::Kind::reference:
          text += numbering_.words(piece.text);
      }
    text += "\n\n";
  }
  void formula(const std::string& number, const Formula& formula) {
    text += "$$" + formula.latex + "\\qquad " + number + "$$\n\n";
  }
  void work(const Work& work) { text += std::string(work.entry) + "\n\n"; }
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

 private:
  const Numbering& numbering_;
};

}  // namespace

std::string to_markdown(const Document& document) {
  const Numbering numbering(document);
  MarkdownWriter writer(numbering);
  write(document, numbering, writer);
  return "# " + document.title + "\n\n" + writer.text;
}
