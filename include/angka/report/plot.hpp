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
  bool dots = true;  ///< false: a line alone
};

namespace detail {

/// A number in up to six digits, with a decimal point.
inline std::string tick_label(double value) {
  char label[32];
  std::snprintf(label, sizeof label, "%.6g", std::abs(value) < 1e-12 ? 0.0 : value);
  return label;
}

}  // namespace detail

/// Lines over two axes with labels and a legend: `write(encode_png(draw(plot)))`.
/// Example: `draw(Plot{.title = "loss", .series = {{"train", {1, 2}, {0.9, 0.5}}}}).width == 960`
struct Plot {
  std::string title{}, x_label{}, y_label{};
  std::vector<Series> series{};
  bool log_x = false;                                  ///< x must be above 0
  bool percent = false;                                ///< y is shown in per cent
  std::string (*number)(double) = detail::tick_label;  ///< how numbers are written
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

inline std::vector<double> powers_of_ten(double low, double high) {
  std::vector<double> result;
  for (double power = std::ceil(std::log10(low) - 1e-9); power <= std::log10(high) + 1e-9; ++power)
    result.push_back(std::pow(10, power));
  return result;
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

/// Of a plot's series, in their order: they stand out from white paper as from a dark page.
inline constexpr Color series_colors[] = {
    {32, 116, 205}, {220, 50, 32},  {26, 143, 70},  {158, 98, 188}, {200, 118, 10}, {104, 118, 150},
    {10, 146, 165}, {214, 84, 160}, {158, 100, 82}, {140, 142, 26}, {140, 140, 140}};

/// Draws on a Canvas or SvgCanvas of the plot's size.
template <class Surface>
void draw(const Plot& plot, Surface& canvas) {
  using detail::Axis;
  constexpr Color black{30, 30, 30};
  constexpr double faint = 0.13;
  const auto& colors = series_colors;
  constexpr int size = 19, space = 12;

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
  const auto few = [](const Series& series) { return series.x.size() <= 40; };  // told apart
  std::vector<double> x_ticks;
  if (!x.log)
    x_ticks = detail::ticks(x.low, x.high);
  else if (std::all_of(plot.series.begin(), plot.series.end(), few))
    for (const Series& series : plot.series)  // their own places, as far as labels have room
      x_ticks.insert(x_ticks.end(), series.x.begin(), series.x.end());
  else
    x_ticks = detail::powers_of_ten(x.low, x.high);
  const auto is_whole = [](double value) { return value == std::round(value); };
  if (std::all_of(plot.series.begin(), plot.series.end(), [&](const Series& series) {
        return std::all_of(series.x.begin(), series.x.end(), is_whole);
      }))  // there is no half epoch
    std::erase_if(x_ticks, [&](double tick) { return !is_whole(tick); });
  std::sort(x_ticks.begin(), x_ticks.end());
  int label_width = 0;
  for (const double tick : y_ticks)
    label_width = std::max(label_width, Canvas::text_width(plot.number(tick), size));

  int longest = 0;
  for (const Series& series : plot.series)
    longest = std::max(longest, Canvas::text_width(series.name, size));
  const bool beside = plot.series.size() > 5;  // a long legend stands beside the lines

  const int left = 24 + Canvas::text_height(size) + space + label_width,
            right = plot.width - (beside ? 76 + longest : 32);
  const int top = plot.title.empty() ? 24 : 56, bottom = plot.height - 80;
  const auto to_x = [&](double value) { return left + x.part(value) * (right - left); };
  const auto to_y = [&](double value) { return bottom - y.part(value) * (bottom - top); };

  for (const double tick : y_ticks) {
    const auto at = static_cast<int>(std::lround(to_y(tick)));
    canvas.rectangle(left, at, right - left, 1, black, faint);
    canvas.text(left - space / 2, at - Canvas::text_height(size) / 2, plot.number(tick), size,
                black, Align::end);
  }
  int free_from = 0;
  for (const double tick : x_ticks) {
    const auto at = static_cast<int>(std::lround(to_x(tick)));
    const std::string label = plot.number(tick);
    const int width = Canvas::text_width(label, size), begin = at - width / 2;
    if (begin < free_from) continue;
    free_from = begin + width + space;
    canvas.rectangle(at, top, 1, bottom - top, black, faint);
    canvas.text(at, bottom + 10, label, size, black, Align::middle);
  }
  canvas.rectangle(left, top, 2, bottom - top, black);
  canvas.rectangle(left, bottom, right - left, 2, black);
  canvas.text(left, 20, plot.title, size, black);
  canvas.text((left + right) / 2, plot.height - 36, plot.x_label, size, black, Align::middle);
  canvas.text(14, (top + bottom) / 2, plot.y_label, size, black, Align::middle, true);

  const int legend = beside ? right + 16 : right - 48 - longest;
  double ends = 0, drawn = 0;  // the legend keeps clear of where the lines end
  for (const Series& series : plot.series)
    if (!series.y.empty()) ends += y.part(times * series.y.back()), ++drawn;
  const bool above = beside || 2 * ends < drawn;
  int row = above ? top + 20 : bottom - 20 - 24 * static_cast<int>(drawn);
  for (std::size_t s = 0; s < plot.series.size(); ++s) {
    const Series& series = plot.series[s];
    if (series.x.empty()) continue;
    const Color color = colors[s % std::size(colors)];
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      const double at = to_x(series.x[i]);
      if (i > 0 && series.line)
        canvas.line(to_x(series.x[i - 1]), to_y(times * series.y[i - 1]), at,
                    to_y(times * series.y[i]), 2.5, color);
      if (!series.line || (series.dots && few(series)))
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

/// `scale` times as many pixels as the plot is wide and high, with the same words larger.
inline Image draw(const Plot& plot, int scale = 1) {
  Canvas canvas(plot.width, plot.height, scale);
  draw(plot, canvas);
  return std::move(canvas.image);
}

}  // namespace angka::inline ANGKA_ISA
