#include "findings.hpp"

#include <algorithm>
#include <angka/reading/labelled.hpp>
#include <angka/reading/ready_made.hpp>
#include <angka/reading/view.hpp>
#include <iostream>
#include <numeric>
#include <span>
#include <utility>

#include "cleaning_text.hpp"
#include "console/images.hpp"
#include "judge/judge.hpp"
#include "nets/classifier.hpp"

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

/// The first few of a list, in words.
template <class Item, class Name>
std::string some(const std::vector<Item>& items, Name name) {
  constexpr std::size_t most = 2;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, items.size()); ++i)
    text += (i == 0 ? "" : "; ") + name(items[i]);
  return text + (items.size() > most ? "; ..." : "");
}

/// An image as 28 x 28 pixels.
angka::DigitPixels as_digit(const angka::Dataset& data, std::size_t i) {
  if (data.shape == input_shape) return angka::reading::digit_pixels(data, i);
  return angka::fitted_digit(to_image(data, i));
}

/// Images are judged as their class's digit, all four ways round where they aren't read as that.
void judge_digits(Findings& f) {
  constexpr std::size_t together = 512;
  constexpr float doubtful = 0.5f, nothing = 0.98f;
  // By how much the odds of the label must be better for an image to lie turned: by this, a dozen
  // of MNIST's 70,000 do.
  constexpr float better = 50;
  const auto odds = [](float probability) { return probability / std::max(1 - probability, 1e-6f); };
  std::vector<int> digit_of;
  for (const std::string& name : f.images.classes) {
    digit_of.push_back(angka::reading::digit_named(name));
    if (digit_of.back() < 0) return;
  }
  f.digits = true;
  std::vector<bool> blank(f.images.size());
  for (const std::uint32_t i : f.blank) blank[i] = true;

  /// What the judge says of an image that is turned: the best of the ways to see it.
  struct Say {
    float of_label = 0, of_none = 1;
  };
  const auto say = [&](std::span<const std::uint32_t> images, int quarters) {
    std::vector<angka::Glimpse> glimpses;
    std::vector<std::size_t> ends;
    for (const std::uint32_t i : images) {
      const angka::DigitPixels pixels = as_digit(f.images, i);
      for (const auto& way : angka::reading::glimpses_of(angka::reading::turned(pixels, quarters)))
        glimpses.push_back(way);
      ends.push_back(glimpses.size());
    }
    const auto judgements = judge(glimpses);
    std::vector<Say> says(images.size());
    for (std::size_t i = 0, g = 0; i < images.size(); ++i)
      for (; g < ends[i]; ++g) {
        const int digit = digit_of[static_cast<std::size_t>(f.images.labels[images[i]])];
        says[i].of_label =
            std::max(says[i].of_label, judgements[g][static_cast<std::size_t>(digit)]);
        says[i].of_none = std::min(says[i].of_none, judgements[g][10]);
      }
    return says;
  };

  std::vector<std::uint32_t> some;
  const auto look = [&] {
    const std::vector<Say> upright = say(some, 0);
    std::vector<std::uint32_t> doubted;
    std::vector<Say> its;
    for (std::size_t i = 0; i < some.size(); ++i)
      if (upright[i].of_label < doubtful) doubted.push_back(some[i]), its.push_back(upright[i]);
    std::vector<Findings::Turned> best(doubted.size());
    for (const int quarters : {1, 2, 3}) {
      const std::vector<Say> says = say(doubted, quarters);
      for (std::size_t i = 0; i < doubted.size(); ++i) {
        const int digit = digit_of[static_cast<std::size_t>(f.images.labels[doubted[i]])];
        const bool another = quarters == 2 && (digit == 6 || digit == 9);  // the other's shape
        if (!another && says[i].of_label > best[i].probability)
          best[i] = {doubted[i], quarters, says[i].of_label};
      }
    }
    for (std::size_t i = 0; i < doubted.size(); ++i) {
      if (best[i].probability > 0.5f && odds(best[i].probability) > better * odds(its[i].of_label))
        f.turned.push_back(best[i]);
      else if (its[i].of_none > nothing)
        f.no_digit.push_back({doubted[i], its[i].of_none});
    }
    some.clear();
  };
  for (std::uint32_t i = 0; i < f.images.size(); ++i) {
    if (!blank[i]) some.push_back(i);
    if (some.size() == together || i + 1 == f.images.size()) look();
  }
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
  f.for_test.resize(f.train);
  for (const std::uint32_t i : parts.held_out) f.for_test[i] = true;
  if (digits.source.test) {
    const angka::Dataset& test = *digits.source.test;
    f.images.pixels.insert(f.images.pixels.end(), test.pixels.begin(), test.pixels.end());
    f.images.labels.insert(f.images.labels.end(), test.labels.begin(), test.labels.end());
    if (test.writers.empty() || f.images.writers.empty())
      f.images.writers.clear();
    else
      f.images.writers.insert(f.images.writers.end(), test.writers.begin(), test.writers.end());
    f.for_test.resize(f.images.size(), true);
  }
  for (std::uint32_t i = 0; i < f.images.size(); ++i) {
    const auto image = angka::DataView(f.images).image(i);
    if (is_blank(image)) f.blank.push_back(i);
    if (touches_border(image, f.images.shape)) f.cut_off.push_back(i);
  }
  for (const std::string& file : digits.source.report.files) f.files.push_back(digits.within(file));
  for (const auto& [file, why] : digits.source.report.left_out)
    f.left_out.push_back(digits.within(file));
  judge_digits(f);
  f.unusual = unusual_ink(f.images);
  f.duplicates = angka::find_duplicates(f.images, near_duplicate);
  for (const auto* list : {&f.duplicates.exact, &f.duplicates.near})
    for (const angka::Twins& twins : *list) {
      f.other_label += f.images.labels[twins.first] != f.images.labels[twins.second];
      f.leaks += f.for_test[twins.first] != f.for_test[twins.second];
    }

  const auto counts = count_classes(digits.train(), f.images.classes.size());
  const auto [fewest, most] = std::minmax_element(counts.begin(), counts.end());
  f.fewest = static_cast<int>(fewest - counts.begin());
  f.most = static_cast<int>(most - counts.begin());
  f.imbalance = static_cast<double>(*most) / static_cast<double>(std::max<std::size_t>(1, *fewest));
  return f;
}

