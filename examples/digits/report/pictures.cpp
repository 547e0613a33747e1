#include "pictures.hpp"

#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/report/canvas.hpp>
#include <angka/report/svg.hpp>
#include <cmath>
#include <cstdint>

#include "console/images.hpp"
#include "console/output.hpp"

namespace {

using angka::Canvas;
using angka::Color;
using angka::SvgCanvas;

constexpr Color black{30, 30, 30}, dark{44, 44, 44}, blue{88, 150, 220}, red{228, 120, 96};
constexpr Color colors[] = {{0, 90, 181}, {214, 137, 16}, {26, 133, 60}};

std::string bytes(const std::vector<std::uint8_t>& png) { return {png.begin(), png.end()}; }

/// Draws twice: as PNG and as SVG.
template <class Draw>
Figure draw_both(const char* name, const std::string& caption, int width, int height, Draw draw) {
  Canvas canvas(width, height);
  SvgCanvas svg(width, height);
  draw(canvas);
  draw(svg);
  return {name, caption, bytes(encode_png(canvas.image)), svg.str(caption)};
}

/// Words with their middle at x.
template <class Surface>
void centred(Surface& surface, int x, int y, const std::string& words, int size, Color color) {
  surface.text(x - Surface::text_width(words, size) / 2, y, words, size, color);
}

}  // namespace

Figure plot_figure(const char* name, const std::string& caption, const angka::Plot& plot) {
  return draw_both(name, caption, plot.width, plot.height,
                   [&](auto& surface) { draw(plot, surface); });
}

Figure dot_figure(const char* name, const std::string& caption, const angka::DotPlot& plot) {
  return draw_both(name, caption, plot.width, plot.height(),
                   [&](auto& surface) { draw(plot, surface); });
}

Figure bars_figure(const char* name, const std::string& caption,
                   const std::vector<std::string>& classes, const std::vector<BarPart>& parts) {
  constexpr int top = 50, height = 300, bottom = top + height;
  const int step = std::max(56, 860 / static_cast<int>(classes.size()));
  std::vector<std::size_t> totals(classes.size());
  for (const BarPart& part : parts)
    for (std::size_t c = 0; c < totals.size(); ++c) totals[c] += part.counts[c];
  const auto most = static_cast<double>(
      std::max<std::size_t>(1, *std::max_element(totals.begin(), totals.end())));
  return draw_both(
      name, caption, 40 + step * static_cast<int>(classes.size()), bottom + 50, [&](auto& surface) {
        int legend = 20;
        for (std::size_t p = 0; p < parts.size(); ++p) {
          surface.rectangle(legend, 12, 16, 16, colors[p % std::size(colors)]);
          surface.text(legend + 24, 13, parts[p].name, 2, black);
          legend += 60 + surface.text_width(parts[p].name, 2);
        }
        for (std::size_t c = 0; c < classes.size(); ++c) {
          const int left = 20 + step * static_cast<int>(c);
          std::size_t below = 0;
          const auto at = [&](std::size_t count) {
            return bottom -
                   static_cast<int>(std::lround((height - 20) * static_cast<double>(count) / most));
          };
          for (std::size_t p = 0; p < parts.size(); ++p) {
            const std::size_t upto = below + parts[p].counts[c];
            surface.rectangle(left + 4, at(upto), step - 8, at(below) - at(upto),
                              colors[p % std::size(colors)]);
            below = upto;
          }
          centred(surface, left + step / 2, at(below) - 18, std::to_string(below), 2, black);
          centred(surface, left + step / 2, bottom + 12, classes[c], 2, black);
        }
        surface.rectangle(20, bottom, step * static_cast<int>(classes.size()), 2, black);
      });
}

