#include "comparison.hpp"

#include <angka/augment/spec.hpp>
#include <angka/data/split.hpp>
#include <utility>

#include "console/print.hpp"
#include "training.hpp"

namespace {

using angka::DataView;
using angka::Interval;
using angka::Mean;

Json to_json(const Run& run) {
  const Interval interval = run.evaluation.accuracy_interval();
  return {{"accuracy", run.accuracy()},
          {"accuracy_interval", {interval.low, interval.high}},
          {"correct", run.evaluation.correct()}};
}
Json to_json(const Pair& pair) {
  return {{"without", to_json(pair.without)},
          {"with", to_json(pair.with)},
          {"only_without", pair.only_without()},
          {"only_with", pair.only_with()},
          {"mcnemar_p", pair.p()}};
}

Json to_json(const BothMeans& means) {
  return {{"without", ::to_json(means.without)},
          {"with", ::to_json(means.with)},
          {"difference", ::to_json(means.gain)}};
}

/// What all seeds' nets say together: the mean of their probabilities.
Pair together(const std::vector<Pair>& pairs, const DataView& test) {
  Pair sum;
  for (Run Pair::*side : {&Pair::without, &Pair::with}) {
    Run& run = sum.*side;
    run.probabilities.assign((pairs.front().*side).probabilities.size(), 0);
    for (const Pair& pair : pairs)
      for (std::size_t i = 0; i < run.probabilities.size(); ++i)
        run.probabilities[i] += (pair.*side).probabilities[i] / static_cast<float>(pairs.size());
    judge(test, run);
  }
  return sum;
}

BothCurves curves(const std::vector<Pair>& pairs, double angka::EpochResult::*figure) {
  BothCurves both;
  for (const auto& [side, curve] :
       {std::pair(&Pair::without, &both.without), std::pair(&Pair::with, &both.with)}) {
    const std::size_t epochs = (pairs.front().*side).history.epochs.size();
    for (std::size_t e = 0; e < epochs; ++e)
      curve->push_back(mean_of(pairs, [&, its = side](const Pair& pair) {
                         return (pair.*its).history.epochs[e].*figure;
                       }).value);
  }
  return both;
}

/// `figure` of a Run; `p` of McNemar's test on a pair.
template <class Figure, class Test>
BothMeans means_of(const std::vector<Pair>& pairs, Figure figure, Test p) {
  const auto of = [&](Run Pair::*side) {
    return mean_of(pairs, [&](const Pair& pair) { return figure(pair.*side); });
  };
  const Mean gain =
      mean_of(pairs, [&](const Pair& pair) { return figure(pair.with) - figure(pair.without); });
  return {of(&Pair::without), of(&Pair::with), {gain, pairs.size(), p(pairs.front())}};
}

BothMeans accuracy_of(const std::vector<Pair>& pairs) {
  return means_of(
      pairs, [](const Run& run) { return run.accuracy(); },
      [](const Pair& pair) { return pair.p(); });
}

/// How many of the training images are tried, all of them last.
std::vector<std::size_t> sizes(std::size_t images) {
  std::vector<std::size_t> result;
  for (std::size_t power = 100; power < images; power *= 10)
    for (const std::size_t quarters : {4u, 10u, 20u})  // 100, 250, 500, 1000, ...
      if (const std::size_t size = power * quarters / 4; size < images) result.push_back(size);
  result.push_back(images);
  return result;
}

}  // namespace

Json to_json(const Mean& mean) {
  return {{"accuracy", mean.value}, {"interval", {mean.interval.low, mean.interval.high}}};
}

Json to_json(const Gain& gain) {
  Json json = to_json(gain.mean);
  json["significant"] = gain.significant();
  return json;
}

std::string sentence(const Gain& gain, const Texts& t) {
  const char* word = gain.significant() ? t.significant : t.not_significant;
  const Interval& interval = gain.mean.interval;
  if (gain.seeds == 1)
    return fill(t.gain_of_one, points(gain.mean.value), is_p_value(gain.p), word);
  return fill(t.gain, points(gain.mean.value), gain.seeds, points(interval.low),
              points(interval.high), word);
}

std::string verdict(const Gain& gain, const Texts& t) {
  const Interval& interval = gain.mean.interval;
  const std::string why = gain.seeds == 1 ? "p " + is_p_value(gain.p)
                          : !gain.varies()
                              ? fill(t.seeds_alike, gain.seeds)
                              : fill(t.low_to_high, points(interval.low), points(interval.high));
  return std::string(gain.significant() ? t.yes : t.no) + " (" + why + ')';
}

int comparison_runs(const Options& options, std::size_t images) {
  const std::size_t once = sizes(images).size();
  const std::size_t each = options.each ? 1 + operation_specs(options.augment).size() : 0;
  return 2 * options.seeds * static_cast<int>(once + each);
}

Comparison compare_augmentation(Study& study, const Digits& digits, const Parts& parts,
                                const Options& options) {
  const DataView train = digits.train().select(parts.train);
  const auto settings = [&](std::size_t images) { return study.settings(images, options.augment); };
  std::vector<Pair> pairs = study.pairs(train);
  const BothMeans accuracy = accuracy_of(pairs);
  std::vector<Comparison::OfSize> of_sizes;
  for (const std::size_t size : sizes(train.size())) {
    if (size == train.size()) {
      of_sizes.push_back({size, settings(size), accuracy});
      continue;
    }
    const auto chosen = stratified_split(
        train, static_cast<double>(size) / static_cast<double>(train.size()), {options.seed});
    const DataView fewer = digits.train().select(chosen.held_out);
    of_sizes.push_back({fewer.size(), settings(fewer.size()), accuracy_of(study.pairs(fewer))});
  }
  Comparison result{.settings = settings(train.size()),
                    .together = together(pairs, study.test()),
                    .accuracy = accuracy,
                    .sizes = std::move(of_sizes)};
  for (int c = 0; c < static_cast<int>(digits.classes().size()); ++c)
    result.per_class.push_back(means_of(
        pairs, [&](const Run& run) { return run.evaluation.recall(c); },
        [&](const Pair& pair) { return pair.p(study.test(), c); }));
  if (!study.validation().empty()) {
    result.curves = curves(pairs, &angka::EpochResult::validation_accuracy);
    result.loss_curves = curves(pairs, &angka::EpochResult::validation_loss);
  }
  result.pairs = std::move(pairs);
  return result;
}

