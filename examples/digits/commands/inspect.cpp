#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/data/resize.hpp>
#include <angka/io/atomic_file.hpp>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <string>
#include <system_error>
#include <tuple>
#include <vector>

#include "apply.hpp"
#include "card.hpp"
#include "commands.hpp"
#include "console/images.hpp"
#include "console/interrupt.hpp"
#include "console/output.hpp"
#include "console/progress.hpp"
#include "experiments/cleaning_text.hpp"
#include "experiments/data.hpp"
#include "experiments/data_steps.hpp"
#include "experiments/finding_list.hpp"
#include "experiments/findings.hpp"
#include "experiments/inspection.hpp"
#include "experiments/label_check.hpp"
#include "experiments/split_table.hpp"
#include "experiments/writers.hpp"
#include "experiments/writers_text.hpp"
#include "report/document.hpp"
#include "report/pictures.hpp"

namespace {

using angka::Dataset;
using angka::DataView;

void print(const ClassCount& counts, const Digits& digits, const Texts& t) {
  const std::vector<std::string>& names = digits.classes();
  const std::size_t most = *std::max_element(counts.whole.begin(), counts.whole.end());
  std::size_t width = std::max(std::string(t.digit).size(), std::string(t.total).size());
  for (const std::string& name : names) width = std::max(width, name.size());
  const auto row = [&](const std::string& name, const std::string& whole, const std::string& train,
                       const std::string& validation, const std::string& test,
                       const std::string& ink) {
    return "  " + left(name, width) + right(whole, 8) + right(train, 8) + right(validation, 11) +
           right(test, 8) + right(ink, 8);
  };
  const auto sum = [](const std::vector<std::size_t>& list) {
    return std::accumulate(list.begin(), list.end(), std::size_t{0});
  };
  const std::size_t all = sum(counts.train) + sum(counts.validation) + sum(counts.test);
  const auto part = [&](const std::vector<std::size_t>& list) {
    return percent(static_cast<double>(sum(list)) / static_cast<double>(all));
  };
  std::cout << (digits.source.test ? t.counts_and_test_set : t.counts_and_split) << '\n'
            << row(t.digit, t.support, t.trained, t.validated, t.tested, t.ink) << '\n';
  for (std::size_t c = 0; c < names.size(); ++c)
    std::cout << row(names[c], count(counts.whole[c]), count(counts.train[c]),
                     count(counts.validation[c]), count(counts.test[c]),
                     fixed(100 * counts.ink[c], 1) + '%')
              << "  " << std::string((counts.whole[c] * 30 + most - 1) / most, '#') << '\n';
  for (const std::string& line :
       {row(t.total, count(sum(counts.whole)), count(sum(counts.train)),
            count(sum(counts.validation)), count(sum(counts.test)), ""),
        row("%", "", part(counts.train), part(counts.validation), part(counts.test), "")})
    std::cout << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
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

/// Mean images side by side, four times as large.
angka::Bytes picture_of(const Dataset& means) {
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
  return encode_png(resize(sheet, 4 * sheet.width, 4 * sheet.height));
}

/// Images that were found, under their numbers in the list, labels, findings and files.
angka::Bytes sheet_of(const std::vector<FoundImage>& list, std::size_t first, std::size_t end,
                      const Findings& f, const CleaningTexts& c) {
  constexpr std::size_t most = 400, longest = 20;
  std::vector<CaptionedImage> images;
  for (std::size_t i = first; i < end && images.size() < most; ++i) {
    if (!list[i].image) continue;
    const std::uint32_t image = *list[i].image;
    const std::string& label = f.images.classes[static_cast<std::size_t>(f.images.labels[image])];
    std::string place = std::to_string(f.position(image));
    if (f.is_test(image)) place = fill(c.in_test, place);
    if (!list[i].file.empty()) place = list[i].file;
    if (place.size() > longest) place = ".." + place.substr(place.size() - longest + 2);
    images.push_back({image,
                      {std::to_string(i + 1) + ' ' + label +
                           (list[i].likely.empty() ? "" : '>' + list[i].likely),
                       word_of(list[i].finding, c), place}});
  }
  return images.empty() ? angka::Bytes{} : encode_png(captioned_sheet(f.images, images));
}

/// Writes FOLDER/NAME, and says so.
template <class Bytes>
std::string write_picture(const std::string& folder, const char* name, const Bytes& png,
                          const Texts& t) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::string path = (std::filesystem::path(folder) / name).string();
  angka::write_file_atomically(path, png);
  std::cout << fill(t.saved, path) << '\n';
  return path;
}

/// The parts that training would use, or all of it to train on where it is too little to part.
Parts split_of(const Digits& digits, const Options& options) {
  try {
    return part(digits, !digits.source.test, options);
  } catch (const UsageError& error) {
    std::cout << error.what() << '\n';
    Parts parts;
    for (std::uint32_t i = 0; i < digits.train().size(); ++i) parts.train.push_back(i);
    return parts;
  }
}

/// Prints what was found image by image, and writes it where the options say; as JSON. What
/// networks say of the labels goes to `about`.
Json tell_of_each(const Findings& f, const Digits& digits, const Options& options, Json& about) {
  const Texts& t = *options.texts;
  const CleaningTexts& c = cleaning_texts(t);
  std::vector<FoundImage> list = list_of(f, digits, t);
  const std::size_t others = list.size();
  if (others > 0) std::cout << '\n' << c.list << '\n';
  print(list, 0, others, f, options.csv, t);
  if (options.labels) {
    const InterruptGuard interrupt;
    std::cout << '\n';
    const LabelCheck check = check_labels(f, digits, options, interrupt, print_line);
    const auto wrong = list_of(check.issues, f, t);
    list.insert(list.end(), wrong.begin(), wrong.end());
    std::cout << '\n' << fill(c.checked, wrong.size(), check.issues.confident) << '\n';
    print(list, others, list.size(), f, options.csv, t);
    about["labels"] = to_json(check);
  }
  if (!options.csv.empty())
    angka::write_file_atomically(
        options.csv,
        to_spreadsheet(Table{.header = found_columns, .rows = rows_of(list, f)}, t.signs));
  if (!options.out.empty())
    for (const auto& [name, first, end] :
         {std::tuple("findings.png", std::size_t{0}, others), {"labels.png", others, list.size()}})
      if (const auto png = sheet_of(list, first, end, f, c); !png.empty())
        about["sheets"].push_back(write_picture(options.out, name, png, t));
  return to_json(list, f);
}

/// Prints who wrote how much, and where there is a folder for it, writes whose names are whose.
void tell_of_writers(const Digits& digits, const Parts& parts, const Options& options) {
  const Texts& t = *options.texts;
  const WriterTexts& w = writer_texts(t);
  const auto writers = count_by_writer(digits, parts);
  if (writers.empty()) return;
  print(w.counts, rows_of(writers, digits, t));
  print(w.respondents, respondent_rows(digits, t));
  if (options.out.empty()) return;
  const auto names = std::filesystem::path(options.out) / writer_names_file;
  write_writer_names(names, digits);
  std::cout << '\n' << fill(w.names_written, names.string()) << '\n';
}

}  // namespace

