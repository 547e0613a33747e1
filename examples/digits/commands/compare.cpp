#include <angka/augment/spec.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "commands.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "experiments/comparison.hpp"
#include "experiments/study.hpp"
#include "experiments/unseen.hpp"

namespace {

using angka::Interval;

std::string between(const Interval& interval) {
  return fixed(100 * interval.low, 2) + " - " + fixed(100 * interval.high, 2);
}

void print_pairs(const Comparison& found, const Options& options) {
  const std::vector<Pair>& pairs = found.pairs;
  const Texts& t = *options.texts;
  const auto cell = [](const Run& run) {
    return right(percent(run.accuracy()), 8) + ' ' +
           left('(' + between(run.evaluation.accuracy_interval()) + ')', 18);
  };
  const auto row = [&](const std::string& name, const Pair& pair) {
    std::cout << left(name, 10) << cell(pair.without) << cell(pair.with)
              << right(count(pair.only_without()), 14) << right(count(pair.only_with()), 14)
              << right(p_value(pair.p()), 14) << '\n';
  };
  std::cout << left(t.seed_column, 10) << right(t.without_augmentation, 8) << left("", 19)
            << right(t.with_augmentation, 8) << left("", 19) << right(t.only_without, 14)
            << right(t.only_with, 14) << right(t.p_value, 14) << '\n';
  for (std::size_t i = 0; i < pairs.size(); ++i) row(std::to_string(options.seed + i), pairs[i]);
  if (pairs.size() > 1) {
    row(t.all_seeds, found.together);
    std::cout << left(t.mean, 10) << right(percent(found.accuracy.without.value), 8) << left("", 19)
              << right(percent(found.accuracy.with.value), 8) << '\n';
  }
  std::cout << sentence(found.accuracy.gain, t) << '\n';
}

/// One line of a table of means: without, with, and what lies between.
std::string means_row(const std::string& name, std::size_t width, const BothMeans& means,
                      const Texts& t) {
  return left(name, width) + right(percent(means.without.value), 12) +
         right(percent(means.with.value), 12) + right(points(means.gain.mean.value), 12) + "  " +
         verdict(means.gain, t) + '\n';
}
std::string means_head(const std::string& name, std::size_t width, const Texts& t) {
  return left(name, width) + right(t.without_augmentation, 12) + right(t.with_augmentation, 12) +
         right(t.difference, 12) + "  " + t.significance + '\n';
}

void print_operations(const Comparison::Operations& found, const Study& study, int seeds,
                      const Texts& t) {
  std::cout << '\n'
            << fill(t.of_each_operation, study.validation().size(), seeds) << '\n'
            << left(t.operation, 30) << right(t.alone, 12) << right(t.left_out, 12) << '\n'
            << left(t.no_operation, 30) << right(percent(found.none.value), 12) << '\n';
  for (const auto& [spec, alone, left_out] : found.each)
    std::cout << left(spec, 30) << right(percent(alone.value), 12)
              << right(percent(left_out.value), 12) << '\n';
  std::cout << left(t.all_operations, 30) << right(percent(found.all.value), 12) << '\n';
}

}  // namespace

int compare(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  check_settings(options);
  OutputFolder out(options.out);
  ExperimentData data(options, options.test.empty());
  const Digits& digits = data.digits;
  const Net& net = net_for(options, digits);
  const Parts parts = part(digits, data.hold_out, options);
  const angka::DataView train = digits.train().select(parts.train);
  data.find_test(options);
  Study study(options, net, digits, parts, data.test->view(), print_line);
  study.total = comparison_runs(options, train.size());

  describe(digits, t);
  if (data.others) describe(*data.others, t);
  std::cout << fill(t.parts, train.size(), parts.validation.size(), study.test().size()) << '\n'
            << fill(t.comparing, net.name, net.parameters, options.seeds) << '\n'
            << to_text(study.settings(train.size(), options.augment), t) << '\n';

  Comparison found = compare_augmentation(study, digits, parts, options);
  std::cout << '\n'
            << fill(t.reads_rightly, study.test().size(), found.settings.updates(train.size()))
            << '\n';
  print_pairs(found, options);
  std::cout << '\n' << fill(t.of_each_digit, options.seeds) << '\n' << means_head(t.digit, 10, t);
  for (std::size_t c = 0; c < found.per_class.size(); ++c)
    std::cout << means_row(digits.classes()[c], 10, found.per_class[c], t);
  std::cout << '\n'
            << fill(t.of_sizes, options.seeds) << '\n'
            << means_head(t.training_images, 18, t);
  for (const Comparison::OfSize& size : found.sizes)
    std::cout << means_row(count(size.images), 18, size.accuracy, t);
  if (options.each) {
    found.operations = compare_operations(study, train, options);
    print_operations(*found.operations, study, options.seeds, t);
  }

  const Json json = to_json(found, net, data, parts, options);
  write(found, json, net, options, out, "");
  out.commit();
  write_json(options.json, json);
  std::cout << '\n' << fill(t.saved, options.out) << '\n';
  return 0;
}
