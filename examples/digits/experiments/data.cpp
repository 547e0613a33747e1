#include "data.hpp"

#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/data/polarity.hpp>
#include <angka/data/resize.hpp>
#include <angka/data/split.hpp>
#include <angka/reading/labelled.hpp>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <span>
#include <utility>

#include "console/fingerprint.hpp"
#include "console/library_text.hpp"
#include "judge/judge.hpp"
#include "nets/classifier.hpp"

namespace {

// Of the pixels of MNIST's training images, and of the bundled sheet.
constexpr const char* mnist_fingerprint = "b6e6196608671562";
constexpr const char* bundled_fingerprint = "9ea46f9f12f4b3b5";

/// Inverts an image that is dark on light; whether it was.
bool make_light_on_dark(std::span<std::uint8_t> image, int height) {
  const bool dark = angka::dark_on_light(image, height);
  if (dark) angka::invert(image);
  return dark;
}

/// Makes images of any size 28 x 28 and light on dark; how many were dark on light.
std::size_t resize_digits(angka::Dataset& data, bool stretch) {
  std::vector<std::uint8_t> pixels;
  const auto append = [&](const auto& image) {
    pixels.insert(pixels.end(), image.begin(), image.end());
  };
  std::size_t inverted = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto from = angka::DataView(data).image(i);
    angka::Image image = angka::to_grey({.width = data.shape.width,
                                         .height = data.shape.height,
                                         .channels = data.shape.channels,
                                         .pixels = {from.begin(), from.end()}});
    inverted += make_light_on_dark(image.pixels, image.height);
    if (stretch)
      append(fit_to(std::move(image), input_shape).pixels);
    else
      append(angka::fitted_digit(image));
  }
  data.pixels = std::move(pixels);
  data.shape = input_shape;
  return inverted;
}

std::size_t make_light_on_dark(angka::Dataset& data) {
  const auto size = static_cast<std::size_t>(data.shape.size());
  std::size_t inverted = 0;
  for (std::size_t i = 0; i < data.size(); ++i)
    inverted += make_light_on_dark({data.pixels.data() + i * size, size}, data.shape.height);
  return inverted;
}

}  // namespace

std::string Digits::within(const std::filesystem::path& file) const {
  return angka::detail::printable(file.lexically_relative(place));
}

bool Digits::is_mnist() const { return fingerprint == mnist_fingerprint; }

bool Digits::mnist_training() const { return is_mnist() || fingerprint == bundled_fingerprint; }

std::filesystem::path bundled_folder() {
  const auto beside = std::filesystem::path(__FILE__).parent_path().parent_path() / "data";
  std::error_code error;
  return std::filesystem::exists(beside, error) ? beside : "examples/digits/data";
}

std::filesystem::path data_place(const std::string& path) {
  return path.empty() ? bundled_folder() / "digits.png" : std::filesystem::path(path);
}

Digits load_digits(const Options& options, const std::string& path, bool any_shape) {
  const std::filesystem::path place = data_place(path);
  std::size_t dark = 0, coloured = 0;
  std::vector<angka::Shape> shapes;
  const auto cut_out = [&](const angka::Image& picture,
                           const std::string& name) -> std::optional<angka::Image> {
    const auto digit = angka::labelled_digit(picture, angka::reading::digit_named(name), judge);
    if (!digit) return std::nullopt;
    dark += !digit->light;
    coloured += angka::in_colour(picture);
    shapes.push_back(picture.shape());
    return angka::Image{28, 28, 1, {digit->pixels.begin(), digit->pixels.end()}};
  };
  angka::LoadOptions how{.shape = std::nullopt,
                         .photographs = cut_out,
                         .tile_width = options.tile_width,
                         .tile_height = options.tile_height,
                         .strict = options.strict};
  if (!any_shape && options.fit == "none") how.shape = input_shape;
  Digits digits{.source = load_data(place, how),
                .name = path.empty() ? options.texts->bundled : path,
                .fingerprint = {},
                .place = place};
  angka::DataSource& source = digits.source;
  std::stable_sort(shapes.begin(), shapes.end(), [](const angka::Shape& a, const angka::Shape& b) {
    return a.height * a.width < b.height * b.width;
  });
  digits.inverted = dark;
  digits.coloured = coloured + source.report.greyed;
  digits.photographs = std::move(shapes);
  // Of a sheet the picture itself, since enlarged tiles may differ by rounding between compilers.
  digits.fingerprint =
      fingerprint(source.kind == angka::DataKind::sheet ? angka::read_image(place).pixels
                                                        : source.train.pixels);
  const bool fits = options.fit.empty() ? !any_shape : options.fit != "none";
  const angka::Shape shape = source.train.shape;
  const auto prepare = [&](angka::Dataset& data) {
    if (fits && shape != input_shape)
      digits.inverted += resize_digits(data, options.fit == "stretch");
    else
      digits.inverted += make_light_on_dark(data);
  };
  if (fits && shape != input_shape) {
    if (shape.channels != 1 && shape.channels != 3)
      angka::raise(angka::FileError(place.string(), "images of 1 or 3 channels", to_string(shape)));
    const auto size = [](const angka::Shape& s) {
      return std::to_string(s.height) + " x " + std::to_string(s.width);
    };
    const Texts& t = *options.texts;
    digits.resized = fill(options.fit == "stretch" ? t.resize_stretch : t.resize_digit, size(shape),
                          size(input_shape));
  }
  prepare(source.train);
  if (source.test) prepare(*source.test);
  if (source.kind == angka::DataKind::class_folder && !lie_as_mnist(source.train)) {
    digits.centred = centre_digits(source.train);
    if (source.test) digits.centred += centre_digits(*source.test);
  }
  return digits;
}

