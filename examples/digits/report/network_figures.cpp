#include "network_figures.hpp"

#include <algorithm>
#include <angka/metrics/principal_components.hpp>
#include <angka/reading/plane.hpp>
#include <angka/report/planes.hpp>
#include <cmath>
#include <cstddef>

#include "console/images.hpp"
#include "drawing.hpp"
#include "grad_cam.hpp"

using namespace drawing;
using angka::largest_magnitude;
using angka::signed_color;
using angka::signed_picture;

namespace {

const angka::NamedTensor* find_tensor(const angka::NetworkDescription& network,
                                      const std::string& name) {
  for (const angka::NamedTensor& tensor : network.tensors)
    if (tensor.name == name) return &tensor;
  return nullptr;
}

/// The convolution that reads the image.
struct FirstConvolution {
  const angka::StepDescription& step;
  std::span<const float> weights;  ///< filter, channel, row, column
  std::span<const float> bias;     ///< none: zeros

  int filters() const { return step.output_shape.channels; }
  int channels() const { return step.input_shape.channels; }
  std::span<const float> filter(int f, int channel = 0) const {
    const auto size = static_cast<std::size_t>(step.kernel[0] * step.kernel[1]);
    return weights.subspan(static_cast<std::size_t>(f * channels() + channel) * size, size);
  }
};

std::optional<FirstConvolution> first_convolution(const angka::NetworkDescription& network) {
  if (network.steps.empty()) return std::nullopt;
  const angka::StepDescription& step = network.steps.front();
  if (step.kind != "conv" || step.groups != 1 || step.tensors.empty()) return std::nullopt;
  const angka::NamedTensor* const weights = find_tensor(network, step.tensors.front());
  if (!weights) return std::nullopt;
  FirstConvolution first{step, weights->values, {}};
  if (step.tensors.size() > 1)
    if (const angka::NamedTensor* const bias = find_tensor(network, step.tensors[1]))
      first.bias = bias->values;
  return first;
}

/// What filter `f` makes of an image, row by row.
std::vector<float> feature_map(const FirstConvolution& first, int f,
                               const angka::Normalization& normalization,
                               std::span<const std::uint8_t> pixels) {
  const angka::StepDescription& step = first.step;
  const angka::Shape in = step.input_shape, out = step.output_shape;
  const auto [high, wide] = step.kernel;
  std::vector<float> map;
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      float sum = first.bias.empty() ? 0 : first.bias[static_cast<std::size_t>(f)];
      for (int channel = 0; channel < in.channels; ++channel) {
        for (int i = 0; i < high * wide; ++i) {
          const int row = y * step.stride[0] - step.padding[0] + i / wide * step.dilation[0];
          const int column = x * step.stride[1] - step.padding[1] + i % wide * step.dilation[1];
          if (row < 0 || column < 0 || row >= in.height || column >= in.width) continue;
          const auto at = static_cast<std::size_t>((channel * in.height + row) * in.width + column);
          const float value = (static_cast<float>(pixels[at]) / 255 - normalization.mean[channel]) /
                              normalization.standard_deviation[channel];
          sum += value * first.filter(f, channel)[static_cast<std::size_t>(i)];
        }
      }
      map.push_back(sum);
    }
  return map;
}

/// A bar from blue to red with its numbers.
template <class Surface>
void draw_scale(Surface& surface, int x, int y, double most) {
  constexpr int width = 200, steps = 40;
  for (int i = 0; i < steps; ++i)
    surface.rectangle(x + i * width / steps, y, width / steps, 14,
                      signed_color(2.0 * i / (steps - 1) - 1, 1));
  centred(surface, x, y + 22, fixed(-most, 2), small, black);
  centred(surface, x + width / 2, y + 22, "0", small, black);
  centred(surface, x + width, y + 22, fixed(most, 2), small, black);
}

/// An image with its important pixels in red, what speaks against in blue.
Image heated(const Image& grey, std::span<const float> drops) {
  const double most = largest_magnitude(drops);
  Image image{.width = grey.width, .height = grey.height, .channels = 3};
  image.pixels.resize(3 * drops.size());
  for (std::size_t i = 0; i < drops.size(); ++i) {
    const double part = most > 0 ? std::abs(double{drops[i]}) / most : 0;
    const Color color = signed_color(drops[i], most);
    const double ink = grey.pixels[i] / 255.0;
    // Dark strokes on the colours.
    const auto mix = [&](std::uint8_t c) {
      return static_cast<std::uint8_t>(std::lround(c * (1 - ink * (0.75 - 0.35 * part))));
    };
    image.pixels[i] = mix(color.red);
    image.pixels[drops.size() + i] = mix(color.green);
    image.pixels[2 * drops.size() + i] = mix(color.blue);
  }
  return image;
}

}  // namespace

