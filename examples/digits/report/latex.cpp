#include <algorithm>
#include <string_view>

#include "numbering.hpp"
#include "sizes.hpp"

namespace {

/// A text as LaTeX prints it.
std::string escape_latex(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> signs[] = {
      {"\\", "\\textbackslash{}"},
      {"{", "\\{"},
      {"}", "\\}"},
      {"$", "\\$"},
      {"&", "\\&"},
      {"#", "\\#"},
      {"%", "\\%"},
      {"_", "\\_"},
      {"^", "\\textasciicircum{}"},
      {"~", "\\textasciitilde{}"},
      {"<", "\\textless{}"},
      {">", "\\textgreater{}"},
      {"|", "\\textbar{}"},
      {"\"", "\\textquotedbl{}"},
      {"×", "\\ensuremath{\\times}"},
      {"·", "\\ensuremath{\\cdot}"},
      {"±", "\\ensuremath{\\pm}"},
      {"√", "\\ensuremath{\\surd}"},
      {"−", "\\ensuremath{-}"},
      {"→", "\\ensuremath{\\to}"},
      {"α", "\\ensuremath{\\alpha}"},
      {"β", "\\ensuremath{\\beta}"},
      {"ϵ", "\\ensuremath{\\epsilon}"},
      {"η", "\\ensuremath{\\eta}"},
      {"λ", "\\ensuremath{\\lambda}"},
      {"μ", "\\ensuremath{\\mu}"},
      {"₁", "\\ensuremath{_1}"},
      {"₂", "\\ensuremath{_2}"},
      {"⁰", "\\ensuremath{^0}"},
      {"¹", "\\ensuremath{^1}"},
      {"²", "\\ensuremath{^2}"},
      {"³", "\\ensuremath{^3}"},
      {"⁴", "\\ensuremath{^4}"},
      {"⁵", "\\ensuremath{^5}"},
      {"⁶", "\\ensuremath{^6}"},
      {"⁷", "\\ensuremath{^7}"},
      {"⁸", "\\ensuremath{^8}"},
      {"⁹", "\\ensuremath{^9}"},
      {"⁻", "\\ensuremath{^-}"},
      {"–", "--"},
  };
  std::string result;
  while (!text.empty()) {
    const auto* found = std::find_if(std::begin(signs), std::end(signs), [&](const auto& sign) {
      return text.starts_with(sign.first);
    });
    if (found != std::end(signs)) {
      result += found->second;
      text.remove_prefix(found->first.size());
    } else {
      const auto byte = static_cast<unsigned char>(text.front());
      if (byte == '\n' || byte >= 0x20) result += text.front();
      text.remove_prefix(1);
    }
  }
  return result;
}

struct LatexWriter {
  explicit LatexWriter(const Numbering& numbering) : numbering_(numbering) {}

  std::string text{};

