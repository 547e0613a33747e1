#include "data.hpp"

#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/data/polarity.hpp>
#include <angka/data/resize.hpp>
#include <angka/data/split.hpp>
#include <angka/reading/labelled.hpp>
#include <angka/training/threads.hpp>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "console/fingerprint.hpp"
#include "console/library_text.hpp"
#include "judge/judge.hpp"
#include "nets/classifier.hpp"
#include "prepared_images.hpp"
#include "writer_table.hpp"
#include "writers_text.hpp"

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

std::string Digits::writer_code(std::size_t number) const {
  const std::string digits = std::to_string(number + 1);
  const std::size_t width = std::max<std::size_t>(2, std::to_string(source.writers.size()).size());
  return 'W' + std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string Digits::within(const std::filesystem::path& file) const {
  const std::filesystem::path relative = file.lexically_relative(place);
  if (source.writers.empty()) return angka::detail::printable(relative);
  const auto code = [&](const std::string& writer) -> std::string {
    const auto found = std::find(source.writers.begin(), source.writers.end(), writer);
    if (found == source.writers.end()) return "";
    return writer_code(static_cast<std::size_t>(found - source.writers.begin()));
  };
  std::filesystem::path shown;
  for (const std::filesystem::path& folder : relative.parent_path()) {
    const std::string its = code(folder.string());
    shown /= its.empty() ? folder : std::filesystem::path(its);
  }
  std::string last = relative.filename().string();
  const std::string writer = name_writer ? name_writer(file) : "";
  if (const std::string its = code(writer); !its.empty())
    last.replace(last.find(writer), writer.size(), its);
  return angka::detail::printable(shown / last);
}

std::string Digits::shown(const std::string& file) const {
  return source.writers.empty() ? file : (place / within(file)).string();
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

namespace {

constexpr std::size_t fewest_writers = 3;  // of whom to train on, to validate and to test with

/// Notes what is known of the writers of the data that was read, and how it is parted.
void take_writers(Digits& digits, const WriterTable& table, const Options& options) {
  const WriterTexts& w = writer_texts(*options.texts);
  angka::DataSource& source = digits.source;
  if (table.names_files() && source.kind != angka::DataKind::class_folder)
    angka::raise(angka::FileError(digits.name, fill(w.class_folders, options.writers),
                                  form_of(source, *options.texts)));
  // Not even the names of those who refuse are told.
  digits.refused = std::erase_if(source.report.left_out, [](const angka::LeftOutFile& file) {
    return file.why == angka::detail::without_writer;
  });
  std::erase_if(source.report.reasons, [](const std::string& reason) {
    return reason.ends_with(angka::detail::without_writer);
  });
  const std::vector<std::string>& names = source.writers;
  for (const angka::Respondent& respondent : table.respondents()) {
    if (respondent.refuses()) continue;
    const auto found = std::find(names.begin(), names.end(), respondent.writer);
    if (found == names.end()) {
      ++digits.other_respondents;
      continue;
    }
    digits.respondents.resize(names.size());
    const auto number = static_cast<std::size_t>(found - names.begin());
    digits.respondents[number] = respondent;
    digits.respondents[number].writer = digits.writer_code(number);
  }
  const std::size_t writers = count_writers(source.train);
  const bool enough = writers >= fewest_writers;
  if (options.split == "writer" && !enough)
    angka::raise(UsageError(fill(w.writers_needed, fewest_writers, writers)));
  digits.by_writer = enough && options.split != "image";
  if (names.empty()) return;
  digits.split_note = digits.by_writer           ? w.by_writer
                      : options.split == "image" ? w.by_image
                                                 : fill(w.too_few, fewest_writers);
  if (source.test) digits.known_writers = count_known(*source.test, source.train);
}

}  // namespace

Digits load_digits(const Options& options, const std::string& path, bool any_shape) {
  const std::filesystem::path place = data_place(path);
  PreparedImages prepared(options);
  const auto cut_out = [&](const angka::Image& picture,
                           const std::string& name) -> std::optional<angka::Image> {
    const auto digit = angka::labelled_digit(picture, angka::reading::digit_named(name), judge);
    prepared.note({digit && !digit->light, in_colour(picture), picture.shape()});
    if (!digit) return std::nullopt;
    return angka::Image{28, 28, 1, {digit->pixels.begin(), digit->pixels.end()}};
  };
  std::optional<angka::ThreadPool> threads;
  const auto run = [&](std::size_t count, const std::function<void(std::size_t)>& task) {
    if (!threads) threads.emplace(options.threads);
    threads->run(static_cast<int>(count),
                 [&](int job, int) { task(static_cast<std::size_t>(job)); });
  };
  const WriterTable table(options, place);
  angka::LoadOptions how{.shape = std::nullopt,
                         .photographs = cut_out,
                         .tile_width = options.tile_width,
                         .tile_height = options.tile_height,
                         .strict = options.strict,
                         .writer_of = table.find_writer(),
                         .without_writers = table.refusing(),
                         .remember = prepared.remember(),
                         .run = run};
  if (!any_shape && options.fit == "none") how.shape = input_shape;
  Digits digits{.source = load_data(place, how),
                .name = path.empty() ? options.texts->bundled : path,
                .fingerprint = {},
                .place = place};
  prepared.keep();
  angka::DataSource& source = digits.source;
  if (!options.writer_pattern.empty())
    digits.name_writer = [find = how.writer_of](const std::filesystem::path& file) {
      try {
        return find(file);
      } catch (const angka::FileError&) {
        return std::string();
      }
    };
  else if (!table.names_files())
    digits.name_writer = angka::detail::usual_writer;
  take_writers(digits, table, options);
  digits.coloured = source.report.greyed;
  for (const Cut& cut : prepared.cuts()) {
    digits.inverted += cut.dark;
    digits.coloured += cut.coloured;
    digits.photographs.push_back(cut.shape);
  }
  std::sort(digits.photographs.begin(), digits.photographs.end(),
            [](const angka::Shape& a, const angka::Shape& b) {
              return std::tuple(a.height * a.width, a.height, a.channels) <
                     std::tuple(b.height * b.width, b.height, b.channels);
            });
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
  // Arrays may hold no digits (Fashion-MNIST), and others' figures are of them as they are.
  const bool of_people = source.kind == angka::DataKind::class_folder;
  const bool wanted = options.fit == "digit" && source.kind != angka::DataKind::sheet;
  if ((of_people || wanted) && digits.resized.empty() && !lie_as_mnist(source.train)) {
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
    case angka::DataKind::cifar:
      return t.cifar;
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
                      digits.shown(report.left_out[0].file) + ": " +
                          translated(report.left_out[0].why, t))
              << '\n';
  else if (!report.reasons.empty())
    std::cout << fill(t.skipped, report.skipped, digits.shown(report.reasons.front())) << '\n';
  if (digits.refused > 0)
    std::cout << fill(writer_texts(t).no_consent, digits.refused, "consent: no") << '\n';
  std::set<int> writers(source.train.writers.begin(), source.train.writers.end());
  if (source.test) writers.insert(source.test->writers.begin(), source.test->writers.end());
  if (writers.empty()) return;
  const auto code = [&](int number) {
    return digits.writer_code(static_cast<std::size_t>(number));
  };
  std::cout << fill(writer_texts(t).known, writers.size(), code(*writers.begin()),
                    code(*writers.rbegin()))
            << '\n';
  if (!digits.split_note.empty()) std::cout << digits.split_note << '\n';
  if (digits.known_writers > 0)
    std::cout << fill(writer_texts(t).both_sides, digits.known_writers) << '\n';
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

angka::Split split_images(const angka::DataView& data, bool by_writer, double fraction,
                          angka::Seed seed) {
  return by_writer ? split_by_writer(data, fraction, seed) : stratified_split(data, fraction, seed);
}

std::vector<angka::Split> fold_images(const angka::DataView& data, bool by_writer, int k,
                                      angka::Seed seed) {
  return by_writer && count_writers(data) >= static_cast<std::size_t>(std::max(k, 0))
             ? k_fold_by_writer(data, k, seed)
             : k_fold(data, k, seed);
}

std::size_t count_known(const angka::Dataset& test, const angka::Dataset& train) {
  const std::set<int> known(train.writers.begin(), train.writers.end());
  std::set<int> both;
  for (const int writer : test.writers)
    if (known.count(writer) > 0) both.insert(writer);
  return both.size();
}

std::string writers_fingerprint(const angka::Dataset& data) {
  std::string text;
  for (const int writer : data.writers) text += std::to_string(writer) + ' ';
  return text.empty() ? "" : fingerprint(text);
}

Parts part(const Digits& digits, bool hold_out, const Options& options) {
  return part(digits, digits.by_writer, hold_out, options);
}

Parts part(const Digits& digits, bool by_writer, bool hold_out, const Options& options) {
  const Texts& t = *options.texts;
  const angka::Dataset& data = digits.train();
  const angka::Seed seed{options.seed};
  Parts parts;
  parts.train.resize(data.size());
  std::iota(parts.train.begin(), parts.train.end(), 0u);
  const auto take = [&](double fraction, bool apart) {
    const angka::DataView rest = data.select(parts.train);
    if (apart && count_writers(rest) < 2)
      angka::raise(
          UsageError(fill(writer_texts(t).writers_needed, fewest_writers, count_writers(rest))));
    angka::Split split = split_images(rest, apart, fraction, seed);
    if (split.held_out.empty() || split.train.empty()) angka::raise(UsageError(t.too_few));
    if (apart) {
      const auto before = count_classes(rest, data.classes.size());
      const auto left = count_classes(data.select(split.train), data.classes.size());
      for (std::size_t c = 0; c < left.size(); ++c)
        if (before[c] > 0 && left[c] == 0)
          angka::raise(UsageError(fill(writer_texts(t).class_missing, data.classes[c])));
    }
    return split;
  };
  if (hold_out) {
    angka::Split split = take(options.test_split, by_writer);
    parts.train = std::move(split.train);
    parts.held_out = std::move(split.held_out);
  }
  if (const std::size_t limit = options.train_limit; limit > 0 && limit != parts.train.size()) {
    if (limit > parts.train.size() || limit < data.classes.size())
      angka::raise(
          UsageError(fill(t.limit_too_large, data.classes.size(), parts.train.size(), limit)));
    parts.train =
        take(static_cast<double>(limit) / static_cast<double>(parts.train.size()), false).held_out;
  }
  if (options.validation > 0) {
    angka::Split split = take(options.validation, by_writer);
    parts.train = std::move(split.train);
    parts.validation = std::move(split.held_out);
  }
  return parts;
}

std::vector<angka::Split> folds_of(const Digits& digits, const std::vector<std::uint32_t>& images,
                                   const Options& options) {
  const angka::DataView view = digits.train().select(images);
  const std::size_t folds = static_cast<std::size_t>(*options.folds);
  if (const std::size_t writers = count_writers(view); digits.by_writer && writers < folds)
    angka::raise(UsageError(fill(writer_texts(*options.texts).fold_writers, folds, writers)));
  return fold_images(view, digits.by_writer, *options.folds, {options.seed});
}
