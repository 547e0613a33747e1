#include "pictures.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "console/images.hpp"
#include "console/output.hpp"
#include "drawing.hpp"

using namespace drawing;

namespace {

/// Words that are too long, with their end alone.
std::string shortened(std::string words, int size, int width) {
  if (Canvas::text_width(words, size) <= width) return words;
  while (!words.empty() && Canvas::text_width("…" + words, size) > width) {
    do words.erase(0, 1);
    while (!words.empty() && (words.front() & 0xC0) == 0x80);
  }
  return "…" + words;
}

/// Images in rows, with words below each.
class CaptionedGrid {
 public:
  CaptionedGrid(const angka::DataView& data, std::span<const CaptionedImage> images, int most_wide)
      : data_(data), images_(images) {
    for (const CaptionedImage& one : images) {
      lines_ = std::max(lines_, static_cast<int>(one.words.size()));
      for (std::size_t l = 0; l < one.words.size(); ++l)
        wide_ = std::max(wide_, std::min(longest, Canvas::text_width(one.words[l], size_of(l))));
    }
    columns_ = std::min(count_, std::clamp((most_wide - gap) / (wide_ + gap), 1, 8));
  }

  int width() const { return gap + columns_ * (wide_ + gap); }
  int height() const { return gap + (count_ + columns_ - 1) / columns_ * (cell_height() + gap); }

  template <class Surface>
  void draw(Surface& surface) const {
    for (int i = 0; i < count_; ++i) {
      const CaptionedImage& one = images_[static_cast<std::size_t>(i)];
      const int x = gap + i % columns_ * (wide_ + gap);
      int y = gap + i / columns_ * (cell_height() + gap);
      place(surface, x, y, to_image(data_, one.image), scale_);
      y += scale_ * data_.shape.height + 8;
      for (std::size_t l = 0; l < one.words.size(); ++l, y += line)
        surface.text(x, y, shortened(one.words[l], size_of(l), wide_), size_of(l), black);
    }
  }

 private:
  static constexpr int gap = 14, line = 20, least = 84, longest = 200;

  static int size_of(std::size_t l) { return l == 0 ? letter : small; }
  int cell_height() const { return scale_ * data_.shape.height + 8 + line * lines_; }

  const angka::DataView& data_;
  std::span<const CaptionedImage> images_;
  int count_ = static_cast<int>(images_.size());
  int scale_ = std::max(1, least / std::max(data_.shape.width, data_.shape.height));
  int wide_ = scale_ * data_.shape.width, lines_ = 0, columns_ = 1;
};

}  // namespace

Figure plot_figure(const char* name, const std::string& caption, const angka::Plot& plot) {
  const angka::Plot its = for_print(plot);
  return draw_both(name, caption, its.width, its.height,
                   [&](auto& surface) { draw(its, surface); });
}

Figure dot_figure(const char* name, const std::string& caption, const angka::DotPlot& plot) {
  const angka::DotPlot its = for_print(plot);
  return draw_both(name, caption, its.width, its.height(),
                   [&](auto& surface) { draw(its, surface); });
}

Figure sheet_figure(const char* name, const std::string& caption,
                    const angka::ContactSheet& sheet) {
  const SvgCanvas svg = draw_on(
      sheet, [](int width, int height) { return SvgCanvas(width, height); },
      [&](SvgCanvas& on, int x, int y, const Image& picture) {
        place(on, x, y, picture, sheet.scale);
      });
  return {name, caption, printed(sheet), svg.str(caption)};
}

Figure bars_figure(const char* name, const std::string& caption,
                   const std::vector<std::string>& classes, const std::vector<BarPart>& parts) {
  constexpr int top = 60, height = 320, bottom = top + height;
  const int step = std::max(16, (print_width - 40) / static_cast<int>(classes.size()));
  const bool narrow = step < 60;  // for a number along
  const int foot = narrow ? 60 : 40;
  std::vector<std::size_t> totals(classes.size());
  for (const BarPart& part : parts)
    for (std::size_t c = 0; c < totals.size(); ++c) totals[c] += part.counts[c];
  const auto most = static_cast<double>(
      std::max<std::size_t>(1, *std::max_element(totals.begin(), totals.end())));
  return draw_both(
      name, caption, 40 + step * static_cast<int>(classes.size()), bottom + foot,
      [&](auto& surface) {
        int legend = 20;
        for (std::size_t p = 0; p < parts.size(); ++p) {
          surface.rectangle(legend, 10, 16, 16, colors[p % std::size(colors)]);
          surface.text(legend + 24, 11, parts[p].name, letter, black);
          legend += 60 + surface.text_width(parts[p].name, letter);
        }
        for (std::size_t c = 0; c < classes.size(); ++c) {
          const int left = 20 + step * static_cast<int>(c), middle = left + step / 2;
          std::size_t below = 0;
          const auto at = [&](std::size_t count) {
            return bottom -
                   static_cast<int>(std::lround((height - 50) * static_cast<double>(count) / most));
          };
          for (std::size_t p = 0; p < parts.size(); ++p) {
            const std::size_t upto = below + parts[p].counts[c];
            surface.rectangle(left + step / 12, at(upto), step - 2 * (step / 12),
                              at(below) - at(upto), colors[p % std::size(colors)]);
            below = upto;
          }
          const int half = surface.text_height(letter) / 2;
          if (narrow)
            surface.text(middle - half, at(below) - 6, count(below), letter, black, Align::begin,
                         true);
          else
            centred(surface, middle, at(below) - 22, count(below), letter, black);
          if (narrow && classes[c].size() > 2)
            surface.text(middle - half, bottom + 10, classes[c], letter, black, Align::end, true);
          else
            centred(surface, middle, bottom + 12, classes[c], letter, black);
        }
        surface.rectangle(20, bottom, step * static_cast<int>(classes.size()), 2, black);
      });
}