Figure confusion_figure(const char* name, const std::string& caption,
                        const std::vector<std::string>& classes,
                        const std::vector<std::vector<std::size_t>>& counts,
                        const std::string& row_title, const std::string& column_title) {
  const int cell = 58, left = 70, top = 70, side = cell * static_cast<int>(classes.size());
  return draw_both(name, caption, left + side + 16, top + side + 16, [&](auto& surface) {
    centred(surface, left + side / 2, 12, column_title, 2, black);
    surface.text(10, top + side / 2 + surface.text_width(row_title, 2) / 2, row_title, 2, black,
                 true);
    for (std::size_t r = 0; r < classes.size(); ++r) {
      const int y = top + cell * static_cast<int>(r);
      centred(surface, left - 20, y + cell / 2 - 7, classes[r], 2, black);
      centred(surface, left + cell * static_cast<int>(r) + cell / 2, top - 24, classes[r], 2,
              black);
      std::size_t of_row = 0;
      for (const std::size_t count : counts[r]) of_row += count;
      for (std::size_t c = 0; c < classes.size(); ++c) {
        const std::size_t count = counts[r][c];
        const int x = left + cell * static_cast<int>(c);
        surface.rectangle(x + 1, y + 1, cell - 2, cell - 2, black, 0.05);
        if (count == 0) continue;
        const double share = static_cast<double>(count) / static_cast<double>(of_row);
        surface.rectangle(x + 1, y + 1, cell - 2, cell - 2, r == c ? blue : red,
                          r == c ? 1 : 0.25 + 0.75 * std::sqrt(share));
        centred(surface, x + cell / 2, y + cell / 2 - 7, std::to_string(count), 2,
                r == c ? dark : black);
      }
    }
  });
}