std::optional<Figure> filters_figure(const char* name, const std::string& caption,
                                     const angka::NetworkDescription& network) {
  const auto first = first_convolution(network);
  if (!first) return std::nullopt;
  constexpr int gap = 12, foot = 56;
  const int n = first->filters(), tall = first->step.kernel[0], wide = first->step.kernel[1];
  const int kernel = std::max(tall, wide);
  const int columns = std::min(n, n > 16 ? 16 : 8), rows = (n + columns - 1) / columns;
  const int size = std::clamp((print_width / columns - gap) / kernel, 1, 80 / kernel + 1);
  const int cell = size * wide + gap, high = size * tall + gap + 20;
  const double most = largest_magnitude(first->weights);
  const int width = std::max(columns * cell + gap, 280);
  return draw_both(name, caption, width, rows * high + gap + foot, [&](auto& surface) {
    for (int f = 0; f < n; ++f) {
      const int x = gap + f % columns * cell, y = gap + f / columns * high;
      surface.rectangle(x - 1, y - 1, size * wide + 2, size * tall + 2, black, 0.25);
      place(surface, x, y, signed_picture(first->filter(f), wide, most), size);
      centred(surface, x + size * wide / 2, y + size * tall + 6, count(f + 1), small, black);
    }
    draw_scale(surface, width / 2 - 100, rows * high + gap + 4, most);
  });
}

std::optional<Figure> feature_maps_figure(const char* name, const std::string& caption,
                                          const angka::NetworkDescription& network,
                                          const angka::DataView& data,
                                          std::span<const std::uint32_t> shown) {
  const auto first = first_convolution(network);
  if (!first || data.shape != first->step.input_shape) return std::nullopt;
  constexpr int gap = 8, head = 28, most_images = 10;
  const int maps = std::min(first->filters(), most_maps);
  const int rows = std::min(static_cast<int>(shown.size()), most_images);
  const int scale = std::clamp((print_width / (maps + 1) - gap) / data.shape.width, 1, 3);
  const int wide = scale * data.shape.width, high = scale * data.shape.height;
  const angka::Shape out = first->step.output_shape;
  const int map_scale = std::max(1, std::min(wide / out.width, high / out.height));
  return draw_both(
      name, caption, gap + (maps + 1) * (wide + gap), head + rows * (high + gap),
      [&](auto& surface) {
        for (int f = 0; f < maps; ++f)
          centred(surface, gap + (f + 1) * (wide + gap) + wide / 2, 8, count(f + 1), small, black);
        for (int r = 0; r < rows; ++r) {
          const std::size_t i = shown[static_cast<std::size_t>(r)];
          const int y = head + r * (high + gap);
          place(surface, gap, y, to_image(data, i), scale);
          for (int f = 0; f < maps; ++f) {
            const auto map = feature_map(*first, f, network.normalization, data.image(i));
            place(surface, gap + (f + 1) * (wide + gap), y,
                  signed_picture(map, out.width, largest_magnitude(map)), map_scale);
          }
        }
      });
}

std::vector<float> occlusion(const Classifier& classifier, const angka::DataView& data,
                             std::size_t image, int read, int side) {
  const angka::Shape shape = data.shape;
  const auto pixels = data.image(image);
  angka::Dataset covered{.shape = shape};
  covered.pixels.assign(pixels.begin(), pixels.end());  // the first isn't
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      const std::size_t begin = covered.pixels.size();
      covered.pixels.insert(covered.pixels.end(), pixels.begin(), pixels.end());
      for (int c = 0; c < shape.channels; ++c)
        for (int row = std::max(0, y - side / 2); row <= std::min(shape.height - 1, y + side / 2);
             ++row)
          for (int column = std::max(0, x - side / 2);
               column <= std::min(shape.width - 1, x + side / 2); ++column)
            covered.pixels[begin + static_cast<std::size_t>((c * shape.height + row) * shape.width +
                                                            column)] = 0;
    }
  const std::vector<float> probabilities = classifier.predict(covered);
  const std::size_t classes = probabilities.size() / covered.size();
  std::vector<float> drops;
  for (std::size_t i = 1; i < covered.size(); ++i)
    drops.push_back(probabilities[static_cast<std::size_t>(read)] -
                    probabilities[i * classes + static_cast<std::size_t>(read)]);
  return drops;
}

