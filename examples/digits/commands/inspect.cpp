#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/data/normalization.hpp>
#include <angka/data/resize.hpp>
#include <angka/io/atomic_file.hpp>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "card.hpp"
#include "commands.hpp"
#include "console/images.hpp"
#include "console/output.hpp"
#include "experiments/data.hpp"
#include "experiments/data_steps.hpp"
#include "experiments/findings.hpp"
#include "nets/classifier.hpp"

namespace {

using angka::Dataset;
using angka::DataView;

/// How many images of each class, and how much ink.
struct ClassCount {
  std::vector<std::size_t> whole, train, validation, test;
  std::vector<double> ink;  ///< mean over the images of the class, 0 to 1
};

ClassCount count_all(const Digits& digits, const Parts& parts) {
  const Dataset& data = digits.train();
  const auto count = [&](const DataView& view) { return count_classes(view, data.classes.size()); };
  ClassCount counts{.whole = count(data),
                    .train = count(data.select(parts.train)),
                    .validation = count(data.select(parts.validation)),
                    .test = count(digits.source.test ? DataView(*digits.source.test)
                                                     : data.select(parts.held_out)),
                    .ink = std::vector<double>(data.classes.size())};
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto label = static_cast<std::size_t>(data.labels[i]);
    counts.ink[label] += ink(data, i) / static_cast<double>(counts.whole[label]);
  }
  return counts;
}

void print(const ClassCount& counts, const Digits& digits, const Texts& t) {
  const std::vector<std::string>& names = digits.classes();
  const std::size_t most = *std::max_element(counts.whole.begin(), counts.whole.end());
  std::size_t width = std::max(std::string(t.digit).size(), std::string(t.total).size());
  for (const std::string& name : names) width = std::max(width, name.size());
  const auto row = [&](const std::string& name, const std::string& whole, const std::string& train,
                       const std::string& validation, const std::string& test,
                       const std::string& ink) {
    return "  " + left(name, width) + right(whole, 8) + right(train, 8) + right(validation, 11) +
           right(test, 7) + right(ink, 8);
  };
  const auto sum = [](const std::vector<std::size_t>& list) {
    std::size_t total = 0;
    for (const std::size_t n : list) total += n;
    return std::to_string(total);
  };
  std::cout << (digits.source.test ? t.counts_and_test_set : t.counts_and_split) << '\n'
            << row(t.digit, t.support, t.trained, t.validated, t.tested, t.ink) << '\n';
  for (std::size_t c = 0; c < names.size(); ++c)
    std::cout << row(names[c], std::to_string(counts.whole[c]), std::to_string(counts.train[c]),
                     std::to_string(counts.validation[c]), std::to_string(counts.test[c]),
                     fixed(100 * counts.ink[c], 1) + '%')
              << "  " << std::string((counts.whole[c] * 30 + most - 1) / most, '#') << '\n';
  const std::string totals = row(t.total, sum(counts.whole), sum(counts.train),
                                 sum(counts.validation), sum(counts.test), "");
  std::cout << totals.substr(0, totals.find_last_not_of(' ') + 1) << '\n';
}

Json counts_json(const ClassCount& counts, const std::vector<std::string>& names) {
  Json list = Json::array();
  for (std::size_t c = 0; c < names.size(); ++c)
    list.push_back({{"label", c},
                    {"name", names[c]},
                    {"count", counts.whole[c]},
                    {"train", counts.train[c]},
                    {"validation", counts.validation[c]},
                    {"test", counts.test[c]},
                    {"ink", counts.ink[c]}});
  return list;
}

/// The mean of the images of each class that has any, rounded.
Dataset mean_images(const Dataset& data) {
  const auto size = static_cast<std::size_t>(data.shape.size());
  const auto counts = count_classes(data, data.classes.size());
  std::vector<std::uint64_t> sums(data.classes.size() * size);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto image = DataView(data).image(i);
    std::uint64_t* const sum = &sums[static_cast<std::size_t>(data.labels[i]) * size];
    for (std::size_t p = 0; p < size; ++p) sum[p] += image[p];
  }
  Dataset means;
  means.shape = data.shape;
  means.classes = data.classes;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] == 0) continue;
    means.labels.push_back(static_cast<int>(c));
    for (std::size_t p = 0; p < size; ++p)
      means.pixels.push_back(
          static_cast<std::uint8_t>((sums[c * size + p] + counts[c] / 2) / counts[c]));
  }
  return means;
}

/// Writes mean images side by side, four times as large, as FOLDER/mean-images.png.
std::string write_mean_images(const Dataset& means, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const int count = static_cast<int>(means.size());
  angka::Image sheet{.width = count * means.shape.width,
                     .height = means.shape.height,
                     .channels = means.shape.channels};
  const auto width = static_cast<std::size_t>(means.shape.width);
  for (std::size_t row = 0; row < static_cast<std::size_t>(means.shape.size()) / width; ++row)
    for (std::size_t i = 0; i < means.size(); ++i) {
      const auto from = DataView(means).image(i).subspan(row * width, width);
      sheet.pixels.insert(sheet.pixels.end(), from.begin(), from.end());
    }
  const std::string path = (std::filesystem::path(folder) / "mean-images.png").string();
  angka::write_file_atomically(path, encode_png(resize(sheet, 4 * sheet.width, 4 * sheet.height)));
  return path;
}

