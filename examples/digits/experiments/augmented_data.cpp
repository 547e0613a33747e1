#include "augmented_data.hpp"

#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/data/idx.hpp>
#include <angka/data/image.hpp>
#include <angka/report/contact_sheet.hpp>
#include <span>

#include "card.hpp"
#include "cleaning_text.hpp"
#include "console/images.hpp"
#include "console/print.hpp"
#include "data_steps.hpp"
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

void append(AugmentedSet& set, int label, const std::string& writer, std::size_t position,
            std::size_t version, std::span<const std::uint8_t> pixels) {
  set.images.pixels.insert(set.images.pixels.end(), pixels.begin(), pixels.end());
  set.images.labels.push_back(label);
  const std::string number = std::to_string(position);
  set.names.push_back(writer + std::string(number.size() < 5 ? 5 - number.size() : 0, '0') +
                      number + (version > 0 ? "-" + std::to_string(version) : ""));
}

void write_set(OutputFolder& out, const std::filesystem::path& folder, const std::string& form,
               const AugmentedSet& set, bool training) {
  const angka::Dataset& data = set.images;
  if (form == "idx") {
    const std::string name = training ? "train" : "t10k";
    out.write(folder / (name + "-images-idx3-ubyte"), encode_idx_images(data));
    out.write(folder / (name + "-labels-idx1-ubyte"), encode_idx_labels(data));
    return;
  }
  const DataView view = data;
  for (std::size_t i = 0; i < data.size(); ++i)
    out.write(folder / (training ? "train" : "test") /
                  data.classes[static_cast<std::size_t>(data.labels[i])] / (set.names[i] + ".png"),
              encode_png(to_image(view, i)));
}

/// The card of an augmented data set: that of its source, and what was done.
angka::DataCard card_of(const Digits& digits, const Options& options, bool hold_out) {
  const CleaningTexts& c = cleaning_texts(*options.texts);
  std::string words =
      "--augment " + to_string(options.augment) + " --seed " + std::to_string(options.seed);
  if (options.copies) words += " --copies " + std::to_string(*options.copies);
  if (options.balance) words += " --balance";
  std::string how = fill(c.by_augmenting, words);
  if (hold_out) how += fill(c.held_out_before, brief(100 * options.test_split));
  angka::DataCard card = derived_card(digits, options, c.augmented, how);
  if (!card.notes.empty()) card.notes += " ";
  card.notes += c.keep_together;
  return card;
}

}  // namespace

AugmentedData augment_data(const Digits& digits, const Options& options,
                           const InterruptGuard& interrupt) {
  const Texts& t = *options.texts;
  const angka::Dataset& data = digits.train();
  const bool writes = !options.write_dataset.empty();
  const bool hold_out = writes && !digits.source.test && !options.all;
  Options unvalidated = options;
  unvalidated.validation = 0;
  const Parts parts = part(digits, hold_out, unvalidated);
  const DataView train = data.select(parts.train);
  std::vector<std::vector<std::size_t>> classes(data.classes.size());
  for (std::size_t i = 0; i < train.size(); ++i)
    classes[static_cast<std::size_t>(train.label(i))].push_back(i);

  AugmentedData made{.per_class = plan(classes, options)};
  Augmenter version_of(options.augment, options.seed);
  made.overview = {t.original, t.augmented, {}};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    constexpr std::size_t rows = 10;
    angka::ContactSheet sheet{t.original, t.augmented, {}};
    for (std::size_t n = 0; n < std::min(rows, classes[c].size()); ++n)
      sheet.rows.push_back(sheet_row(train, classes[c][n], version_of));
    if (sheet.rows.empty()) continue;
    made.overview.rows.push_back(sheet.rows.front());
    made.sheets.emplace_back("digit-" + data.classes[c] + ".png", encode_png(draw(sheet)));
    interrupt.check(t);
  }
  if (!writes) return made;

  made.train.images.shape = made.test.images.shape = train.shape;
  made.train.images.classes = made.test.images.classes = data.classes;
  const auto folder_of = [&](const DataView& images, std::size_t i) {
    return images.writers ? digits.writer_code(static_cast<std::size_t>(images.writer(i))) + '/'
                          : "";
  };
  std::vector<std::size_t> nth(classes.size(), 0);
  for (std::size_t i = 0; i < train.size(); ++i) {
    interrupt.check(t);
    const int label = train.label(i);
    const auto c = static_cast<std::size_t>(label);
    const std::string writer = folder_of(train, i);
    append(made.train, label, writer, train.position(i), 0, train.image(i));
    const std::size_t copies = made.per_class[c].of(nth[c]++);
    for (std::size_t version = 0; version < copies; ++version)
      append(made.train, label, writer, train.position(i), version + 1,
             version_of(train, i, version));
  }
  const DataView unseen =
      digits.source.test ? DataView(*digits.source.test) : data.select(parts.held_out);
  for (std::size_t i = 0; i < unseen.size(); ++i)
    append(made.test, unseen.label(i), folder_of(unseen, i), unseen.position(i), 0,
           unseen.image(i));
  made.card = card_of(digits, options, hold_out);
  return made;
}

void write(const AugmentedData& made, const Options& options, OutputFolder& out,
           const std::filesystem::path& folder) {
  for (const auto& [name, png] : made.sheets) out.write(folder / name, png);
  out.write(folder / "augmentation.png", printed(made.overview));
  if (options.write_dataset.empty()) return;
  const std::filesystem::path set = folder / augmented_folder;
  write_set(out, set, options.write_dataset, made.train, true);
  if (!made.test.names.empty()) write_set(out, set, options.write_dataset, made.test, false);
  out.write(set / angka::card_file_name, to_string(made.card));
}

Json to_json(const AugmentedData& made, const Digits& digits, const Options& options) {
  Json json{{"data", digits.source.description},
            {"left_out", left_out(digits)},
            {"augment", to_string(options.augment)},
            {"seed", options.seed},
            {"per_class", Json::array()},
            {"sheets", Json::array()}};
  for (std::size_t c = 0; c < made.per_class.size(); ++c)
    json["per_class"].push_back({{"label", c},
                                 {"name", digits.classes()[c]},
                                 {"before", made.per_class[c].before},
                                 {"after", made.per_class[c].after}});
  for (const auto& [name, png] : made.sheets) json["sheets"].push_back(name);
  if (!options.write_dataset.empty())
    json["dataset"] = {{"train", made.train.names.size()}, {"test", made.test.names.size()}};
  return json;
}
