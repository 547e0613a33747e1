#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/data/card.hpp>
#include <angka/data/idx.hpp>
#include <angka/data/image.hpp>
#include <angka/report/contact_sheet.hpp>
#include <array>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

#include "card.hpp"
#include "commands.hpp"
#include "console/images.hpp"
#include "console/interrupt.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "experiments/data.hpp"
#include "experiments/data_steps.hpp"
#include "nets/classifier.hpp"

namespace {

using angka::DataView;

/// Makes the versions of images that training with the same seed sees, epoch by epoch.
class Augmenter {
 public:
  Augmenter(const angka::DigitAugmentation& pipeline, std::uint64_t seed)
      : pipeline_(pipeline), seed_{seed} {}

  std::vector<std::uint8_t> operator()(const DataView& data, std::size_t i, std::size_t version) {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(data.shape.size()));
    pipeline_.apply(data.shape, data.image(i).data(), pixels.data(),
                    {.seed = seed_,
                     .epoch = static_cast<std::uint32_t>(version),
                     .sample = static_cast<std::uint32_t>(data.position(i))},
                    workspace_);
    return pixels;
  }

 private:
  angka::DigitAugmentation pipeline_;
  angka::Seed seed_;
  angka::AugmentationWorkspace workspace_{input_shape};
};

/// One image and some of its versions.
std::vector<angka::Image> sheet_row(const DataView& data, std::size_t i, Augmenter& version_of) {
  constexpr std::size_t versions = 10;
  std::vector<angka::Image> row{to_image(data, i)};
  for (std::size_t version = 0; version < versions; ++version)
    row.push_back(
        {data.shape.width, data.shape.height, data.shape.channels, version_of(data, i, version)});
  return row;
}

/// How many versions of each image of a class there will be: the same for all, or one more of the
/// first.
struct Copies {
  std::size_t before = 0, after = 0;

  std::size_t of(std::size_t nth) const {
    const std::size_t added = after - before;
    return added / before + (nth < added % before ? 1 : 0);
  }
};

std::vector<Copies> plan(const std::vector<std::vector<std::size_t>>& classes,
                         const Options& options) {
  const auto copies = static_cast<std::size_t>(options.copies.value_or(options.balance ? 0 : 1));
  std::vector<Copies> result;
  std::size_t most = 0;
  for (const auto& images : classes) {
    result.push_back({images.size(), images.size() * (1 + copies)});
    most = std::max(most, result.back().after);
  }
  if (options.balance)
    for (Copies& of_class : result)
      if (of_class.before > 0) of_class.after = most;
  return result;
}

void print_counts(const angka::Dataset& data, const std::vector<Copies>& counts, const Texts& t) {
  std::size_t width = std::max(std::string(t.digit).size(), std::string(t.total).size());
  for (const std::string& name : data.classes) width = std::max(width, name.size());
  const auto row = [&](const std::string& name, const std::string& before,
                       const std::string& after) {
    std::cout << "  " << left(name, width) << right(before, 10) << right(after, 10) << '\n';
  };
  row(t.digit, t.before, t.after);
  Copies total;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    row(data.classes[c], std::to_string(counts[c].before), std::to_string(counts[c].after));
    total.before += counts[c].before;
    total.after += counts[c].after;
  }
  row(t.total, std::to_string(total.before), std::to_string(total.after));
}

/// A data set with the versions beside each image of `data`, and from which image each is.
struct AugmentedSet {
  angka::Dataset images;
  std::vector<std::string> names;  ///< "00017-2": the second version of image 17
};

void append(AugmentedSet& set, int label, std::size_t position, std::size_t version,
            std::span<const std::uint8_t> pixels) {
  set.images.pixels.insert(set.images.pixels.end(), pixels.begin(), pixels.end());
  set.images.labels.push_back(label);
  const std::string number = std::to_string(position);
  set.names.push_back(std::string(number.size() < 5 ? 5 - number.size() : 0, '0') + number +
                      (version > 0 ? "-" + std::to_string(version) : ""));
}

/// Where the data set goes, within the folder of results.
const std::filesystem::path set_folder = augmented_folder;

void write_set(OutputFolder& out, const std::string& form, const AugmentedSet& set, bool training) {
  const angka::Dataset& data = set.images;
  if (form == "idx") {
    const std::string name = training ? "train" : "t10k";
    out.write(set_folder / (name + "-images-idx3-ubyte"), encode_idx_images(data));
    out.write(set_folder / (name + "-labels-idx1-ubyte"), encode_idx_labels(data));
    return;
  }
  const DataView view = data;
  for (std::size_t i = 0; i < data.size(); ++i)
    out.write(set_folder / (training ? "train" : "test") /
                  data.classes[static_cast<std::size_t>(data.labels[i])] / (set.names[i] + ".png"),
              encode_png(to_image(view, i)));
}