/// The asked image of the asked class, or of each class that has images. Raises UsageError.
std::vector<std::uint32_t> choose_images(const Dataset& data, const Options& options) {
  const Texts& t = *options.texts;
  const auto counts = count_classes(data, data.classes.size());
  if (options.digit &&
      std::find(data.classes.begin(), data.classes.end(), *options.digit) == data.classes.end())
    angka::raise(UsageError(fill(t.no_such_digit, *options.digit)));
  std::vector<std::uint32_t> chosen;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (options.digit ? data.classes[c] != *options.digit : counts[c] == 0) continue;
    if (options.index >= counts[c])
      angka::raise(UsageError(fill(t.no_such_index, data.classes[c], counts[c], options.index)));
    chosen.push_back(
        static_cast<std::uint32_t>(find_image(data, static_cast<int>(c), options.index)));
  }
  return chosen;
}

Json images_json(const Dataset& data, const std::vector<std::uint32_t>& chosen,
                 const Options& options) {
  Json list = Json::array();
  for (const std::uint32_t i : chosen)
    list.push_back({{"label", data.labels[i]},
                    {"name", data.classes[static_cast<std::size_t>(data.labels[i])]},
                    {"index", options.index},
                    {"position", i},
                    {"pixels", pixel_rows(data, i)}});
  return list;
}

/// The parts that training would use, or all of it to train on where it is too little to part.
Parts split_of(const Digits& digits, const Options& options) {
  try {
    return part(digits.train(), !digits.source.test, options);
  } catch (const UsageError& error) {
    std::cout << error.what() << '\n';
    Parts parts;
    for (std::uint32_t i = 0; i < digits.train().size(); ++i) parts.train.push_back(i);
    return parts;
  }
}

}  // namespace

int inspect(const Options& options) {
  if (options.new_card) return new_card(options);
  if (options.card) return show_card(options);
  const Texts& t = *options.texts;
  check_writable(options.json);
  const Digits digits = load_digits(options, options.data, true);
  const Dataset& data = digits.train();
  const std::vector<std::uint32_t> chosen = choose_images(data, options);
  describe(digits, t);

  Json json{{"data", digits.source.description},
            {"left_out", left_out(digits)},
            {"images", data.size()},
            {"shape",
             {{"channels", data.shape.channels},
              {"height", data.shape.height},
              {"width", data.shape.width},
              {"pixels", data.shape.size()}}}};
  const auto print_chosen = [&] {
    for (const std::uint32_t i : chosen) {
      std::cout << fill(t.train_image, data.classes[static_cast<std::size_t>(data.labels[i])],
                        options.index)
                << ", ";
      print_pixels(data, i, t);
    }
    json["shown"] = images_json(data, chosen, options);
  };
  if (options.digit || options.index > 0) {
    print_chosen();
    write_json(options.json, json);
    return 0;
  }

  const Parts parts = split_of(digits, options);
  const Recipe& recipe = find_net(options.net)->recipe(parts.train.size());
  const auto steps = data_steps(digits, parts, measure(data.select(parts.train)),
                                options.batch_size.value_or(recipe.batch_size), options);
  json["steps"] = to_json(steps);
  if (options.steps) {
    print(steps, t);
    write_json(options.json, json);
    return 0;
  }

  const angka::Normalization pixels = measure(data);
  const auto [darkest, brightest] = std::minmax_element(data.pixels.begin(), data.pixels.end());
  std::cout << fill(t.image_shape, to_string(data.shape), data.shape.size()) << '\n'
            << fill(t.pixel_statistics, int{*darkest}, int{*brightest},
                    per_channel(pixels.mean, 2, 255),
                    per_channel(pixels.standard_deviation, 2, 255))
            << "\n\n";
  print(steps, t);
  std::cout << '\n' << t.first_of_each << "\n\n";
  print_chosen();
  print_shades(data, chosen);
  const Dataset means = mean_images(data);
  std::vector<std::uint32_t> all_means(means.size());
  for (std::uint32_t i = 0; i < all_means.size(); ++i) all_means[i] = i;
  std::cout << t.mean_images << "\n\n";
  print_shades(means, all_means);
  if (!options.out.empty()) {
    json["mean_images"] = write_mean_images(means, options.out);
    std::cout << fill(t.saved, json["mean_images"].get<std::string>()) << "\n\n";
  }
  const ClassCount counts = count_all(digits, parts);
  print(counts, digits, t);
  const Findings findings = examine(digits, parts);
  std::cout << '\n';
  print(findings, t);

  json["per_class"] = counts_json(counts, data.classes);
  json["pixels"] = {{"minimum", int{*darkest}},
                    {"maximum", int{*brightest}},
                    {"mean", 255.0 * pixels.mean[0]},
                    {"standard_deviation", 255.0 * pixels.standard_deviation[0]}};
  json["inverted"] = digits.inverted;
  json["photographs"] = digits.source.report.photographs;
  json["centred"] = digits.centred;
  json["skipped"] = digits.source.report.skipped;
  json["findings"] = to_json(findings);
  if (digits.source.test) {
    json["test"] = {{"images", digits.source.test->size()}, {"per_class", Json::array()}};
    for (std::size_t c = 0; c < counts.test.size(); ++c)
      json["test"]["per_class"].push_back(
          {{"label", c}, {"name", data.classes[c]}, {"count", counts.test[c]}});
  }
  write_json(options.json, json);
  return 0;
}
