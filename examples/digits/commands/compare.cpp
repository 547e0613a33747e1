#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/data/image.hpp>
#include <angka/data/split.hpp>
#include <angka/report/plot.hpp>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "experiments/data_steps.hpp"
#include "experiments/study.hpp"
#include "experiments/unseen.hpp"

namespace {

using angka::DataView;
using angka::Interval;
using angka::Mean;

std::string between(const Interval& interval) {
  return fixed(100 * interval.low, 2) + " - " + fixed(100 * interval.high, 2);
}

Json to_json(const Mean& mean) {
  return {{"accuracy", mean.value}, {"interval", {mean.interval.low, mean.interval.high}}};
}
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

double without_accuracy(const Pair& pair) { return pair.without.accuracy(); }
double with_accuracy(const Pair& pair) { return pair.with.accuracy(); }
double difference(const Pair& pair) { return with_accuracy(pair) - without_accuracy(pair); }

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

void print_pairs(const std::vector<Pair>& pairs, const Pair& together, const Options& options) {
  const Texts& t = *options.texts;
  const auto cell = [](const Run& run) {
    return right(percent(run.accuracy()), 8) + ' ' +
           left('(' + between(run.evaluation.accuracy_interval()) + ')', 18);
  };
  const auto row = [&](const std::string& name, const Pair& pair) {
    std::cout << left(name, 10) << cell(pair.without) << cell(pair.with)
              << right(std::to_string(pair.only_without()), 14)
              << right(std::to_string(pair.only_with()), 14) << right(p_value(pair.p()), 14)
              << '\n';
  };
  std::cout << left(t.seed_column, 10) << right(t.without_augmentation, 8) << left("", 19)
            << right(t.with_augmentation, 8) << left("", 19) << right(t.only_without, 14)
            << right(t.only_with, 14) << right(t.p_value, 14) << '\n';
  for (std::size_t i = 0; i < pairs.size(); ++i) row(std::to_string(options.seed + i), pairs[i]);
  if (pairs.size() == 1) {
    std::cout << fill(t.gain_of_one, points(difference(pairs[0]))) << '\n';
    return;
  }
  row(t.all_seeds, together);
  const Mean gain = mean_of(pairs, difference);
  std::cout << left(t.mean, 10) << right(percent(mean_of(pairs, without_accuracy).value), 8)
            << left("", 19) << right(percent(mean_of(pairs, with_accuracy).value), 8) << '\n'
            << fill(t.gain, points(gain.value), points(gain.interval.low),
                    points(gain.interval.high))
            << '\n';
}

/// One line of a table of means: without, with, and what lies between.
std::string means_row(const std::string& name, std::size_t width, const Mean& without,
                      const Mean& with) {
  return left(name, width) + right(percent(without.value), 12) + right(percent(with.value), 12) +
         right(points(with.value - without.value), 12) + '\n';
}
std::string means_head(const std::string& name, std::size_t width, const Texts& t) {
  return left(name, width) + right(t.without_augmentation, 12) + right(t.with_augmentation, 12) +
         right(t.difference, 12) + '\n';
}

Json compare_digits(const std::vector<Pair>& pairs, const angka::Dataset& data, const Texts& t) {
  Json list = Json::array();
  std::cout << '\n' << t.of_each_digit << '\n' << means_head(t.digit, 10, t);
  for (int c = 0; c < class_count; ++c) {
    const std::string& name = data.classes[static_cast<std::size_t>(c)];
    const Mean without =
        mean_of(pairs, [&](const Pair& pair) { return pair.without.evaluation.recall(c); });
    const Mean with =
        mean_of(pairs, [&](const Pair& pair) { return pair.with.evaluation.recall(c); });
    std::cout << means_row(name, 10, without, with);
    list.push_back(
        {{"label", c}, {"name", name}, {"without", to_json(without)}, {"with", to_json(with)}});
  }
  return list;
}

/// A figure of each epoch, mean of the seeds.
angka::Series curve(const char* name, const std::vector<Pair>& pairs, Run Pair::*side,
                    double angka::EpochResult::*figure) {
  angka::Series series{.name = name};
  const std::size_t epochs = (pairs.front().*side).history.epochs.size();
  for (std::size_t e = 0; e < epochs; ++e) {
    series.x.push_back(static_cast<double>(e + 1));
    series.y.push_back(mean_of(pairs, [&](const Pair& pair) {
                         return (pair.*side).history.epochs[e].*figure;
                       }).value);
  }
  return series;
}

Json learning_curves(const std::vector<Pair>& pairs, const std::string& title, OutputFolder& out,
                     const Texts& t) {
  using Epoch = angka::EpochResult;
  Json json;
  for (const auto& [name, label, percent, figure] :
       {std::tuple("validation_accuracy", t.validation_axis, true, &Epoch::validation_accuracy),
        std::tuple("validation_loss", t.loss_axis, false, &Epoch::validation_loss)}) {
    angka::Plot plot{.title = title, .x_label = t.epoch, .y_label = label};
    plot.percent = percent;
    plot.series = {curve(t.without_augmentation, pairs, &Pair::without, figure),
                   curve(t.with_augmentation, pairs, &Pair::with, figure)};
    json[name] = {{"without", plot.series[0].y}, {"with", plot.series[1].y}};
    out.write(std::string(percent ? "learning-curves" : "loss-curves") + ".png",
              encode_png(draw(plot)));
  }
  return json;
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

Json compare_sizes(const std::vector<std::pair<std::size_t, std::vector<Pair>>>& results,
                   const std::string& title, OutputFolder& out, const Texts& t) {
  Json list = Json::array();
  angka::Plot plot{.title = title, .x_label = t.training_images, .y_label = t.accuracy_axis};
  plot.log_x = plot.percent = true;
  plot.series = {{.name = t.without_augmentation}, {.name = t.with_augmentation}};
  std::cout << '\n' << t.of_sizes << '\n' << means_head(t.training_images, 18, t);
  for (const auto& [size, pairs] : results) {
    const Mean means[] = {mean_of(pairs, without_accuracy), mean_of(pairs, with_accuracy)};
    for (std::size_t side = 0; side < 2; ++side) {
      plot.series[side].x.push_back(static_cast<double>(size));
      plot.series[side].y.push_back(means[side].value);
      if (pairs.size() > 1) plot.series[side].intervals.push_back(means[side].interval);
    }
    std::cout << means_row(std::to_string(size), 18, means[0], means[1]);
    list.push_back({{"images", size}, {"without", to_json(means[0])}, {"with", to_json(means[1])}});
  }
  out.write("training-images.png", encode_png(draw(plot)));
  return list;
}

/// Each operation alone, and all but it.
Json compare_operations(Study& study, const DataView& train, const Options& options) {
  const Texts& t = *options.texts;
  const std::vector<std::string> specs = operation_specs(options.augment);
  const auto all_but = [&](std::size_t left_out) {
    std::string spec;
    for (std::size_t i = 0; i < specs.size(); ++i)
      if (i != left_out) spec += (spec.empty() ? "" : ",") + specs[i];
    return angka::parse_augmentation(spec.empty() ? "none" : spec);
  };
  const Mean none = study.validate(train, {}, t.no_operation);
  const Mean all = study.validate(train, options.augment, t.all_operations);
  std::vector<std::pair<Mean, Mean>> means;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const Mean alone =
        study.validate(train, angka::parse_augmentation(specs[i]), specs[i] + ' ' + t.alone);
    means.emplace_back(alone, study.validate(train, all_but(i), specs[i] + ' ' + t.left_out));
  }
  std::cout << '\n'
            << fill(t.of_each_operation, study.validation().size()) << '\n'
            << left(t.operation, 30) << right(t.alone, 12) << right(t.left_out, 12) << '\n'
            << left(t.no_operation, 30) << right(percent(none.value), 12) << '\n';
  Json list = Json::array();
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const auto& [alone, left_out] = means[i];
    std::cout << left(specs[i], 30) << right(percent(alone.value), 12)
              << right(percent(left_out.value), 12) << '\n';
    list.push_back(
        {{"operation", specs[i]}, {"alone", to_json(alone)}, {"left_out", to_json(left_out)}});
  }
  std::cout << left(t.all_operations, 30) << right(percent(all.value), 12) << '\n';
  return {{"none", to_json(none)}, {"all", to_json(all)}, {"operations", std::move(list)}};
}

}  // namespace

