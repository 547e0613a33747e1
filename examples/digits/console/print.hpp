#pragma once

#include <algorithm>
#include <string>

#include <angka/data/image.hpp>
#include <angka/report/contact_sheet.hpp>
#include <angka/report/plot.hpp>
#include <angka/report/resolution.hpp>

#include "number.hpp"

// Pictures as they are printed: 150 units of length an inch, so that letters of 19 units have 9
// points and 880 units are the 15 cm of a page; 300 dots an inch.

inline constexpr int print_scale = 2, print_width = 880;

/// The bytes of a PNG file.
inline std::string printed(const angka::Image& image) {
  const angka::Bytes bytes = angka::with_resolution(encode_png(image), 150 * print_scale);
  return {bytes.begin(), bytes.end()};
}
inline std::string printed(const angka::ContactSheet& sheet) {
  return printed(draw(sheet, print_scale));
}

/// A plot as wide as a page, its numbers as people write them.
template <class Plot>
Plot for_print(Plot plot) {
  plot.width = print_width;
  if constexpr (requires { plot.height = 0; }) plot.height = 560;
  plot.number = [](double value) {
    const std::string text = angka::detail::tick_label(value);
    return text.find('e') == text.npos ? as_written(text) : brief(value);
  };
  return plot;
}
inline std::string printed(const angka::Plot& plot) {
  return printed(draw(for_print(plot), print_scale));
}
