#include "architecture_figure.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

#include "drawing.hpp"

using namespace drawing;

namespace {

/// What is drawn as one: a layer that computes, or a block of branches, and the layers behind it
/// that keep its shape.
struct Volume {
  enum class Kind { input, convolution, pooling, dense, sum, other } kind = Kind::other;
  std::vector<std::string> words{};
  angka::Shape shape{};
  std::size_t skipped_from = 0;     ///< of a sum: the volume that is added
  std::vector<std::string> skip{};  ///< what computes along the shortcut
  int x = 0, row = 0;

  bool flat() const { return shape.height == 1 && shape.width == 1; }
  int thickness() const {
    return flat() ? 14 : 8 + static_cast<int>(std::lround(5 * std::log2(1.0 + shape.channels)));
  }
  int height(int largest) const {
    if (kind == Kind::sum) return 32;
    return flat() ? 24 + static_cast<int>(std::lround(13 * std::log2(1.0 + shape.channels)))
                  : std::max(10, 130 * shape.height / largest);
  }
  int slant(int largest) const {
    return kind == Kind::sum ? 0 : flat() ? 6 : height(largest) * 3 / 10;
  }
};

struct Words {
  Volume::Kind kind;
  std::vector<std::string> lines;
};

/// A layer as "Conv2D<6, 5, Same>" in words.
Words words_of(const std::string& layer, const FigureTexts& t) {
  using Kind = Volume::Kind;
  const std::size_t open = std::min(layer.find_first_of("<("), layer.size());
  const std::string name = layer.substr(0, open);
  std::vector<std::string> values;
  if (open < layer.size()) {
    int depth = 0;
    for (const char c : layer.substr(open + 1, layer.rfind('>') - open - 1)) {
      depth += (c == '<' || c == '{') - (c == '>' || c == '}');
      if (values.empty() || (c == ',' && depth == 0)) values.emplace_back();
      if (c != ' ' && (c != ',' || depth != 0)) values.back() += c;
    }
  }
  const auto with_stride = [&](const char* text, const std::string& size) {
    const auto sides = [](const std::string& value) {
      std::string lengths;
      for (const char c : value)
        lengths += c == ',' ? "×" : c >= '0' && c <= '9' ? std::string{c} : "";
      return lengths;
    };
    const bool square = size.find(',') == size.npos;
    std::vector<std::string> lines{text, square ? size + "×" + size : sides(size)};
    for (const std::string& value : values)
      if (value.starts_with("Stride<")) lines.push_back(fill(t.stride, sides(value)));
    return lines;
  };
  if (name == "Conv2D") return {Kind::convolution, with_stride(t.convolution, values.at(1))};
  if (name == "MaxPool2D") return {Kind::pooling, with_stride(t.max_pooling, values.at(0))};
  if (name == "AveragePool2D") return {Kind::pooling, with_stride(t.average_pooling, values.at(0))};
  if (name == "GlobalMaxPool2D") return {Kind::pooling, {t.global_max_pooling}};
  if (name == "GlobalAveragePool2D") return {Kind::pooling, {t.global_average_pooling}};
  if (name == "Dense") return {Kind::dense, {t.dense}};
  if (name == "sum") return {Kind::sum, {t.sum}};
  if (name == "concat") return {Kind::other, {t.concatenation}};
  if (name == "multiply") return {Kind::other, {t.product}};
  if (name == "BatchNorm") return {Kind::other, {"Batch norm"}};
  return {Kind::other, {name}};
}

/// The blocks of branches, by position, with a line of words for each branch that computes.
std::map<std::string, std::map<std::string, std::string>> branches_of(const angka::Summary& summary,
                                                                      const FigureTexts& t) {
  std::map<std::string, std::map<std::string, std::string>> blocks;
  const auto holds = [](const std::string& block, const std::string& position) {
    return position.starts_with(block + '.');
  };
  for (const angka::LayerSummary& layer : summary.layers) {
    const bool residual = std::any_of(summary.layers.begin(), summary.layers.end(),
                                      [&](const angka::LayerSummary& other) {
                                        return holds(layer.position + ".main", other.position) ||
                                               holds(layer.position + ".skip", other.position);
                                      });
    if (layer.layer == "concat" || layer.layer == "multiply" || (layer.layer == "sum" && !residual))
      blocks[layer.position];
  }
  for (const angka::LayerSummary& layer : summary.layers)
    for (auto& [block, lines] : blocks) {
      if (!holds(block, layer.position)) continue;
      const std::size_t begin = block.size() + 1;
      std::string& line =
          lines[layer.position.substr(begin, layer.position.find('.', begin) - begin)];
      for (const std::string& words : words_of(layer.layer, t).lines)
        line += (line.empty() ? "" : " ") + words;
    }
  return blocks;
}

std::vector<Volume> volumes_of(const angka::Summary& summary, const FigureTexts& t) {
  using Kind = Volume::Kind;
  std::vector<Volume> volumes{{.kind = Kind::input, .words = {t.input}, .shape = summary.input}};
  std::map<std::string, std::size_t> begins;  // residual blocks by position: what comes before them
  std::map<std::string, std::vector<std::string>> shortcuts;
  const auto blocks = branches_of(summary, t);
  for (const angka::LayerSummary& layer : summary.layers) {
    if (layer.layer.starts_with("Flatten")) continue;
    if (std::any_of(blocks.begin(), blocks.end(), [&](const auto& block) {
          return layer.position.starts_with(block.first + '.');
        }))
      continue;
    Words words = words_of(layer.layer, t);
    if (const std::size_t skip = layer.position.find(".skip."); skip != std::string::npos) {
      auto& along = shortcuts[layer.position.substr(0, skip)];
      along.insert(along.end(), words.lines.begin(), words.lines.end());
      continue;
    }
    bool begins_block = volumes.back().kind == Kind::input;
    for (std::size_t at = 0; (at = layer.position.find(".main.", at)) != std::string::npos; ++at)
      begins_block |= begins.emplace(layer.position.substr(0, at), volumes.size() - 1).second;
    if (words.kind == Kind::other && !begins_block && layer.output == volumes.back().shape &&
        !blocks.contains(layer.position)) {
      volumes.back().words.push_back(words.lines.front());
      continue;
    }
    if (const auto block = blocks.find(layer.position); block != blocks.end()) {
      for (const auto& [number, line] : block->second) words.lines.push_back(line);
      volumes.push_back({.kind = Kind::other, .words = words.lines, .shape = layer.output});
      continue;
    }
    volumes.push_back({.kind = words.kind, .words = words.lines, .shape = layer.output});
    if (words.kind == Kind::sum) {
      volumes.back().skipped_from = begins[layer.position];
      volumes.back().skip = shortcuts[layer.position];
    }
  }
  for (Volume& volume : volumes) {
    std::string size = count(volume.shape.channels);
    if (!volume.flat()) size += "×" + count(volume.shape.height) + "×" + count(volume.shape.width);
    volume.words.push_back(size);
  }
  return volumes;
}

Color tinted(Color color, double part) {
  const auto mix = [part](std::uint8_t c) {
    return static_cast<std::uint8_t>(std::lround(c + part * (255 - c)));
  };
  return {mix(color.red), mix(color.green), mix(color.blue)};
}

template <class Surface>
void draw_volume(Surface& surface, const Volume& volume, int left, int middle, int largest) {
  using Kind = Volume::Kind;
  const int thick = volume.thickness(), high = volume.height(largest);
  const int slant = volume.slant(largest), top = middle - high / 2;
  if (volume.kind == Kind::sum) {
    surface.dot(left + high / 2.0, middle, high, {146, 87, 166});
    surface.rectangle(left + high / 2 - 8, middle - 1, 16, 3, {255, 255, 255});
    surface.rectangle(left + high / 2 - 1, middle - 8, 3, 16, {255, 255, 255});
    return;
  }
  const Color color = volume.kind == Kind::convolution ? colors[0]
                      : volume.kind == Kind::pooling   ? colors[2]
                      : volume.kind == Kind::dense     ? colors[1]
                                                       : Color{120, 126, 135};
  const auto corner = [&](int x, int y) {
    return angka::Point{static_cast<double>(x), static_cast<double>(y)};
  };
  const int right = left + thick, bottom = top + high;
  surface.fill({{corner(left, top), corner(left + slant, top - slant),
                 corner(right + slant, top - slant), corner(right, top)}},
               tinted(color, 0.5));
  surface.fill({{corner(right, top), corner(right + slant, top - slant),
                 corner(right + slant, bottom - slant), corner(right, bottom)}},
               tinted(color, 0.25));
  surface.rectangle(left, top, thick, high, color);
}

}  // namespace