Figure confusion_figure(const char* name, const std::string& caption,
                        const std::vector<std::string>& classes,
                        const std::vector<std::vector<std::size_t>>& counts,
                        const std::string& row_title, const std::string& column_title) {
  const int n = static_cast<int>(classes.size()), left = 80, top = 80;
  const int cell = std::clamp((print_width - left - 16) / n, 16, 62), side = cell * n;
  const int size = std::clamp(2 * cell / 5, 7, letter);
  return draw_both(name, caption, left + side + 16, top + side + 16, [&](auto& surface) {
    const int half = surface.text_height(size) / 2;
    centred(surface, left + side / 2, 12, column_title, letter, black);
    surface.text(12, top + side / 2, row_title, letter, black, Align::middle, true);
    for (std::size_t r = 0; r < classes.size(); ++r) {
      const int y = top + cell * static_cast<int>(r);
      surface.text(left - 12, y + cell / 2 - half, classes[r], size, black, Align::end);
      centred(surface, left + cell * static_cast<int>(r) + cell / 2, top - 14 - half, classes[r],
              size, black);
      std::size_t of_row = 0;
      for (const std::size_t count : counts[r]) of_row += count;
      for (std::size_t c = 0; c < classes.size(); ++c) {
        const std::size_t times = counts[r][c];
        const int x = left + cell * static_cast<int>(c);
        surface.rectangle(x + 1, y + 1, cell - 2, cell - 2, black, 0.05);
        if (times == 0) continue;
        const double share = static_cast<double>(times) / static_cast<double>(of_row);
        surface.rectangle(x + 1, y + 1, cell - 2, cell - 2, r == c ? blue : red,
                          r == c ? 1 : 0.25 + 0.75 * std::sqrt(share));
        centred(surface, x + cell / 2, y + cell / 2 - half, count(times), size,
                r == c ? dark : black);
      }
    }
  });
}

Figure pixels_figure(const char* name, const std::string& caption,
                     const std::vector<std::vector<int>>& pixels) {
  int first_row = 1 << 20, last_row = 0, first_column = 1 << 20, last_column = 0;
  for (std::size_t y = 0; y < pixels.size(); ++y)
    for (std::size_t x = 0; x < pixels[y].size(); ++x)
      if (pixels[y][x] > 0) {
        first_row = std::min(first_row, static_cast<int>(y));
        last_row = std::max(last_row, static_cast<int>(y));
        first_column = std::min(first_column, static_cast<int>(x));
        last_column = std::max(last_column, static_cast<int>(x));
      }
  const int columns = std::max(1, last_column - first_column + 1);
  const int cell = std::clamp(print_width / columns, 12, 44), size = 3 * cell / 8;
  return draw_both(
      name, caption, cell * columns, cell * std::max(1, last_row - first_row + 1),
      [&](auto& surface) {
        for (int y = first_row; y <= last_row; ++y)
          for (int x = first_column; x <= last_column; ++x) {
            const int value = pixels[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
            const int at_x = (x - first_column) * cell, at_y = (y - first_row) * cell;
            surface.rectangle(at_x, at_y, cell - 1, cell - 1, blue, value / 255.0);
            centred(surface, at_x + cell / 2, at_y + (cell - surface.text_height(size)) / 2,
                    std::to_string(value), size, value > 204 ? dark : black);
          }
      });
}

Figure images_figure(const char* name, const std::string& caption, const angka::DataView& data,
                     std::span<const std::uint32_t> shown) {
  constexpr int gap = 8, most = 10;
  const int n = static_cast<int>(shown.size()), columns = std::min(n, most);
  const int scale = std::max(1, (print_width / most - gap) / data.shape.width);
  const int wide = scale * data.shape.width + gap, high = scale * data.shape.height + gap;
  return draw_both(name, caption, columns * wide + gap, (n + columns - 1) / columns * high + gap,
                   [&](auto& surface) {
                     for (int i = 0; i < n; ++i)
                       place(surface, gap + i % columns * wide, gap + i / columns * high,
                             to_image(data, shown[static_cast<std::size_t>(i)]), scale);
                   });
}

Figure captioned_figure(const char* name, const std::string& caption, const angka::DataView& data,
                        std::span<const CaptionedImage> images) {
  const CaptionedGrid grid(data, images, print_width);
  return draw_both(name, caption, grid.width(), grid.height(),
                   [&](auto& surface) { grid.draw(surface); });
}

Image captioned_sheet(const angka::DataView& data, std::span<const CaptionedImage> images) {
  const CaptionedGrid grid(data, images, 1 << 16);
  Canvas canvas(grid.width(), grid.height());
  grid.draw(canvas);
  return std::move(canvas.image);
}

Figure mistakes_figure(const char* name, const std::string& caption, const angka::DataView& data,
                       const std::vector<std::string>& classes, std::span<const Mistake> mistakes) {
  std::vector<CaptionedImage> images;
  for (const Mistake& mistake : mistakes) {
    images.push_back({mistake.image,
                      {classes[static_cast<std::size_t>(mistake.truth)] + " → " +
                           classes[static_cast<std::size_t>(mistake.read)],
                       fixed(100.0 * double{mistake.probability}, 0) + '%'}});
    if (!mistake.file.empty()) images.back().words.push_back(mistake.file);
  }
  return captioned_figure(name, caption, data, images);
}
