#include <algorithm>
#include <angka/data/normalization.hpp>
#include <cstdint>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "commands.hpp"
#include "digits_data.hpp"
#include "output.hpp"

namespace {

using angka::Dataset;

std::vector<std::size_t> count_classes(const Dataset& data) {
  std::vector<std::size_t> counts(data.classes.size());
  for (const int label : data.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

Json counts_json(const Dataset& data) {
  const auto counts = count_classes(data);
  Json list = Json::array();
  for (std::size_t c = 0; c < counts.size(); ++c)
    list.push_back({{"label", c}, {"name", data.classes[c]}, {"count", counts[c]}});
  return list;
}

void print_counts(const Dataset& data, const Texts& t) {
  const auto counts = count_classes(data);
  const std::size_t most = *std::max_element(counts.begin(), counts.end());
  std::size_t width = std::string(t.total).size();
  for (const std::string& name : data.classes) width = std::max(width, name.size());
  const std::size_t number = std::to_string(data.size()).size();
  for (std::size_t c = 0; c < counts.size(); ++c)
    std::cout << "  " << left(data.classes[c], width) << ' '
              << right(std::to_string(counts[c]), number) << "  "
              << std::string(counts[c] * 50 / most, '#') << '\n';
  std::cout << "  " << left(t.total, width) << ' ' << data.size() << '\n';
}

/// A rectangle of an image's pixels.
struct Frame {
  int top = 0, left = 0, bottom = 0, right = 0;  ///< bottom and right not included
};

int grey(std::span<const std::uint8_t> image, const angka::Shape& shape, int y, int x) {
  int sum = 0;
  for (int c = 0; c < shape.channels; ++c)
    sum += image[static_cast<std::size_t>((c * shape.height + y) * shape.width + x)];
  return sum / shape.channels;
}

/// What of the images isn't empty margin in all of them.
Frame common_frame(const angka::DataView& data, std::span<const std::size_t> shown) {
  const angka::Shape& shape = data.shape;
  Frame frame{shape.height, shape.width, 0, 0};
  for (const std::size_t i : shown)
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x)
        if (grey(data.image(i), shape, y, x) > 25) {
          frame = {std::min(frame.top, y), std::min(frame.left, x), std::max(frame.bottom, y + 1),
                   std::max(frame.right, x + 1)};
        }
  return frame.bottom > frame.top ? frame : Frame{0, 0, shape.height, shape.width};
}

/// Images in characters, each two pixels high since characters are, as many abreast as 80 columns
/// take.
void print_images(const Dataset& data) {
  const angka::DataView view = data;
  std::vector<std::size_t> shown;
  for (int c = 0; c < static_cast<int>(data.classes.size()); ++c) {
    const auto first = std::find(data.labels.begin(), data.labels.end(), c);
    if (first != data.labels.end())
      shown.push_back(static_cast<std::size_t>(first - data.labels.begin()));
  }
  const Frame frame = common_frame(view, shown);
  const auto width = static_cast<std::size_t>(frame.right - frame.left) + 2;
  const std::size_t abreast = std::max<std::size_t>(1, 80 / width);
  constexpr std::string_view ramp = " .:-=+*#%@";
  for (std::size_t first = 0; first < shown.size(); first += abreast) {
    const auto row = std::span(shown).subspan(first, std::min(abreast, shown.size() - first));
    std::string line;
    for (const std::size_t i : row)
      line += left(data.classes[static_cast<std::size_t>(data.labels[i])] + ':', width);
    std::cout << line << '\n';
    for (int y = frame.top; y < frame.bottom; y += 2) {
      line.clear();
      for (const std::size_t i : row) {
        for (int x = frame.left; x < frame.right; ++x) {
          const int upper = grey(view.image(i), data.shape, y, x);
          const int lower =
              y + 1 < frame.bottom ? grey(view.image(i), data.shape, y + 1, x) : upper;
          line += ramp[static_cast<std::size_t>(upper + lower) * ramp.size() / 511];
        }
        line += "  ";
      }
      std::cout << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
    }
    std::cout << '\n';
  }
}

}  // namespace

int inspect(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  const Digits digits = load_digits(options, options.data, true);
  const Dataset& data = digits.train();
  const angka::Normalization pixels = measure(data);
  const auto [darkest, brightest] = std::minmax_element(data.pixels.begin(), data.pixels.end());

  describe(digits, t);
  std::cout << fill(t.image_shape, to_string(data.shape)) << '\n'
            << fill(t.pixel_statistics, int{*darkest}, int{*brightest},
                    fixed(255.0 * pixels.mean, 2), fixed(255.0 * pixels.standard_deviation, 2))
            << "\n\n"
            << t.images_of_each << '\n';
  print_counts(data, t);
  if (digits.source.test) {
    std::cout << '\n' << t.test_images_of_each << '\n';
    print_counts(*digits.source.test, t);
  }
  std::cout << '\n' << t.first_of_each << "\n\n";
  print_images(data);

  Json json{{"data", digits.source.description},
            {"images", data.size()},
            {"shape",
             {{"channels", data.shape.channels},
              {"height", data.shape.height},
              {"width", data.shape.width}}},
            {"per_class", counts_json(data)},
            {"pixels",
             {{"minimum", int{*darkest}},
              {"maximum", int{*brightest}},
              {"mean", 255.0 * pixels.mean},
              {"standard_deviation", 255.0 * pixels.standard_deviation}}},
            {"inverted", digits.inverted},
            {"photographs", digits.source.report.photographs},
            {"skipped", digits.source.report.skipped}};
  if (digits.source.test)
    json["test"] = {{"images", digits.source.test->size()},
                    {"per_class", counts_json(*digits.source.test)}};
  write_json(options.json, json);
  return 0;
}
