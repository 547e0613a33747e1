#include "findings.hpp"

#include <algorithm>
#include <iostream>
#include <numeric>
#include <span>

namespace {

bool is_blank(std::span<const std::uint8_t> image) {
  const auto [least, most] = std::minmax_element(image.begin(), image.end());
  return *most - *least <= 25;
}

/// Whether a pixel of the outermost rows and columns is more light than dark.
bool touches_border(std::span<const std::uint8_t> image, const angka::Shape& shape) {
  const auto width = static_cast<std::size_t>(shape.width);
  const std::size_t height = image.size() / width;
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x) {
      const std::size_t row = y % static_cast<std::size_t>(shape.height);
      const bool border =
          row == 0 || row + 1 == static_cast<std::size_t>(shape.height) || x == 0 || x + 1 == width;
      if (border && image[y * width + x] > 127) return true;
    }
  return false;
}

/// Images whose ink is more than three interquartile ranges outside the quartiles of their class
/// (Tukey's outer fences).
std::vector<std::uint32_t> unusual_ink(const angka::Dataset& data) {
  std::vector<double> inks(data.size());
  std::vector<std::vector<double>> of_class(data.classes.size());
  for (std::size_t i = 0; i < data.size(); ++i) {
    inks[i] = ink(data, i);
    of_class[static_cast<std::size_t>(data.labels[i])].push_back(inks[i]);
  }
  struct Range {
    double low = 0, high = 1;
  };
  std::vector<Range> usual(of_class.size());
  for (std::size_t c = 0; c < usual.size(); ++c) {
    std::vector<double>& values = of_class[c];
    if (values.empty()) continue;
    std::sort(values.begin(), values.end());
    const double lower = values[values.size() / 4], upper = values[values.size() * 3 / 4];
    usual[c] = {lower - 3 * (upper - lower), upper + 3 * (upper - lower)};
  }
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < data.size(); ++i) {
    const Range& range = usual[static_cast<std::size_t>(data.labels[i])];
    if (inks[i] < range.low || inks[i] > range.high) found.push_back(i);
  }
  return found;
}

/// "digit 3 number 17", as --digit and --index take them.
std::string image_name(const Findings& f, std::uint32_t image, const Texts& t) {
  const bool test = image >= f.train;
  const auto begin = f.images.labels.begin() + static_cast<std::ptrdiff_t>(test ? f.train : 0);
  const auto here = f.images.labels.begin() + image;
  const int label = *here;
  return fill(test ? t.test_image : t.train_image,
              f.images.classes[static_cast<std::size_t>(label)],
              static_cast<std::size_t>(std::count(begin, here, label)));
}

/// The first few of a list, in words.
template <class Item, class Name>
std::string some(const std::vector<Item>& items, Name name) {
  constexpr std::size_t most = 2;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, items.size()); ++i)
    text += (i == 0 ? "" : "; ") + name(items[i]);
  return text + (items.size() > most ? "; ..." : "");
}

}  // namespace

double ink(const angka::DataView& data, std::size_t image) {
  const auto pixels = data.image(image);
  return std::accumulate(pixels.begin(), pixels.end(), 0.0) /
         (255.0 * static_cast<double>(pixels.size()));
}