Figure architecture_figure(const char* name, const std::string& caption,
                           const angka::Summary& summary, const FigureTexts& texts) {
  std::vector<Volume> volumes = volumes_of(summary, texts);
  constexpr int gap = 18, margin = 10, line = 20, body = 190, over = 46;
  const int largest = std::max(1, summary.input.height);
  const auto figure_width = [&](const Volume& v) {
    return v.kind == Volume::Kind::sum ? v.height(largest) : v.thickness() + v.slant(largest);
  };
  const auto width = [&](const Volume& v) {
    int wide = figure_width(v);
    for (const std::string& words : v.words)
      wide = std::max(wide, Canvas::text_width(words, small));
    return wide;
  };
  // A row takes what fits; a residual block that fits a row isn't broken.
  std::size_t lines = 0;
  int x = margin, row = 0, right = 0;
  for (std::size_t i = 0; i < volumes.size(); ++i) {
    int together = width(volumes[i]);
    for (std::size_t sum = i + 1; sum < volumes.size(); ++sum)
      if (volumes[sum].kind == Volume::Kind::sum && volumes[sum].skipped_from + 1 == i) {
        int block = 0;
        for (std::size_t k = i; k <= sum; ++k) block += width(volumes[k]) + (k < sum ? gap : 0);
        if (block <= print_width - 2 * margin - gap) together = std::max(together, block);
      }
    if (x > margin && x + together > print_width - margin) x = margin + gap, ++row;
    volumes[i].x = x;
    volumes[i].row = row;
    x += width(volumes[i]) + gap;
    right = std::max(right, x - gap);
    lines = std::max(lines, volumes[i].words.size());
  }
  const bool skips = std::any_of(volumes.begin(), volumes.end(),
                                 [](const Volume& v) { return v.kind == Volume::Kind::sum; });
  const int top = skips ? over : 0, row_height = top + body + line * static_cast<int>(lines) + 24;
  return draw_both(name, caption, right + margin, (row + 1) * row_height, [&](auto& surface) {
    const auto left_of = [&](const Volume& v) { return v.x + (width(v) - figure_width(v)) / 2; };
    const auto middle_of = [&](const Volume& v) {
      return v.row * row_height + top + body / 2 + 20;
    };
    const auto end_of = [&](const Volume& v) {  // where an arrow leaves it
      return left_of(v) + figure_width(v) + 3;
    };
    for (std::size_t i = 0; i < volumes.size(); ++i) {
      const Volume& v = volumes[i];
      const int middle = middle_of(v);
      if (i > 0 && volumes[i - 1].row == v.row)
        arrow(surface, end_of(volumes[i - 1]), middle, left_of(v) - 3, middle, black);
      else if (i > 0)
        arrow(surface, v.x - gap, middle, left_of(v) - 3, middle, black);
      draw_volume(surface, v, left_of(v), middle, largest);
      int y = v.row * row_height + top + body;
      for (std::size_t l = 0; l < v.words.size(); ++l, y += line)
        centred(surface, v.x + width(v) / 2, y, v.words[l], small, black);
      if (i + 1 < volumes.size() && volumes[i + 1].row != v.row)
        arrow(surface, end_of(v), middle, end_of(v) + gap, middle, black);
      if (v.kind != Volume::Kind::sum) continue;
      // From the arrow that leaves what is added, over the block, down to the sum; one that began
      // in a row above begins with this row.
      const Volume& from = volumes[v.skipped_from];
      const int begin = from.row == v.row ? end_of(from) + 4 : margin, end = left_of(v) + 16;
      int inner = 0;  // shortcuts within this one run below it
      for (std::size_t k = v.skipped_from + 1; k < i; ++k)
        inner += volumes[k].kind == Volume::Kind::sum;
      const int high = v.row * row_height + std::max(8, top - 14 - 14 * inner);
      surface.line(begin, from.row == v.row ? middle : high, begin, high, 1.6, black);
      surface.line(begin, high, end, high, 1.6, black);
      arrow(surface, end, high, end, middle - 18, black);
      std::string along;
      for (const std::string& words : v.skip) along += (along.empty() ? "" : " ") + words;
      centred(surface, (begin + end) / 2, high - 18, along, small, black);
    }
  });
}