Figure pixels_figure(const char* name, const std::string& caption,
                     const std::vector<std::vector<int>>& pixels) {
  constexpr int cell = 30;
  int first_row = 1 << 20, last_row = 0, first_column = 1 << 20, last_column = 0;
  for (std::size_t y = 0; y < pixels.size(); ++y)
    for (std::size_t x = 0; x < pixels[y].size(); ++x)
      if (pixels[y][x] > 0) {
        first_row = std::min(first_row, static_cast<int>(y));
        last_row = std::max(last_row, static_cast<int>(y));
        first_column = std::min(first_column, static_cast<int>(x));
        last_column = std::max(last_column, static_cast<int>(x));
      }
  return draw_both(name, caption, cell * std::max(1, last_column - first_column + 1),
                   cell * std::max(1, last_row - first_row + 1), [&](auto& surface) {
                     for (int y = first_row; y <= last_row; ++y)
                       for (int x = first_column; x <= last_column; ++x) {
                         const int value =
                             pixels[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
                         const int at_x = (x - first_column) * cell, at_y = (y - first_row) * cell;
                         surface.rectangle(at_x, at_y, cell - 1, cell - 1, blue, value / 255.0);
                         centred(surface, at_x + cell / 2, at_y + cell / 2 - 4,
                                 std::to_string(value), 1, value > 150 ? dark : black);
                       }
                   });
}

Figure layers_figure(const char* name, const std::string& caption, const angka::Summary& summary) {
  struct Slab {
    std::string title{};
    angka::Shape shape{};
  };
  std::vector<Slab> blocks{{"input", summary.input}};
  for (const angka::LayerSummary& layer : summary.layers) {
    const std::string kind = layer.layer.substr(0, layer.layer.find('<'));
    const bool shapes = layer.parameters > 0 || layer.output != blocks.back().shape;
    if (shapes && kind != "BatchNorm" && kind != "Flatten")
      blocks.push_back({layer.layer, layer.output});
  }
  constexpr int middle = 120, top = 20, gap = 20;
  const auto depth = [](const Slab& block) {
    return block.shape.height == 1 && block.shape.width == 1
               ? 12
               : 10 + static_cast<int>(std::lround(9 * std::log2(1.0 + block.shape.channels)));
  };
  const auto high = [](const Slab& block) {
    const bool flat = block.shape.height == 1 && block.shape.width == 1;
    return flat ? 20 + static_cast<int>(std::lround(18 * std::log2(1.0 + block.shape.channels)))
                : std::max(8, std::min(200, 7 * block.shape.height));
  };
  int width = gap, longest = 0;
  for (const Slab& block : blocks) {
    width += std::max(depth(block), 26) + gap;
    longest = std::max({longest, Canvas::text_width(block.title, 2),
                        Canvas::text_width(to_string(block.shape), 2)});
  }
  const int foot = top + 2 * middle - 20;
  return draw_both(name, caption, width + 20, foot + longest + 10, [&](auto& surface) {
    int x = gap;
    for (const Slab& block : blocks) {
      const int wide = std::max(depth(block), 26), height = high(block);
      const int left = x + (wide - depth(block)) / 2;
      const bool flat = block.shape.height == 1 && block.shape.width == 1;
      surface.rectangle(left, top + 100 - height / 2, depth(block), height,
                        flat                              ? colors[1]
                        : block.title.starts_with("Conv") ? colors[0]
                                                          : colors[2]);
      surface.text(x + wide / 2 - 16, foot + longest, block.title, 2, black, true);
      surface.text(x + wide / 2 + 4, foot + longest, to_string(block.shape), 2, black, true);
      x += wide + gap;
    }
  });
}

Figure images_figure(const char* name, const std::string& caption, const angka::DataView& data,
                     std::span<const std::uint32_t> shown) {
  constexpr int scale = 3, gap = 8;
  const int wide = scale * data.shape.width, high = scale * data.shape.height;
  Canvas canvas(static_cast<int>(shown.size()) * (wide + gap) + gap, high + 2 * gap);
  for (std::size_t i = 0; i < shown.size(); ++i)
    canvas.picture(gap + static_cast<int>(i) * (wide + gap), gap, to_image(data, shown[i]), scale);
  return {name, caption, bytes(encode_png(canvas.image)), ""};
}

Figure captioned_figure(const char* name, const std::string& caption, const angka::DataView& data,
                        std::span<const CaptionedImage> images) {
  constexpr int gap = 16, large = 2, small = 1, columns = 8, least = 84;
  const int scale = std::max(1, least / std::max(data.shape.width, data.shape.height));
  int wide = scale * data.shape.width, lines = 0;
  for (const CaptionedImage& one : images) {
    lines = std::max(lines, static_cast<int>(one.words.size()));
    for (std::size_t l = 0; l < one.words.size(); ++l)
      wide = std::max(wide, Canvas::text_width(one.words[l], l == 0 ? large : small));
  }
  const int words = 24 + std::max(0, lines - 1) * (Canvas::text_height(small) + 4);
  const int high = scale * data.shape.height;
  const int count = static_cast<int>(images.size()), rows = (count + columns - 1) / columns;
  Canvas canvas(gap + std::min(count, columns) * (wide + gap), gap + rows * (high + words + gap));
  for (int i = 0; i < count; ++i) {
    const CaptionedImage& one = images[static_cast<std::size_t>(i)];
    const int x = gap + i % columns * (wide + gap), y = gap + i / columns * (high + words + gap);
    canvas.picture(x, y, to_image(data, one.image), scale);
    int line = y + high + 6;
    for (std::size_t l = 0; l < one.words.size(); ++l) {
      canvas.text(x, line, one.words[l], l == 0 ? large : small, black);
      line += l == 0 ? 18 : Canvas::text_height(small) + 4;
    }
  }
  return {name, caption, bytes(encode_png(canvas.image)), ""};
}

Figure mistakes_figure(const char* name, const std::string& caption, const angka::DataView& data,
                       const std::vector<std::string>& classes, std::span<const Mistake> mistakes) {
  std::vector<CaptionedImage> images;
  for (const Mistake& mistake : mistakes)
    images.push_back({mistake.image,
                      {classes[static_cast<std::size_t>(mistake.truth)] + '>' +
                       classes[static_cast<std::size_t>(mistake.read)] + ' ' +
                       fixed(100.0 * double{mistake.probability}, 0) + '%'}});
  return captioned_figure(name, caption, data, images);
}