int compare(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  const Net& net = *find_net(options.net);
  check_settings(net, options);
  OutputFolder out(options.out);
  Digits digits = load_digits(options, options.data);
  check_classes(digits, t);
  const bool hold_out = !digits.source.test && options.test.empty();
  const Parts parts = part(digits.train(), hold_out, options);
  const DataView train = digits.train().select(parts.train);
  std::optional<Digits> others;
  if (!options.test.empty()) others = load_digits(options, options.test);
  const TestImages test =
      unseen_images(others ? *others : digits, trained_on(digits, hold_out, options.seed), t);
  Study study(options, net, digits, parts, test.view());
  const TrainingSettings settings = study.settings(train.size());
  const std::vector<std::size_t> amounts = sizes(train.size());
  study.total = 2 * options.seeds * static_cast<int>(amounts.size());
  if (options.each)
    study.total +=
        2 * options.seeds * static_cast<int>(1 + operation_specs(options.augment).size());

  describe(digits, t);
  if (others) describe(*others, t);
  std::cout << fill(t.parts, train.size(), parts.validation.size(), study.test().size()) << '\n'
            << fill(t.comparing, net.name, net.parameters, options.seeds) << '\n'
            << to_text(settings, t) << '\n';

  const std::vector<Pair> pairs = study.pairs(train);
  std::vector<std::pair<std::size_t, std::vector<Pair>>> by_size;
  for (const std::size_t size : amounts) {
    if (size == train.size()) {
      by_size.emplace_back(size, pairs);
      continue;
    }
    const auto chosen = stratified_split(
        train, static_cast<double>(size) / static_cast<double>(train.size()), {options.seed});
    by_size.emplace_back(size, study.pairs(digits.train().select(chosen.held_out)));
  }

  const auto batch = static_cast<std::size_t>(settings.batch_size);
  const std::size_t updates =
      (train.size() + batch - 1) / batch * static_cast<std::size_t>(settings.epochs);
  Json json{{"net", net.name},
            {"data", digits.source.description},
            {"left_out", left_out(digits, others ? &*others : nullptr)},
            {"images",
             {{"train", train.size()},
              {"validation", parts.validation.size()},
              {"test", study.test().size()}}},
            {"seed", options.seed},
            {"settings", to_json(settings)},
            {"updates", updates},
            {"runs", Json::array()}};
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    json["runs"].push_back({{"seed", options.seed + i}});
    json["runs"].back().update(to_json(pairs[i]));
  }
  const Pair all_seeds = together(pairs, study.test());
  json["mean"] = {{"without", to_json(mean_of(pairs, without_accuracy))},
                  {"with", to_json(mean_of(pairs, with_accuracy))},
                  {"difference", to_json(mean_of(pairs, difference))}};
  json["together"] = to_json(all_seeds);
  std::cout << '\n' << fill(t.reads_rightly, study.test().size(), updates) << '\n';
  print_pairs(pairs, all_seeds, options);
  json["per_class"] = compare_digits(pairs, digits.train(), t);
  const std::string title = std::string(net.name) + ", " + to_string(options.augment);
  if (!study.validation().empty()) json["curves"] = learning_curves(pairs, title, out, t);
  json["sizes"] = compare_sizes(by_size, title, out, t);
  if (options.each) json["each"] = compare_operations(study, train, options);

  out.write("comparison.json", json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
  out.commit();
  write_json(options.json, json);
  std::cout << '\n' << fill(t.saved, options.out) << '\n';
  return 0;
}
