#include "cross_validation.hpp"

#include <iostream>
#include <utility>

#include "comparison.hpp"
#include "console/experiment_text.hpp"
#include "console/table.hpp"
#include "data_steps.hpp"
#include "judged.hpp"

angka::Mean CrossValidation::accuracy() const {
  std::vector<double> accuracies;
  for (const Fold& fold : folds) accuracies.push_back(fold.evaluation.accuracy());
  return angka::mean_accuracy(accuracies);
}

CrossValidation cross_validate(const Digits& digits, const Options& asked,
                               const InterruptGuard& interrupt, const Say& say) {
  const Texts& t = *asked.texts;
  Options options = asked;
  options.validation = 0;
  const angka::Dataset& data = digits.train();
  const auto folds = folds_of(digits, part(digits, false, options).train, options);
  const std::size_t images = folds.front().train.size();
  const Net& net = net_for(options, digits);
  CrossValidation result{
      .net = &net,
      .settings = TrainingSettings(options, net, images),
      .all = angka::Evaluation(static_cast<int>(digits.classes().size()), digits.classes())};
  if (options.batch_size && static_cast<std::size_t>(*options.batch_size) > images)
    angka::raise(UsageError(fill(t.batch_too_large, images, *options.batch_size)));
  const ExperimentTexts& e = experiment_texts(t);
  say(fill(e.cross_validating, net.name, net.parameters, std::to_string(options.seed), folds.size(),
           images + folds.front().held_out.size()) +
      '\n' + to_text(result.settings, t));
  for (const angka::Split& fold : folds) {
    Judged judged = train_and_judge(net, result.settings, options.seed, data.select(fold.train),
                                    data.select(fold.held_out), digits.classes(), options,
                                    [&] { return !interrupt.received(); });
    interrupt.check(t);
    if (!judged.history) angka::raise(angka::Error(fill(t.diverged, judged.history.message)));
    if (judged.history.at_chance) say(t.at_chance);
    result.all.merge(*judged.evaluation);
    result.folds.push_back(
        {fold.train.size(), std::move(*judged.evaluation), judged.history.seconds});
    const angka::Evaluation& its = result.folds.back().evaluation;
    say(fill(e.fold_done, result.folds.size(), folds.size(), percent(its.accuracy()), its.correct(),
             its.total()));
  }
  return result;
}

void print(const CrossValidation& validation, const Texts& t) {
  const ExperimentTexts& e = experiment_texts(t);
  Rows rows{{e.fold, t.trained, t.tested, e.accuracy, e.seconds}};
  double seconds = 0;
  for (const CrossValidation::Fold& fold : validation.folds) {
    rows.push_back({count(rows.size()), count(fold.train), count(fold.evaluation.total()),
                    percent(fold.evaluation.accuracy()), fixed(fold.seconds, 1)});
    seconds += fold.seconds;
  }
  const angka::Mean mean = validation.accuracy();
  rows.push_back({t.mean, "", "", percent(mean.value),
                  fixed(seconds / static_cast<double>(validation.folds.size()), 1)});
  std::cout << '\n'
            << aligned(rows) << '\n'
            << fill(e.mean_of_folds, percent(mean.value), validation.folds.size(),
                    percent(mean.interval.low), percent(mean.interval.high))
            << "\n\n"
            << fill(e.all_folds, validation.all.total()) << '\n';
  print(validation.all, t);
}

Json to_json(const CrossValidation& validation, const Digits& digits, const Options& options) {
  Json json = to_json(validation.all);
  json["net"] = validation.net->name;
  json["parameters"] = validation.net->parameters;
  json["data"] = digits.source.description;
  json["left_out"] = left_out(digits);
  json["part"] = "folds";
  json["seed"] = options.seed;
  json["settings"] = to_json(validation.settings);
  json["mean"] = to_json(validation.accuracy());
  for (const CrossValidation::Fold& fold : validation.folds)
    json["folds"].push_back({{"train", fold.train},
                             {"total", fold.evaluation.total()},
                             {"correct", fold.evaluation.correct()},
                             {"accuracy", fold.evaluation.accuracy()},
                             {"loss", fold.evaluation.loss()},
                             {"seconds", fold.seconds}});
  return json;
}
