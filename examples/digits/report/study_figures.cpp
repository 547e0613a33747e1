#include "study_figures.hpp"

#include <algorithm>
#include <angka/data/resize.hpp>
#include <array>
#include <cmath>
#include <sstream>

#include "console/number.hpp"
#include "drawing.hpp"

namespace {

using drawing::arrow;
using drawing::centred;

/// A rectangle's border.
template <class Surface>
void outline_box(Surface& surface, int x, int y, int width, int height, angka::Color color) {
  for (const auto& [x1, y1, x2, y2] : {std::array{x, y, x + width, y},
                                       {x + width, y, x + width, y + height},
                                       {x, y + height, x + width, y + height},
                                       {x, y, x, y + height}})
    surface.line(x1, y1, x2, y2, 1.4, color);
}

}  // namespace

Figure flow_figure(const char* name, const std::string& caption,
                   const std::vector<FlowStep>& steps) {
  constexpr int margin = 8, gap = 30, high = 62;
  int wide = 0;
  for (const FlowStep& step : steps)
    wide = std::max({wide, angka::Canvas::text_width(step.title, drawing::letter),
                     angka::Canvas::text_width(step.detail, drawing::small)});
  wide += 48;
  const int count = static_cast<int>(steps.size());
  return drawing::draw_both(
      name, caption, wide + 2 * margin, 2 * margin + count * high + (count - 1) * gap,
      [&](auto& surface) {
        int y = margin;
        const int middle = margin + wide / 2;
        for (const FlowStep& step : steps) {
          if (y > margin) arrow(surface, middle, y - gap + 2, middle, y - 2, drawing::black);
          surface.rectangle(margin, y, wide, high, drawing::blue, 0.18);
          outline_box(surface, margin, y, wide, high, drawing::black);
          const bool alone = step.detail.empty();
          centred(surface, middle, y + (alone ? 21 : 9), step.title, drawing::letter,
                  drawing::black);
          if (!alone) centred(surface, middle, y + 35, step.detail, drawing::small, drawing::black);
          y += high + gap;
        }
      });
}

Figure stages_figure(const char* name, const std::string& caption,
                     const std::vector<Stage>& stages) {
  constexpr int side = 160, margin = 8, gap = 40, line = 21, most = 4;
  constexpr int wide = (print_width - 2 * margin - (most - 1) * gap) / most;
  const auto in_row = [&](const std::string& words) {  // as many as fit, the rest below
    std::vector<std::string> lines{""};
    std::istringstream all(words);
    for (std::string word; all >> word;) {
      std::string& last = lines.back();
      if (!last.empty() &&
          angka::Canvas::text_width(last + ' ' + word, drawing::small) > wide + margin)
        lines.push_back(word);
      else
        last += (last.empty() ? "" : " ") + word;
    }
    return lines;
  };
  std::vector<std::vector<std::string>> words;
  std::size_t lines = 0;
  for (const Stage& stage : stages) {
    words.emplace_back();
    for (const std::string& its : stage.words)
      for (const std::string& part : in_row(its)) words.back().push_back(part);
    lines = std::max(lines, words.back().size());
  }
  const int count = static_cast<int>(stages.size()), rows = (count + most - 1) / most;
  const int high = side + 12 + line * static_cast<int>(lines) + gap / 2;
  return drawing::draw_both(
      name, caption, 2 * margin + std::min(count, most) * (wide + gap) - gap,
      2 * margin + rows * high - gap / 2, [&](auto& surface) {
        for (int s = 0; s < count; ++s) {
          const Stage& stage = stages[static_cast<std::size_t>(s)];
          const int x = margin + s % most * (wide + gap), y = margin + s / most * high;
          // Whole multiples of small pictures; large ones made smaller.
          const int largest = std::max(stage.picture.width, stage.picture.height);
          const int scale = std::max(1, side / largest);
          const angka::Image picture =
              largest <= side
                  ? stage.picture
                  : resize(stage.picture, std::max(1, stage.picture.width * side / largest),
                           std::max(1, stage.picture.height * side / largest));
          const int across = scale * picture.width, down = scale * picture.height;
          const int left = x + (wide - across) / 2, top = y + (side - down) / 2;
          if (s % most > 0)
            arrow(surface, x - gap, y + side / 2, x - 4, y + side / 2, drawing::black);
          drawing::place(surface, left, top, picture, scale);
          outline_box(surface, left, top, across, down, drawing::black);
          int below = y + side + 12;
          for (const std::string& its : words[static_cast<std::size_t>(s)]) {
            centred(surface, x + wide / 2, below, its, drawing::small, drawing::black);
            below += line;
          }
        }
      });
}

Figure patch_figure(const char* name, const std::string& caption, const angka::Image& image,
                    const WorkedExample::Patch& patch, const std::vector<std::string>& titles) {
  constexpr int scale = 8, margin = 8, gap = 40, top = 40;
  const int k = patch.kernel, cell = 54;
  const int side = cell * k, picture = scale * std::max(image.width, image.height);
  // The image and its patch; below them the filter and the products.
  const int room = std::max(side, picture), down = top + room + margin;
  const auto left_of = [&](int place) { return margin + gap + place % 2 * (room + gap); };
  const auto middle_of = [&](int place) { return place / 2 * down + top + room / 2; };
  const std::vector<double>* grids[] = {&patch.inputs, &patch.weights, &patch.products};
  return drawing::draw_both(
      name, caption, 2 * margin + 2 * (gap + room), 2 * down, [&](auto& surface) {
        const int x = left_of(0) + (room - picture) / 2, y = middle_of(0) - picture / 2;
        drawing::place(surface, x, y, image, scale);
        outline_box(surface, x, y, scale * image.width, scale * image.height, drawing::black);
        for (int grow = 0; grow < 3; ++grow)
          outline_box(surface, x + scale * patch.left - grow, y + scale * patch.top - grow,
                      scale * k + 2 * grow, scale * k + 2 * grow, angka::series_colors[1]);
        for (int place = 0; place < 4; ++place) {
          const int from = left_of(place), middle = middle_of(place);
          const auto which = static_cast<std::size_t>(place);
          centred(surface, from + room / 2, place / 2 * down + 10, titles[which], drawing::small,
                  drawing::black);
          if (place == 0) continue;
          const char* const signs[] = {"", "→", "×", "="};
          centred(surface, from - gap / 2, middle - 10, signs[which], drawing::letter,
                  drawing::black);
          const std::vector<double>& values = *grids[which - 1];
          double largest = 1e-9;
          for (const double value : values) largest = std::max(largest, std::abs(value));
          for (int i = 0; i < k * k; ++i) {
            const double value = values[static_cast<std::size_t>(i)];
            const int left = from + (room - side) / 2 + cell * (i % k);
            const int above = middle - side / 2 + cell * (i / k);
            surface.rectangle(left, above, cell - 1, cell - 1,
                              value < 0 ? drawing::red : drawing::blue,
                              0.08 + 0.6 * std::abs(value) / largest);
            centred(surface, left + cell / 2, above + cell / 2 - 8, fixed(value, 2), drawing::small,
                    drawing::black);
          }
        }
      });
}