int inspect(const Options& options) {
  if (options.new_card) return new_card(options);
  if (options.card) return show_card(options);
  const Texts& t = *options.texts;
  if (!options.apply.empty()) return apply_moves(options);
  check_writable(options.json);
  check_writable(options.csv);
  const Digits digits = load_digits(options, options.data, !options.labels);
  if (options.labels) check_classes(digits, t);
  const Dataset& data = digits.train();
  const std::vector<std::uint32_t> chosen = choose_images(data, options);
  describe(digits, t);

  const auto print_chosen = [&] {
    for (const std::uint32_t i : chosen) {
      std::cout << fill(t.train_image, data.classes[static_cast<std::size_t>(data.labels[i])],
                        options.index)
                << ", ";
      print_pixels(data, i, t);
    }
  };
  Json json = about(digits);
  if (options.digit || options.index > 0) {
    print_chosen();
    json["shown"] = images_json(data, chosen, options.index);
    write_json(options.json, json);
    return 0;
  }

  const Parts parts = split_of(digits, options);
  if (options.steps) {
    const auto steps = data_steps(digits, parts, options);
    print(steps, t);
    json["steps"] = to_json(steps);
    write_json(options.json, json);
    return 0;
  }

  const Inspection found = inspect_data(digits, parts, chosen, options);
  std::cout << fill(t.image_shape, to_string(data.shape), data.shape.size()) << '\n'
            << fill(t.pixel_statistics, found.darkest, found.brightest,
                    per_channel(found.pixels.mean, 2, 255),
                    per_channel(found.pixels.standard_deviation, 2, 255))
            << "\n\n";
  print(found.steps, t);
  std::cout << '\n' << t.first_of_each << "\n\n";
  print_chosen();
  print_shades(data, chosen);
  const Dataset means = mean_images(data);
  std::vector<std::uint32_t> all_means(means.size());
  for (std::uint32_t i = 0; i < all_means.size(); ++i) all_means[i] = i;
  std::cout << t.mean_images << "\n\n";
  print_shades(means, all_means);
  std::string written;
  if (!options.out.empty()) {
    written = write_picture(options.out, "mean-images.png", picture_of(means), t);
    std::cout << '\n';
  }
  print(found.per_class, digits, t);
  tell_of_writers(digits, parts, options);
  std::cout << '\n';
  print(found.findings, t);
  json = to_json(found, digits, written);
  json["split"] = to_json(
      split_of(digits, parts,
               digits.source.test ? DataView(*digits.source.test) : data.select(parts.held_out)));
  if (const auto writers = count_by_writer(digits, parts); !writers.empty()) {
    json["writers"] = to_json(writers, digits);
    json["respondents"] = respondents_json(digits);
  }
  json["found"] = tell_of_each(found.findings, digits, options, json);
  write_json(options.json, json);
  return 0;
}
