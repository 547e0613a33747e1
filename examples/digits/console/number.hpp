#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

#include <angka/core/normalization.hpp>
#include <angka/metrics/text.hpp>

// Numbers as people write them. Machines get theirs elsewhere: as JSON, as words of a command line.

/// Between whole and decimal digits, and between thousands.
struct NumberSigns {
  char decimal = '.', group = ',';  ///< 0: thousands stand together
};
inline constexpr NumberSigns machine_signs{'.', 0};
/// Those of the language that the program speaks, which main() sets.
inline NumberSigns number_signs{};

/// Digits and a point, as C writes them, with the language's signs; 0 has no sign.
inline std::string as_written(std::string number, NumberSigns signs = number_signs) {
  if (number.starts_with('-') && number.find_first_of("123456789") == number.npos)
    number.erase(0, 1);
  const std::size_t point = std::min(number.find('.'), number.size());
  if (point < number.size()) number[point] = signs.decimal;
  const std::size_t first = number.find_first_of("0123456789");
  for (std::size_t at = point; signs.group != 0 && first != number.npos && at > first + 3;)
    number.insert(at -= 3, 1, signs.group);
  return number;
}

/// A number as it is typed, in as few digits as tell it.
inline std::string typed_number(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.12g", number);
  return text;
}

/// Example: `count(61706) == "61,706"`
template <std::integral Integer>
std::string count(Integer number) {
  return as_written(std::to_string(number));
}

/// Example: `fixed(-0.001, 2) == "0.00"`
inline std::string fixed(double value, int digits, NumberSigns signs = number_signs) {
  char text[512];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return as_written(text, signs);
}

inline constexpr std::string_view raised_minus = "×10⁻";
inline constexpr std::string_view raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

/// In up to three digits that count, and all of a whole number; below 0.0001 in powers of 10.
/// Example: `brief(0.000941292) == "0.000941" && brief(2e-8) == "2×10⁻⁸" && brief(1500) == "1,500"`
inline std::string brief(double number) {
  const auto shortened = [](double value, int decimals) {
    std::string text = fixed(value, decimals);
    if (decimals > 0) {
      text.erase(text.find_last_not_of('0') + 1);
      if (text.back() == number_signs.decimal) text.pop_back();
    }
    return text;
  };
  if (number == 0 || !std::isfinite(number)) return fixed(number, 0);
  char scientific[32];
  std::snprintf(scientific, sizeof scientific, "%.2e", number);  // rounds before it tells the power
  const int power =
      std::stoi(std::string(scientific).substr(std::string(scientific).find('e') + 1));
  if (power >= -4) return shortened(number, std::max(0, 2 - power));
  std::string text = shortened(std::stod(scientific) * std::pow(10, -power), 2);
  text += raised_minus;
  for (const char digit : std::to_string(-power)) text += raised[digit - '0'];
  return text;
}

/// "0.1307", or "0.4900, 0.4800, 0.4500" where there is one for each channel.
inline std::string per_channel(const angka::PerChannel& numbers, int digits, double factor = 1) {
  std::string text;
  for (const float number : numbers)
    text += (text.empty()                  ? ""
             : number_signs.decimal == ',' ? "; "
                                           : ", ") +
            fixed(factor * double{number}, digits);
  return text;
}
inline std::string percent(double part) { return fixed(100 * part, 2) + '%'; }
/// A difference of two parts, in hundredths with a sign.
inline std::string points(double part) {
  const std::string text = fixed(100 * part, 2);
  return (text.find_first_of("123456789") != text.npos && part > 0 ? "+" : "") + text;
}
inline std::string p_value(double p) { return p < 0.0001 ? "< " + fixed(0.0001, 4) : fixed(p, 4); }
/// The same in a sentence: "= 0.0312".
inline std::string is_p_value(double p) { return (p < 0.0001 ? "" : "= ") + p_value(p); }

// Texts of UTF-8 as wide as is asked for.
using angka::detail::text::display_width;
using angka::detail::text::left;
using angka::detail::text::right;