const char* form_of(const angka::DataSource& source, const Texts& t) {
  switch (source.kind) {
    case angka::DataKind::idx:
      return t.idx_files;
    case angka::DataKind::sheet:
      return t.sheet;
    case angka::DataKind::csv:
      return t.table;
    case angka::DataKind::numpy:
      return t.arrays;
    case angka::DataKind::class_folder:
      break;
  }
  return t.class_folders;
}

void describe(const Digits& digits, const Texts& t) {
  const angka::DataSource& source = digits.source;
  std::cout << fill(t.read_from, digits.name, form_of(source, t), source.train.size());
  if (source.test) std::cout << fill(t.and_test, source.test->size());
  std::cout << '\n';
  if (digits.inverted > 0) std::cout << fill(t.inverted, digits.inverted) << '\n';
  const angka::LoadReport& report = digits.source.report;
  if (!digits.resized.empty()) std::cout << fill(t.resized, digits.resized) << '\n';
  if (report.transposed > 0) std::cout << fill(t.transposed, report.transposed) << '\n';
  if (report.photographs > 0) std::cout << fill(t.photographs, report.photographs) << '\n';
  if (digits.centred > 0) std::cout << fill(t.centred, digits.centred) << '\n';
  if (!report.left_out.empty())
    std::cout << fill(t.left_out_files, report.left_out.size(),
                      report.left_out[0].file + ": " + translated(report.left_out[0].why, t))
              << '\n';
  else if (report.skipped > 0)
    std::cout << fill(t.skipped, report.skipped, report.reasons.front()) << '\n';
}

void check_classes(const Digits& digits, const Texts& t) {
  const std::size_t classes = digits.classes().size();
  if (classes < fewest_classes || classes > most_classes)
    angka::raise(angka::FileError(digits.name, fill(t.class_numbers, fewest_classes, most_classes),
                                  std::to_string(classes)));
}

std::vector<std::size_t> count_classes(const angka::DataView& data, std::size_t classes) {
  std::vector<std::size_t> counts(classes);
  for (std::size_t i = 0; i < data.size(); ++i) ++counts[static_cast<std::size_t>(data.label(i))];
  return counts;
}

std::vector<std::uint32_t> held_out_part(const angka::Dataset& data, double fraction,
                                         angka::Seed seed) {
  return stratified_split(data, fraction, seed).held_out;
}

Parts part(const angka::Dataset& data, bool hold_out, const Options& options) {
  const Texts& t = *options.texts;
  const angka::Seed seed{options.seed};
  Parts parts;
  parts.train.resize(data.size());
  std::iota(parts.train.begin(), parts.train.end(), 0u);
  const auto take = [&](double fraction) {
    angka::Split split = stratified_split(data.select(parts.train), fraction, seed);
    if (split.held_out.empty() || split.train.empty()) angka::raise(UsageError(t.too_few));
    return split;
  };
  if (hold_out) {
    angka::Split split = take(options.test_split);
    parts.train = std::move(split.train);
    parts.held_out = std::move(split.held_out);
  }
  if (const std::size_t limit = options.train_limit; limit > 0 && limit != parts.train.size()) {
    if (limit > parts.train.size() || limit < data.classes.size())
      angka::raise(
          UsageError(fill(t.limit_too_large, data.classes.size(), parts.train.size(), limit)));
    parts.train =
        take(static_cast<double>(limit) / static_cast<double>(parts.train.size())).held_out;
  }
  if (options.validation > 0) {
    angka::Split split = take(options.validation);
    parts.train = std::move(split.train);
    parts.validation = std::move(split.held_out);
  }
  return parts;
}

std::vector<angka::Split> folds_of(const angka::Dataset& data,
                                   const std::vector<std::uint32_t>& images,
                                   const Options& options) {
  return k_fold(data.select(images), *options.folds, {options.seed});
}
