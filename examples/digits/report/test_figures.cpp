#include "test_figures.hpp"

#include <cmath>
#include <cstddef>

#include "drawing.hpp"
#include "pictures.hpp"

using namespace drawing;

Figure roc_figure(const char* name, const std::string& caption,
                  const std::vector<std::string>& classes,
                  const std::vector<angka::RocCurve>& curves, const FigureTexts& texts) {
  angka::Plot plot{.x_label = texts.false_positive_rate, .y_label = texts.true_positive_rate};
  for (std::size_t c = 0; c < curves.size(); ++c) {
    const std::vector<angka::RocPoint>& points = curves[c].points;
    if (points.empty()) continue;
    plot.series.push_back({.name = classes[c], .dots = false});
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto along = [&](double angka::RocPoint::*rate) {  // a point within a straight line
        return i > 0 && i + 1 < points.size() && points[i - 1].*rate == points[i].*rate &&
               points[i].*rate == points[i + 1].*rate;
      };
      if (along(&angka::RocPoint::false_positive_rate) ||
          along(&angka::RocPoint::true_positive_rate))
        continue;
      plot.series.back().x.push_back(points[i].false_positive_rate);
      plot.series.back().y.push_back(points[i].true_positive_rate);
    }
  }
  plot.series.push_back({.name = texts.by_chance, .x = {0, 1}, .y = {0, 1}, .dots = false});
  return plot_figure(name, caption, plot);
}

Figure calibration_figure(const char* name, const std::string& caption,
                          const angka::Calibration& calibration, const FigureTexts& texts) {
  constexpr int bins = angka::Calibration::bins, left = 90, step = 50, width = bins * step;
  constexpr int top = 76, height = 400, bottom = top + height;
  const auto at = [](double part) { return bottom - static_cast<int>(std::lround(height * part)); };
  return draw_both(name, caption, left + width + 24, bottom + 76, [&](auto& surface) {
    for (int tick = 0; tick <= 5; ++tick) {
      const int y = at(tick / 5.0), x = left + width * tick / 5;
      surface.rectangle(left, y, width, 1, black, 0.13);
      surface.text(left - 8, y - 7, count(20 * tick), letter, black, Align::end);
      centred(surface, x, bottom + 12, count(20 * tick), letter, black);
    }
    surface.rectangle(left, 11, 16, 16, blue);
    surface.text(left + 24, 12, texts.predictions_right, letter, black);
    const int legend = left + 70 + surface.text_width(texts.predictions_right, letter);
    surface.line(legend, 19, legend + 30, 19, 2.5, {220, 50, 32});
    surface.text(legend + 40, 12, texts.perfect_calibration, letter, black);
    for (int i = 0; i < bins; ++i) {
      const auto& bin = calibration.bin(i);
      if (bin.count == 0) continue;
      const int x = left + i * step, y = at(bin.accuracy());
      surface.rectangle(x + 4, y, step - 8, bottom - y, blue);
      centred(surface, x + step / 2, y - 18, count(bin.count), small, black);
    }
    surface.line(left, bottom, left + width, top, 2.5, {220, 50, 32});
    surface.rectangle(left, top, 2, height, black);
    surface.rectangle(left, bottom, width, 2, black);
    centred(surface, left + width / 2, bottom + 46, texts.probability_axis, letter, black);
    surface.text(14, top + height / 2, texts.accuracy_axis, letter, black, Align::middle, true);
  });
}
