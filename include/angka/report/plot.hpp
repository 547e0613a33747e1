#pragma once

#include <algorithm>
#include <angka/metrics/accuracy.hpp>
#include <angka/report/canvas.hpp>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// Points and a line through them, with an interval around each if there are any.
struct Series {
  std::string name{};
  std::vector<double> x{}, y{};
  std::vector<Interval> intervals{};
  bool line = true;  ///< false: dots alone
};

/// Lines over two axes with labels and a legend: `write(encode_png(draw(plot)))`. Words in ASCII.
/// Example: `draw(Plot{.title = "loss", .series = {{"train", {1, 2}, {0.9, 0.5}}}}).width == 960`
struct Plot {
  std::string title{}, x_label{}, y_label{};
  std::vector<Series> series{};
  bool log_x = false;    ///< x must be above 0
  bool percent = false;  ///< y is shown in per cent
  int width = 960, height = 640;
};

namespace detail {

/// Round numbers that divide [low, high] into some 4 to 8 parts.
inline std::vector<double> ticks(double low, double high) {
  const double rough = (high - low) / 6, power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double times : {1.0, 2.0, 5.0})
    if (times * power >= rough * 0.999) {
      step = times * power;
      break;
    }
  std::vector<double> result;
  for (double i = std::ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i)
    result.push_back(i * step);
  return result;
}

inline std::string tick_label(double value) {
  char label[32];
  std::snprintf(label, sizeof label, "%.6g", std::abs(value) < 1e-12 ? 0.0 : value);
  return label;
}

/// What an axis shows.
struct Axis {
  double low = 0, high = 1;
  bool log = false;

  void include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  /// Where a value lies between the axis' ends, 0 to 1.
  double part(double value) const {
    return log ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
  }
};

}  // namespace detail

/// Draws on a Canvas or SvgCanvas of the plot's size.
template <class Surface>
void draw(const Plot& plot, Surface& canvas) {
  using detail::Axis;
  constexpr Color black{30, 30, 30};
  constexpr double faint = 0.13;
  constexpr Color colors[] = {{0, 90, 181},   {220, 50, 32},  {26, 133, 60},
                              {146, 87, 166}, {214, 137, 16}, {60, 60, 60}};
  constexpr int size = 2, letter = detail::Font::width * size;

  Axis x, y;
  bool first = true;
  const double times = plot.percent ? 100 : 1;
  for (const Series& series : plot.series)
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      const double value = times * series.y[i];
      if (first) x.low = x.high = series.x[i], y.low = y.high = value;
      first = false;
      x.include(series.x[i]);
      y.include(value);
      if (series.intervals.empty()) continue;
      y.include(times * series.intervals[i].low);
      y.include(times * series.intervals[i].high);
    }
  if (!(x.high > x.low)) x.high = x.low + 1;
  const double margin = y.high > y.low ? 0.05 * (y.high - y.low) : 0.5;
  y.low -= margin;
  y.high += margin;
  x.log = plot.log_x;

  const std::vector<double> y_ticks = detail::ticks(y.low, y.high);
  std::vector<double> x_ticks;
  if (x.log)  // the points' own places, as far as their labels have room
    for (const Series& series : plot.series)
      x_ticks.insert(x_ticks.end(), series.x.begin(), series.x.end());
  else
    x_ticks = detail::ticks(x.low, x.high);
  std::sort(x_ticks.begin(), x_ticks.end());
  int label_width = 0;
  for (const double tick : y_ticks)
    label_width = std::max(label_width, Canvas::text_width(detail::tick_label(tick), size));

  const int left = 16 + 3 * letter + label_width, right = plot.width - 32;
  const int top = 56, bottom = plot.height - 80;
  const auto to_x = [&](double value) { return left + x.part(value) * (right - left); };
  const auto to_y = [&](double value) { return bottom - y.part(value) * (bottom - top); };

  for (const double tick : y_ticks) {
    const auto at = static_cast<int>(std::lround(to_y(tick)));
    canvas.rectangle(left, at, right - left, 1, black, faint);
    const std::string label = detail::tick_label(tick);
    canvas.text(left - letter / 2 - Canvas::text_width(label, size), at - 7, label, size, black);
  }
  int free_from = 0;
  for (const double tick : x_ticks) {
    const auto at = static_cast<int>(std::lround(to_x(tick)));
    const std::string label = detail::tick_label(tick);
    const int begin = at - Canvas::text_width(label, size) / 2;
    if (begin < free_from) continue;
    free_from = begin + Canvas::text_width(label, size) + letter;
    canvas.rectangle(at, top, 1, bottom - top, black, faint);
    canvas.text(begin, bottom + 10, label, size, black);
  }
  canvas.rectangle(left, top, 2, bottom - top, black);
  canvas.rectangle(left, bottom, right - left, 2, black);
  canvas.text(left, 20, plot.title, size, black);
  canvas.text((left + right - Canvas::text_width(plot.x_label, size)) / 2, plot.height - 36,
              plot.x_label, size, black);
  canvas.text(14, (top + bottom + Canvas::text_width(plot.y_label, size)) / 2, plot.y_label, size,
              black, true);

  std::size_t longest = 0;
  for (const Series& series : plot.series) longest = std::max(longest, series.name.size());
  const int legend = right - 48 - static_cast<int>(longest) * letter;
  double ends = 0;  // the legend keeps clear of where the lines end
  for (const Series& series : plot.series)
    if (!series.y.empty()) ends += y.part(times * series.y.back());
  int row = 2 * ends < static_cast<double>(plot.series.size())
                ? top + 20
                : bottom - 20 - 24 * static_cast<int>(plot.series.size());
  for (std::size_t s = 0; s < plot.series.size(); ++s) {
    const Series& series = plot.series[s];
    const Color color = colors[s % std::size(colors)];
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      const double at = to_x(series.x[i]);
      if (i > 0 && series.line)
        canvas.line(to_x(series.x[i - 1]), to_y(times * series.y[i - 1]), at,
                    to_y(times * series.y[i]), 2.5, color);
      if (series.x.size() <= 40 || !series.line)
        canvas.dot(at, to_y(times * series.y[i]), 8, color);
      if (series.intervals.empty()) continue;
      const double low = to_y(times * series.intervals[i].low);
      const double high = to_y(times * series.intervals[i].high);
      canvas.line(at, low, at, high, 1.5, color);
      for (const double end : {low, high}) canvas.line(at - 5, end, at + 5, end, 1.5, color);
    }
    if (series.line)
      canvas.line(legend, row + 7, legend + 28, row + 7, 2.5, color);
    else
      canvas.dot(legend + 14, row + 7, 8, color);
    canvas.text(legend + 40, row, series.name, size, black);
    row += 24;
  }
}

inline Image draw(const Plot& plot) {
  Canvas canvas(plot.width, plot.height);
  draw(plot, canvas);
  return std::move(canvas.image);
}

}  // namespace angka::inline ANGKA_ISA
