#include "marks.hpp"

#include <algorithm>

namespace {

// What begins each kind of piece; the byte after it ends it. No text that people write has these.
constexpr char reference_mark = '\1', maths_mark = '\3', code_mark = '\5';

}  // namespace

std::string marked(std::string_view text) {
  std::string result;
  const auto take = [&](std::size_t begin, std::size_t end, char mark) {
    result += mark;
    result += text.substr(begin, end - begin);
    result += static_cast<char>(mark + 1);
    return end;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const std::size_t end = text.find(c == '[' ? ']' : c, at + 1);
    const std::string_view rest = text.substr(at + 1);
    const bool refers = c == '[' && (rest.starts_with("table ") || rest.starts_with("figure ") ||
                                     rest.starts_with("formula ") || rest.starts_with("cite "));
    if (end != text.npos && (refers || c == '$' || c == '`'))
      at = take(at + 1, end, refers ? reference_mark : c == '$' ? maths_mark : code_mark);
    else
      result += c;
  }
  return result;
}

std::vector<Piece> pieces(std::string_view text) {
  std::vector<Piece> result;
  while (!text.empty()) {
    const std::string_view words = text.substr(0, text.find_first_of("\1\3\5"));
    if (!words.empty()) result.push_back({Piece::Kind::words, std::string(words)});
    text.remove_prefix(words.size());
    if (text.empty()) break;
    const char mark = text.front();
    const std::size_t end = std::min(text.find(static_cast<char>(mark + 1)), text.size());
    result.push_back({mark == reference_mark ? Piece::Kind::reference
                      : mark == maths_mark   ? Piece::Kind::maths
                                             : Piece::Kind::code,
                      std::string(text.substr(1, end - 1))});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}