  void chapter(const std::string& number, const Chapter& chapter) {
    const std::string title = escape_latex(chapter.title);
    if (number.empty()) {
      text += "\\chapter*{" + title + "}\n\\addcontentsline{toc}{chapter}{" + title + "}\n\n";
      return;
    }
    text += "\\setcounter{chapter}{" + std::to_string(chapter.number - 1) + "}\n\\chapter{" +
            title + "}\n\n";
  }
  void heading(int level, const std::string&, const std::string& words) {
    text +=
        std::string(level == 1 ? "\\section{" : "\\subsection{") + escape_latex(words) + "}\n\n";
  }
  void paragraph(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces) switch (piece.kind) {
        case Piece::Kind::words:
          text += escape_latex(piece.text);
          break;
        case Piece::Kind::code:
          text += "\\texttt{" + escape_latex(piece.text) + '}';
          break;
        case Piece::Kind::maths:
          text += '$' + piece.text + '$';
          break;
        case Piece::Kind::reference:
          text += reference(piece.text);
      }
    text += "\n\n";
  }
  void formula(const std::string&, const Formula& formula) {
    text += "\\begin{equation}\n" + formula.latex + "\n\\label{formula-" + formula.name +
            "}\n\\end{equation}\n\n";
  }
  void work(const Work& work) {
    text += "\\noindent\\hangindent=1.25cm " + escape_latex(work.entry) + "\n\n";
  }
  void code(const std::string& words) {
    text += "\\begin{flushleft}\\small\\texttt{" + escape_latex(words) + "}\\end{flushleft}\n\n";
  }
  void table(const std::string&, const Table& table) {
    const std::vector<bool> right = figures_of(table);
    const std::vector<double> widths = column_widths(table);
    std::string columns;
    for (std::size_t c = 0; c < right.size(); ++c) {
      const std::string side = right[c] ? "\\raggedleft" : "\\raggedright";
      columns += widths.empty() ? (right[c] ? "r" : "l")
                                : ">{" + side + "\\arraybackslash}p{\\dimexpr " +
                                      std::to_string(widths[c]) + "\\linewidth-2\\tabcolsep}";
    }
    const auto row = [&](const std::vector<std::string>& cells) {
      for (std::size_t c = 0; c < cells.size(); ++c)
        text += (c > 0 ? " & " : "") + escape_latex(cells[c]);
      text += " \\\\\n";
    };
    text += std::string("{\\") + (right.size() > 8 ? "footnotesize" : "small") +
            "\n\\begin{longtable}{" + columns + "}\n\\caption{" + escape_latex(table.caption) +
            "}\\label{table-" + table.name + "}\\\\\n\\toprule\n";
    row(table.header);
    text += "\\midrule\n\\endfirsthead\n\\toprule\n";
    row(table.header);  // again on each further page
    text += "\\midrule\n\\endhead\n";
    for (const auto& cells : table.rows) row(cells);
    text += "\\bottomrule\n\\end{longtable}}\n\n";
  }
  void figure(const std::string&, const Figure& figure) {
    text += "\\begin{figure}[H]\n\\centering\n\\includegraphics[width=" +
            std::to_string(printed_width(figure) / text_width) + "\\linewidth]{figures/" +
            figure.name + ".png}\n\\caption{" + escape_latex(figure.caption) + "}\\label{figure-" +
            figure.name + "}\n\\end{figure}\n\n";
  }

 private:
  std::string reference(const std::string& its) const {
    const std::string place = Numbering::place(its), words = numbering_.words(its);
    if (its.starts_with("formula ")) return "(\\ref{" + place + "})";
    if (its.starts_with("cite ")) return escape_latex(words);
    return escape_latex(words.substr(0, words.rfind(' '))) + "~\\ref{" + place + '}';
  }

  const Numbering& numbering_;
};

}  // namespace

std::string to_latex(const Document& document) {
  const Numbering numbering(document);
  LatexWriter writer(numbering);
  write(document, numbering, writer);
  const PartNames& names = document.names;
  const auto renew = [](const std::string& command, const std::string& value) {
    return "\\renewcommand{\\" + command + "}{" + value + "}\n";
  };
  const std::string chapter = names.chapter;
  std::string head =
      "\\documentclass[12pt,a4paper]{report}\n"
      "\\usepackage{iftex}\n"
      "\\ifPDFTeX\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\\usepackage{textcomp}"
      "\\usepackage{mathptmx}\\else\\usepackage{fontspec}\\fi\n"
      "\\usepackage{amsmath,array,booktabs,float,graphicx,longtable,setspace}\n"
      "\\usepackage[left=4cm,top=4cm,right=3cm,bottom=3cm]{geometry}\n"
      "\\usepackage[hidelinks]{hyperref}\n"
      "\\onehalfspacing\\raggedbottom\\emergencystretch=3em\n";
  head += renew("figurename", names.figure) + renew("tablename", names.table) +
          renew("chaptername", chapter.substr(0, chapter.find(' '))) +
          renew("contentsname", names.contents) + renew("listfigurename", names.figures) +
          renew("listtablename", names.tables);
  if (names.roman) head += renew("thechapter", "\\Roman{chapter}");
  head += renew("thesection", "\\arabic{chapter}.\\arabic{section}") +
          renew("thefigure", "\\arabic{chapter}.\\arabic{figure}") +
          renew("thetable", "\\arabic{chapter}.\\arabic{table}") +
          renew("theequation", "\\arabic{chapter}.\\arabic{equation}") + "\\title{" +
          escape_latex(document.title) + "}\n\\author{}\n\\date{}\n";
  return head +
         "\\begin{document}\n\\maketitle\n\\tableofcontents\n\\listoffigures\n\\listoftables\n\n" +
         writer.text + "\\end{document}\n";
}