Comparison::Operations compare_operations(Study& study, const DataView& train,
                                          const Options& options) {
  const Texts& t = *options.texts;
  const std::vector<std::string> specs = operation_specs(options.augment);
  const auto all_but = [&](std::size_t left_out) {
    std::string spec;
    for (std::size_t i = 0; i < specs.size(); ++i)
      if (i != left_out) spec += (spec.empty() ? "" : ",") + specs[i];
    return angka::parse_augmentation(spec.empty() ? "none" : spec);
  };
  const Mean none = study.validate(train, {}, t.no_operation);
  Comparison::Operations result{.none = none,
                                .all = study.validate(train, options.augment, t.all_operations)};
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const Mean alone =
        study.validate(train, angka::parse_augmentation(specs[i]), specs[i] + ' ' + t.alone);
    result.each.push_back(
        {specs[i], alone, study.validate(train, all_but(i), specs[i] + ' ' + t.left_out)});
  }
  return result;
}

Json to_json(const Comparison& comparison, const Net& net, const ExperimentData& data,
             const Parts& parts, const Options& options) {
  Json json{{"net", net.name},
            {"data", data.digits.source.description},
            {"left_out", data.left_out()},
            {"images",
             {{"train", parts.train.size()},
              {"validation", parts.validation.size()},
              {"test", data.test_size()}}},
            {"seed", options.seed},
            {"settings", to_json(comparison.settings)},
            {"updates", comparison.settings.updates(parts.train.size())},
            {"runs", Json::array()}};
  for (std::size_t i = 0; i < comparison.pairs.size(); ++i) {
    json["runs"].push_back({{"seed", options.seed + i}});
    json["runs"].back().update(to_json(comparison.pairs[i]));
  }
  json["mean"] = to_json(comparison.accuracy);
  json["together"] = to_json(comparison.together);
  for (std::size_t c = 0; c < comparison.per_class.size(); ++c) {
    json["per_class"].push_back({{"label", c}, {"name", data.digits.classes()[c]}});
    json["per_class"].back().update(to_json(comparison.per_class[c]));
  }
  if (!parts.validation.empty())
    for (const auto& [name, both] : {std::pair("validation_accuracy", &comparison.curves),
                                     std::pair("validation_loss", &comparison.loss_curves)})
      json["curves"][name] = {{"without", both->without}, {"with", both->with}};
  for (const Comparison::OfSize& size : comparison.sizes) {
    json["sizes"].push_back({{"images", size.images}, {"epochs", size.settings.epochs}});
    json["sizes"].back().update(to_json(size.accuracy));
  }
  if (comparison.operations) {
    Json each = Json::array();
    for (const auto& [spec, alone, left_out] : comparison.operations->each)
      each.push_back(
          {{"operation", spec}, {"alone", to_json(alone)}, {"left_out", to_json(left_out)}});
    json["each"] = {{"none", to_json(comparison.operations->none)},
                    {"all", to_json(comparison.operations->all)},
                    {"operations", std::move(each)}};
  }
  return json;
}

void write(const Comparison& comparison, const Json& json, const Net& net, const Options& options,
           OutputFolder& out, const std::filesystem::path& folder) {
  const Texts& t = *options.texts;
  const std::string title = std::string(net.name) + ", " + to_string(options.augment);
  const auto write_plot = [&](const char* name, const angka::Plot& plot) {
    out.write(folder / name, printed(plot));
  };
  const auto write_curves = [&](const char* name, const char* label, bool percent,
                                const BothCurves& both) {
    if (both.with.empty()) return;
    angka::Plot plot{.title = title, .x_label = t.epoch, .y_label = label};
    plot.percent = percent;
    for (const auto& [side, curve] : {std::pair(t.without_augmentation, &both.without),
                                      std::pair(t.with_augmentation, &both.with)}) {
      angka::Series series{.name = side, .y = *curve};
      for (std::size_t e = 0; e < curve->size(); ++e)
        series.x.push_back(static_cast<double>(e + 1));
      plot.series.push_back(std::move(series));
    }
    write_plot(name, plot);
  };
  write_curves("learning-curves.png", t.validation_axis, true, comparison.curves);
  write_curves("loss-curves.png", t.loss_axis, false, comparison.loss_curves);

  angka::Plot plot{.title = title, .x_label = t.training_images, .y_label = t.accuracy_axis};
  plot.log_x = plot.percent = true;
  plot.series = {{.name = t.without_augmentation}, {.name = t.with_augmentation}};
  for (const Comparison::OfSize& size : comparison.sizes)
    for (const std::size_t side : {0u, 1u}) {
      const Mean& mean = side == 0 ? size.accuracy.without : size.accuracy.with;
      plot.series[side].x.push_back(static_cast<double>(size.images));
      plot.series[side].y.push_back(mean.value);
      if (comparison.pairs.size() > 1) plot.series[side].intervals.push_back(mean.interval);
    }
  write_plot("training-images.png", plot);
  out.write(folder / "comparison.json", to_text(json));
}
