#include "inspection.hpp"

#include <algorithm>
#include <angka/data/normalization.hpp>
#include <utility>

#include "console/images.hpp"
#include "nets/classifier.hpp"

namespace {

using angka::Dataset;
using angka::DataView;

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

}  // namespace

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

std::vector<DataStep> data_steps(const Digits& digits, const Parts& parts, const Options& options) {
  const Recipe& recipe = find_net("lenet5")->recipe(parts.train.size());
  return data_steps(digits, parts, angka::measure(digits.train().select(parts.train)),
                    options.batch_size.value_or(recipe.batch_size), options);
}

Inspection inspect_data(const Digits& digits, const Parts& parts, std::vector<std::uint32_t> shown,
                        const Options& options) {
  const Dataset& data = digits.train();
  const auto [darkest, brightest] = std::minmax_element(data.pixels.begin(), data.pixels.end());
  return {.shown = std::move(shown),
          .steps = data_steps(digits, parts, options),
          .pixels = angka::measure(data),
          .darkest = *darkest,
          .brightest = *brightest,
          .per_class = count_all(digits, parts),
          .findings = examine(digits, parts)};
}

Json about(const Digits& digits) {
  const angka::Shape& shape = digits.train().shape;
  return {{"data", digits.source.description},
          {"left_out", left_out(digits)},
          {"images", digits.train().size()},
          {"shape",
           {{"channels", shape.channels},
            {"height", shape.height},
            {"width", shape.width},
            {"pixels", shape.size()}}}};
}

Json images_json(const Dataset& data, const std::vector<std::uint32_t>& chosen, std::size_t index) {
  Json list = Json::array();
  for (const std::uint32_t i : chosen)
    list.push_back({{"label", data.labels[i]},
                    {"name", data.classes[static_cast<std::size_t>(data.labels[i])]},
                    {"index", index},
                    {"position", i},
                    {"pixels", pixel_rows(data, i)}});
  return list;
}

Json to_json(const Inspection& found, const Digits& digits, const std::string& mean_images) {
  const Dataset& data = digits.train();
  Json json = about(digits);
  json["steps"] = to_json(found.steps);
  json["shown"] = images_json(data, found.shown, 0);
  if (!mean_images.empty()) json["mean_images"] = mean_images;
  json["per_class"] = counts_json(found.per_class, data.classes);
  json["pixels"] = {{"minimum", found.darkest},
                    {"maximum", found.brightest},
                    {"mean", 255.0 * found.pixels.mean[0]},
                    {"standard_deviation", 255.0 * found.pixels.standard_deviation[0]}};
  json["inverted"] = digits.inverted;
  json["photographs"] = digits.source.report.photographs;
  json["centred"] = digits.centred;
  json["skipped"] = digits.source.report.skipped;
  json["findings"] = to_json(found.findings);
  if (digits.source.test) {
    json["test"] = {{"images", digits.source.test->size()}, {"per_class", Json::array()}};
    for (std::size_t c = 0; c < data.classes.size(); ++c)
      json["test"]["per_class"].push_back(
          {{"label", c}, {"name", data.classes[c]}, {"count", found.per_class.test[c]}});
  }
  return json;
}