std::string image_name(const Findings& f, std::uint32_t image, const Texts& t) {
  if (!f.files.empty()) return f.files[image];
  const bool test = f.is_test(image);
  const auto begin = f.images.labels.begin() + static_cast<std::ptrdiff_t>(test ? f.train : 0);
  const auto here = f.images.labels.begin() + image;
  const int label = *here;
  return fill(test ? t.test_image : t.train_image,
              f.images.classes[static_cast<std::size_t>(label)],
              static_cast<std::size_t>(std::count(begin, here, label)));
}

std::vector<FindingLine> lines(const Findings& f, const Texts& t) {
  const auto image = [&](std::uint32_t i) { return image_name(f, i, t); };
  const auto twins = [&](const angka::Twins& pair) {
    return image(pair.first) + " = " + image(pair.second);
  };
  const auto name = [&](int label) { return f.images.classes[static_cast<std::size_t>(label)]; };
  const auto its_image = [&](const auto& found) { return image(found.image); };
  const auto itself = [](const std::string& file) { return file; };
  const CleaningTexts& c = cleaning_texts(t);
  std::vector<FindingLine> list;
  if (!f.left_out.empty())
    list.push_back({c.unreadable, count(f.left_out.size()), some(f.left_out, itself)});
  list.push_back({t.blank, count(f.blank.size()), some(f.blank, image)});
  if (f.digits) {
    list.push_back({c.no_digit, count(f.no_digit.size()), some(f.no_digit, its_image)});
    list.push_back({c.turned, count(f.turned.size()), some(f.turned, its_image)});
  }
  const std::vector<FindingLine> others{
      {t.unusual_ink, count(f.unusual.size()), some(f.unusual, image)},
      {t.cut_off, count(f.cut_off.size()), some(f.cut_off, image)},
      {t.exact_duplicates, count(f.duplicates.exact.size()), some(f.duplicates.exact, twins)},
      {t.near_duplicates, count(f.duplicates.near.size()) + (f.duplicates.complete ? "" : "+"),
       some(f.duplicates.near, twins)},
      {t.other_label, count(f.other_label), ""},
      {t.leaks, count(f.leaks), ""},
      {t.imbalance, fixed(f.imbalance, 2),
       f.imbalance > 1 ? fill(t.most_and_fewest, name(f.most), name(f.fewest)) : ""}};
  list.insert(list.end(), others.begin(), others.end());
  return list;
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
  Json turned = Json::array(), no_digit = Json::array();
  for (const Findings::Turned& one : f.turned) {
    turned.push_back(image(one.image));
    turned.back()["degrees_to_the_left"] = 90 * one.quarters;
  }
  for (const Findings::NoDigit& one : f.no_digit) no_digit.push_back(image(one.image));
  return {{"blank", images(f.blank)},
          {"no_digit", f.digits ? std::move(no_digit) : Json()},
          {"turned", f.digits ? std::move(turned) : Json()},
          {"unusual_ink", images(f.unusual)},
          {"ink_at_border", images(f.cut_off)},
          {"exact_duplicates", pairs(f.duplicates.exact)},
          {"near_duplicates", pairs(f.duplicates.near)},
          {"near_duplicates_complete", f.duplicates.complete},
          {"duplicates_of_another_label", f.other_label},
          {"duplicates_in_training_and_test", f.leaks},
          {"imbalance", {{"ratio", f.imbalance}, {"most", f.most}, {"fewest", f.fewest}}}};
}