/// The card of an augmented data set: that of its source, and what was done.
angka::DataCard card_of(const Digits& digits, const Options& options, bool hold_out) {
  angka::DataCard card;
  const auto path = card_file(data_place(options.data), [&] { return digits.is_mnist(); });
  if (!path.empty()) card = angka::read_card(path);
  card.unknown_fields.clear();
  const std::string source = card.title.empty() ? digits.name : card.title;
  card.derived_from = source;
  card.title = "Augmented: " + source;
  if (!card.processing.empty()) card.processing += "; ";
  card.processing += "versions added to each training image by --augment " +
                     to_string(options.augment) + " --seed " + std::to_string(options.seed);
  if (options.copies) card.processing += " --copies " + std::to_string(*options.copies);
  if (options.balance) card.processing += " --balance";
  if (hold_out) card.processing += "; a fifth of the images held out before, as the test set";
  if (!card.notes.empty()) card.notes += " ";
  card.notes += "Versions of one image resemble each other: hold none of them out for validation.";
  return card;
}

}  // namespace

int augment(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  const InterruptGuard interrupt;
  const auto go_on = [&] {
    if (interrupt.received()) angka::raise(angka::Error(t.interrupted));
  };
  OutputFolder out(options.out);
  const Digits digits = load_digits(options, options.data);
  const angka::Dataset& data = digits.train();
  const bool writes = !options.write_dataset.empty();
  const bool hold_out = writes && !digits.source.test && !options.all;
  Options unvalidated = options;
  unvalidated.validation = 0;
  const Parts parts = part(data, hold_out, unvalidated);
  const DataView train = data.select(parts.train);
  std::vector<std::vector<std::size_t>> classes(data.classes.size());
  for (std::size_t i = 0; i < train.size(); ++i)
    classes[static_cast<std::size_t>(train.label(i))].push_back(i);
  const std::vector<Copies> counts = plan(classes, options);

  Augmenter version_of(options.augment, options.seed);
  angka::ContactSheet overview{t.original, t.augmented, {}};
  std::vector<std::string> sheets;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    constexpr std::size_t rows = 10;
    angka::ContactSheet sheet{t.original, t.augmented, {}};
    for (std::size_t n = 0; n < std::min(rows, classes[c].size()); ++n)
      sheet.rows.push_back(sheet_row(train, classes[c][n], version_of));
    if (sheet.rows.empty()) continue;
    overview.rows.push_back(sheet.rows.front());
    sheets.push_back("digit-" + data.classes[c] + ".png");
    out.write(sheets.back(), encode_png(draw(sheet)));
    go_on();
  }
  out.write("augmentation.png", encode_png(draw(overview)));

  std::size_t tested = 0;
  AugmentedSet added;
  if (writes) {
    added.images.shape = train.shape;
    added.images.classes = data.classes;
    AugmentedSet test = added;
    std::vector<std::size_t> nth(classes.size(), 0);
    for (std::size_t i = 0; i < train.size(); ++i) {
      go_on();
      const int label = train.label(i);
      const auto c = static_cast<std::size_t>(label);
      append(added, label, train.position(i), 0, train.image(i));
      const std::size_t copies = counts[c].of(nth[c]++);
      for (std::size_t version = 0; version < copies; ++version)
        append(added, label, train.position(i), version + 1, version_of(train, i, version));
    }
    write_set(out, options.write_dataset, added, true);
    const DataView unseen =
        digits.source.test ? DataView(*digits.source.test) : data.select(parts.held_out);
    for (std::size_t i = 0; i < unseen.size(); ++i)
      append(test, unseen.label(i), unseen.position(i), 0, unseen.image(i));
    tested = unseen.size();
    if (tested > 0) write_set(out, options.write_dataset, test, false);
    const std::string card = to_string(card_of(digits, options, hold_out));
    out.write(set_folder / angka::card_file_name, card);
  }
  go_on();
  out.commit();

  describe(digits, t);
  std::cout << fill(t.augmentation, to_string(options.augment)) << "\n\n"
            << t.images_of_each << '\n';
  print_counts(data, counts, t);
  const std::filesystem::path folder = options.out;
  std::cout << '\n' << fill(t.each_shown, (folder / "digit-*.png").string()) << '\n';
  if (writes)
    std::cout << fill(t.dataset_written, (folder / set_folder).string(), added.images.size(),
                      tested)
              << '\n'
              << t.no_validation_of_it << '\n';

  Json json{{"data", digits.source.description},
            {"left_out", left_out(digits)},
            {"augment", to_string(options.augment)},
            {"seed", options.seed},
            {"per_class", Json::array()}};
  for (std::size_t c = 0; c < counts.size(); ++c)
    json["per_class"].push_back({{"label", c},
                                 {"name", data.classes[c]},
                                 {"before", counts[c].before},
                                 {"after", counts[c].after}});
  json["sheets"] = sheets;
  if (writes) json["dataset"] = {{"train", added.images.size()}, {"test", tested}};
  write_json(options.json, json);
  return 0;
}
