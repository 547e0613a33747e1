#pragma once

#include <string>
#include <string_view>
#include <vector>

/// A piece of a paragraph.
struct Piece {
  enum class Kind {
    words,
    code,
    maths,     ///< a formula in the line, in LaTeX
    reference  ///< to a table, figure, formula or works: "table counts", "cite lecun; nair"
  };
  Kind kind = Kind::words;
  std::string text{};
};

/// A text of the program with its marks: [table NAME], [figure NAME], [formula NAME] stand for
/// numbers, [cite KEY; KEY] for authors and years, $x_i$ for a formula, `word` for code. They are
/// marked before values are filled in, which therefore hold none.
std::string marked(std::string_view text);

std::vector<Piece> pieces(std::string_view marked_text);
