#pragma once

#include <algorithm>
#include <angka/metrics/accuracy.hpp>
#include <angka/report/plot.hpp>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// A figure of each of some things, with an interval around it, one below the other: what overlaps
/// and what doesn't is seen at once.
/// Example: `DotPlot two{.rows = {{"a", 0.9, {0.8, 1.0}}, {"b", 0.7, {0.6, 0.8}}}};
/// two.height() == 172`
struct DotPlot {
  struct Row {
    std::string name{};
    double value = 0;
    Interval interval{};
  };

  std::string title{}, label{};
  std::vector<Row> rows{};
  bool percent = false;
  std::string (*number)(double) = detail::tick_label;  ///< how numbers are written
  int width = 960;

  static constexpr int row_height = 34, top = 48, below = 56;
  int height() const { return top + row_height * static_cast<int>(rows.size()) + below; }
};

/// Draws on a Canvas or SvgCanvas of the plot's size.
template <class Surface>
void draw(const DotPlot& plot, Surface& canvas) {
  constexpr Color black{30, 30, 30}, blue = series_colors[0];
  constexpr double faint = 0.13;
  constexpr int size = 19;
  const double times = plot.percent ? 100 : 1;
  detail::Axis axis;
  int names = 0;
  for (std::size_t i = 0; i < plot.rows.size(); ++i) {
    const DotPlot::Row& row = plot.rows[i];
    if (i == 0) axis.low = axis.high = times * row.value;
    for (const double value : {row.value, row.interval.low, row.interval.high})
      axis.include(times * value);
    names = std::max(names, canvas.text_width(row.name, size));
  }
  const double margin = axis.high > axis.low ? 0.05 * (axis.high - axis.low) : 0.5;
  axis.low -= margin;
  axis.high += margin;

  const int left = 32 + std::min(names, plot.width / 2), right = plot.width - 32;
  const int bottom = plot.height() - DotPlot::below;
  const auto to_x = [&](double value) { return left + axis.part(times * value) * (right - left); };
  int free_from = 0;
  for (const double tick : detail::ticks(axis.low, axis.high)) {
    const auto at = static_cast<int>(std::lround(to_x(tick / times)));
    const std::string label = plot.number(tick);
    const int width = canvas.text_width(label, size), begin = at - width / 2;
    canvas.rectangle(at, DotPlot::top, 1, bottom - DotPlot::top, black, faint);
    if (begin < free_from) continue;
    free_from = begin + width + 12;
    canvas.text(at, bottom + 8, label, size, black, Align::middle);
  }
  canvas.rectangle(left, bottom, right - left, 2, black);
  canvas.text(16, 16, plot.title, size, black);
  canvas.text((left + right) / 2, bottom + 32, plot.label, size, black, Align::middle);
  for (std::size_t i = 0; i < plot.rows.size(); ++i) {
    const DotPlot::Row& row = plot.rows[i];
    const int middle =
        DotPlot::top + DotPlot::row_height * static_cast<int>(i) + DotPlot::row_height / 2;
    canvas.text(16, middle - canvas.text_height(size) / 2, row.name, size, black);
    canvas.line(to_x(row.interval.low), middle, to_x(row.interval.high), middle, 2, blue);
    for (const double end : {row.interval.low, row.interval.high})
      canvas.line(to_x(end), middle - 5, to_x(end), middle + 5, 2, blue);
    canvas.dot(to_x(row.value), middle, 11, blue);
  }
}

inline Image draw(const DotPlot& plot) {
  Canvas canvas(plot.width, plot.height());
  draw(plot, canvas);
  return std::move(canvas.image);
}

}  // namespace angka::inline ANGKA_ISA