Figure evidence_figure(const char* name, const std::string& caption, const Classifier& classifier,
                       const angka::DataView& data, const std::vector<std::string>& classes,
                       std::span<const Mistake> right, std::span<const Mistake> wrong,
                       const FigureTexts& texts) {
  const angka::NetworkDescription network = classifier.describe();
  struct Shown {
    const Mistake* reading;
    std::vector<Image> pictures;
  };
  std::vector<std::vector<Shown>> groups;
  std::vector<std::string> titles, row_titles{texts.image, texts.occluded};
  for (const auto& [readings, title] :
       {std::pair(right, texts.read_rightly), std::pair(wrong, texts.read_wrongly)}) {
    if (readings.empty()) continue;
    titles.push_back(title);
    groups.emplace_back();
    for (const Mistake& its : readings) {
      const Image image = to_image(data, its.image);
      Shown shown{&its, {image}};
      shown.pictures.push_back(heated(image, occlusion(classifier, data, its.image, its.read)));
      const GradCam cam = grad_cam(network, data.image(its.image), its.read);
      if (!cam.heat.empty()) {
        angka::reading::Plane heat(cam.shape.width, cam.shape.height);
        std::transform(cam.heat.begin(), cam.heat.end(), heat.values.begin(),
                       [](double value) { return static_cast<float>(value); });
        shown.pictures.push_back(heated(image, resized(heat, image.width, image.height).values));
      }
      groups.back().push_back(std::move(shown));
    }
  }
  if (groups.front().front().pictures.size() > 2) row_titles.push_back("Grad-CAM");
  constexpr int gap = 14, title_height = 30, scale = 4, words = 30, between = 6;
  const int wide = scale * data.shape.width, high = scale * data.shape.height;
  const int pictures = static_cast<int>(row_titles.size());
  std::size_t columns = 1;
  int left = 0;
  for (const auto& group : groups) columns = std::max(columns, group.size());
  for (const std::string& title : row_titles)
    left = std::max(left, 2 * gap + Canvas::text_width(title, small));
  const int group_height = title_height + pictures * (high + between) + words + gap;
  return draw_both(name, caption, left + static_cast<int>(columns) * (wide + gap),
                   static_cast<int>(groups.size()) * group_height + 4, [&](auto& surface) {
                     for (std::size_t g = 0; g < groups.size(); ++g) {
                       const int top = static_cast<int>(g) * group_height + 8;
                       surface.text(left, top, titles[g], letter, black);
                       for (int p = 0; p < pictures; ++p) {
                         const int y = top + title_height - 4 + p * (high + between);
                         surface.text(gap, y + high / 2 - surface.text_height(small) / 2,
                                      row_titles[static_cast<std::size_t>(p)], small, black);
                         for (std::size_t c = 0; c < groups[g].size(); ++c)
                           place(surface, left + static_cast<int>(c) * (wide + gap), y,
                                 groups[g][c].pictures[static_cast<std::size_t>(p)], scale);
                       }
                       for (std::size_t c = 0; c < groups[g].size(); ++c) {
                         const Mistake& its = *groups[g][c].reading;
                         centred(surface, left + static_cast<int>(c) * (wide + gap) + wide / 2,
                                 top + title_height + pictures * (high + between) + 4,
                                 classes[static_cast<std::size_t>(its.truth)] + " → " +
                                     classes[static_cast<std::size_t>(its.read)] + "  " +
                                     fixed(100.0 * double{its.probability}, 0) + '%',
                                 small, black);
                       }
                     }
                   });
}

Figure embedding_figure(const char* name, const std::string& caption, const angka::DataView& data,
                        const std::vector<std::string>& classes,
                        std::span<const float> probabilities, const FigureTexts& texts) {
  constexpr std::size_t most = 1000;
  const std::size_t n = classes.size(), every = std::max<std::size_t>(1, data.size() / most);
  std::vector<float> outputs;
  for (std::size_t i = 0; i < data.size(); ++i) {
    double mean = 0;
    std::vector<double> logs;
    for (std::size_t c = 0; c < n; ++c) {
      logs.push_back(std::log(std::max(1e-30, double{probabilities[i * n + c]})));
      mean += logs.back() / static_cast<double>(n);
    }
    for (const double value : logs) outputs.push_back(static_cast<float>(value - mean));
  }
  const auto components = angka::principal_components(outputs, n, 2);
  angka::Plot plot{.x_label = fill(texts.component, 1, percent(components.parts[0])),
                   .y_label = fill(texts.component, 2, percent(components.parts[1]))};
  for (const std::string& its : classes) plot.series.push_back({.name = its, .line = false});
  for (std::size_t i = 0; i < data.size(); i += every) {
    const auto at = components.project(std::span(outputs).subspan(i * n, n));
    angka::Series& series = plot.series[static_cast<std::size_t>(data.label(i))];
    series.x.push_back(at[0]);
    series.y.push_back(at[1]);
  }
  return plot_figure(name, caption, plot);
}