Findings examine(const Digits& digits, const Parts& parts) {
  Findings f;
  f.images = digits.train();
  f.train = f.images.size();
  std::vector<bool> for_test(f.train);
  for (const std::uint32_t i : parts.held_out) for_test[i] = true;
  if (digits.source.test) {
    const angka::Dataset& test = *digits.source.test;
    f.images.pixels.insert(f.images.pixels.end(), test.pixels.begin(), test.pixels.end());
    f.images.labels.insert(f.images.labels.end(), test.labels.begin(), test.labels.end());
    for_test.resize(f.images.size(), true);
  }
  for (std::uint32_t i = 0; i < f.images.size(); ++i) {
    const auto image = angka::DataView(f.images).image(i);
    if (is_blank(image)) f.blank.push_back(i);
    if (touches_border(image, f.images.shape)) f.cut_off.push_back(i);
  }
  f.unusual = unusual_ink(f.images);
  f.duplicates = angka::find_duplicates(f.images, near_duplicate);
  for (const auto* list : {&f.duplicates.exact, &f.duplicates.near})
    for (const angka::Twins& twins : *list) {
      f.other_label += f.images.labels[twins.first] != f.images.labels[twins.second];
      f.leaks += for_test[twins.first] != for_test[twins.second];
    }

  const auto counts = count_classes(digits.train(), f.images.classes.size());
  const auto [fewest, most] = std::minmax_element(counts.begin(), counts.end());
  f.fewest = static_cast<int>(fewest - counts.begin());
  f.most = static_cast<int>(most - counts.begin());
  f.imbalance = static_cast<double>(*most) / static_cast<double>(std::max<std::size_t>(1, *fewest));
  return f;
}

std::vector<FindingLine> lines(const Findings& f, const Texts& t) {
  const auto image = [&](std::uint32_t i) { return image_name(f, i, t); };
  const auto twins = [&](const angka::Twins& pair) {
    return image(pair.first) + " = " + image(pair.second);
  };
  const auto name = [&](int label) { return f.images.classes[static_cast<std::size_t>(label)]; };
  const auto count = [](std::size_t n) { return std::to_string(n); };
  return {{t.blank, count(f.blank.size()), some(f.blank, image)},
          {t.unusual_ink, count(f.unusual.size()), some(f.unusual, image)},
          {t.cut_off, count(f.cut_off.size()), some(f.cut_off, image)},
          {t.exact_duplicates, count(f.duplicates.exact.size()), some(f.duplicates.exact, twins)},
          {t.near_duplicates, count(f.duplicates.near.size()) + (f.duplicates.complete ? "" : "+"),
           some(f.duplicates.near, twins)},
          {t.other_label, count(f.other_label), ""},
          {t.leaks, count(f.leaks), ""},
          {t.imbalance, fixed(f.imbalance, 2),
           f.imbalance > 1 ? fill(t.most_and_fewest, name(f.most), name(f.fewest)) : ""}};
}

void print(const Findings& f, const Texts& t) {
  const std::size_t width = std::string(t.near_duplicates).size() + 2;
  std::cout << t.findings << '\n';
  for (const FindingLine& line : lines(f, t))
    std::cout << "  " << left(line.title, width) << right(line.figure, 6)
              << (line.examples.empty() ? "" : "  " + line.examples) << '\n';
}

Json to_json(const Findings& f) {
  // Numbers of images, counted in the training data or in the test set.
  const auto image = [&](std::uint32_t i) {
    const bool test = i >= f.train;
    return Json{{"set", test ? "test" : "train"},
                {"position", test ? i - f.train : i},
                {"label", f.images.labels[i]}};
  };
  const auto images = [&](const std::vector<std::uint32_t>& list) {
    Json json = Json::array();
    for (const std::uint32_t i : list) json.push_back(image(i));
    return json;
  };
  const auto pairs = [&](const std::vector<angka::Twins>& list) {
    Json json = Json::array();
    for (const angka::Twins& twins : list)
      json.push_back({{"first", image(twins.first)},
                      {"second", image(twins.second)},
                      {"correlation", twins.correlation}});
    return json;
  };
  return {{"blank", images(f.blank)},
          {"unusual_ink", images(f.unusual)},
          {"ink_at_border", images(f.cut_off)},
          {"exact_duplicates", pairs(f.duplicates.exact)},
          {"near_duplicates", pairs(f.duplicates.near)},
          {"near_duplicates_complete", f.duplicates.complete},
          {"duplicates_of_another_label", f.other_label},
          {"duplicates_in_training_and_test", f.leaks},
          {"imbalance", {{"ratio", f.imbalance}, {"most", f.most}, {"fewest", f.fewest}}}};
}
