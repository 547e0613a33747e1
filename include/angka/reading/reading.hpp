#pragma once

#include <concepts>
#include <span>
#include <vector>

#include <angka/data/clean_digit.hpp>
#include <angka/reading/glimpse.hpp>
#include <angka/reading/selection.hpp>

namespace angka::inline ANGKA_ISA {

using reading::Glimpse;
using reading::Judgement;

/// What tells digits from what is none: called with glimpses, it returns a Judgement of each.
/// Example: `const auto sees_sevens = [](std::span<const Glimpse> all) { Judgement seven{};
/// seven[7] = 1; return std::vector(all.size(), seven); }; DigitJudge<decltype(sees_sevens)>`
template <class T>
concept DigitJudge = requires(T& judge, std::span<const Glimpse> glimpses) {
  { judge(glimpses) } -> std::convertible_to<std::vector<Judgement>>;
};

struct ReadingOptions {
  /// Pixels; a picture with a longer side is shrunk to it first, and to twice as much if its digits
  /// are too small then.
  int working_side = 1100;
  int turn = -1;  ///< quarter turns to the left that set the page upright; -1: finds out
};

/// Where something is in a picture, in its pixels.
struct Box {
  int left = 0, top = 0, width = 0, height = 0;
};

/// A digit that was read.
struct ReadDigit {
  Box box{};
  int line = 0;               ///< 0, 1, ... from above
  int label = 0;              ///< 0 to 9
  Judgement probabilities{};  ///< the judge's
  DigitPixels pixels{};       ///< as MNIST would have it
  bool light = false;         ///< on darker ground
};

/// Why a piece of ink is not read.
enum class LeftOut {
  none,    ///< the judge takes it for no digit
  line,    ///< a part of a long line
  unlike,  ///< not of the size, or the ink, of the digits around it
  mark,    ///< a point, a comma or another small mark beside digits
};
inline constexpr const char* left_out_names[] = {"no digit", "part of a line", "other size or ink",
                                                 "small mark"};

struct LeftOutPiece {
  Box box{};
  LeftOut reason{};
};

/// What is written on a page.
struct Reading {
  std::vector<ReadDigit> digits{};  ///< line by line from above, in a line from the left
  std::vector<LeftOutPiece> left_out{};
  int turned = 0;  ///< quarter turns to the left that the page was turned by
};

}  // namespace angka::inline ANGKA_ISA
