#include "split_table.hpp"

#include <utility>

#include "console/experiment_text.hpp"

std::vector<SplitPart> split_of(const Digits& digits, const Parts& parts,
                                const angka::DataView& test) {
  const angka::Dataset& data = digits.train();
  std::vector<SplitPart> split;
  std::size_t all = 0;
  for (const auto& [name, images] : {std::pair("train", data.select(parts.train)),
                                     {"validation", data.select(parts.validation)},
                                     {"test", test}}) {
    split.push_back({name, count_classes(images, data.classes.size()), images.size()});
    all += images.size();
  }
  for (SplitPart& part : split)
    part.share = static_cast<double>(part.images) / static_cast<double>(all);
  return split;
}

Rows rows_of(const std::vector<SplitPart>& split, const Digits& digits, const Texts& t) {
  const ExperimentTexts& e = experiment_texts(t);
  const std::vector<std::string>& classes = digits.classes();
  const bool each = classes.size() <= 12;
  const auto row = [&](const std::string& name, std::size_t images, double share,
                       const std::vector<std::size_t>& per_class) {
    std::vector<std::string> cells{name, count(images), percent(share)};
    for (std::size_t c = 0; each && c < per_class.size(); ++c) cells.push_back(count(per_class[c]));
    return cells;
  };
  Rows rows{{e.part, t.support, "%"}};
  if (each) rows.front().insert(rows.front().end(), classes.begin(), classes.end());
  std::size_t all = 0;
  std::vector<std::size_t> of_class(classes.size());
  const char* const names[] = {e.training_part, e.validation_part, e.test_part};
  for (std::size_t p = 0; p < split.size(); ++p) {
    const SplitPart& part = split[p];
    rows.push_back(row(names[p], part.images, part.share, part.per_class));
    all += part.images;
    for (std::size_t c = 0; c < of_class.size(); ++c) of_class[c] += part.per_class[c];
  }
  rows.push_back(row(t.total, all, 1, of_class));
  return rows;
}

Json to_json(const std::vector<SplitPart>& split) {
  Json json = Json::object();
  for (const SplitPart& part : split)
    json[part.name] = {
        {"images", part.images}, {"share", part.share}, {"per_class", part.per_class}};
  return json;
}
