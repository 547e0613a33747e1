#include "study.hpp"

#include <algorithm>
#include <angka/data/normalization.hpp>
#include <angka/metrics/mcnemar.hpp>

using angka::DataView;

void judge(const DataView& data, Run& run) {
  const std::size_t classes = run.probabilities.size() / data.size();
  run.evaluation = angka::Evaluation(static_cast<int>(classes));
  run.right.clear();
  for (std::size_t i = 0; i < data.size(); ++i) {
    const std::int64_t before = run.evaluation.correct();
    run.evaluation.add(data.label(i),
                       std::span<const float>(run.probabilities).subspan(i * classes, classes));
    run.right.push_back(run.evaluation.correct() > before);
  }
}

std::int64_t Pair::only_without() const {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < with.right.size(); ++i) count += without.right[i] && !with.right[i];
  return count;
}
std::int64_t Pair::only_with() const {
  return only_without() + with.evaluation.correct() - without.evaluation.correct();
}
double Pair::p() const { return angka::mcnemar_p(only_without(), only_with()); }
double Pair::p(const DataView& data, int label) const {
  std::int64_t only[2] = {};
  for (std::size_t i = 0; i < data.size(); ++i)
    if (data.label(i) == label && with.right[i] != without.right[i]) ++only[with.right[i] ? 1 : 0];
  return angka::mcnemar_p(only[0], only[1]);
}

Study::Study(const Options& options, const Net& net, const Digits& digits, const Parts& parts,
             const DataView& test, const Say& say)
    : options_(options),
      net_(net),
      validation_(digits.train().select(parts.validation)),
      test_(test),
      say_(say) {}

TrainingSettings Study::settings(std::size_t images,
                                 const angka::DigitAugmentation& augmentation) const {
  TrainingSettings settings(options_, net_, images);
  settings.augmentation = augmentation;
  return settings;
}

bool Study::is_known(std::size_t images, const angka::DigitAugmentation& augmentation,
                     int nth) const {
  return known && nth == 0 && images == known->plan.parts.train.size() &&
         to_json(settings(images, augmentation)) == to_json(known->plan.settings);
}

std::unique_ptr<Classifier> Study::fit(const DataView& images,
                                       const angka::DigitAugmentation& augmentation, int nth,
                                       angka::History& history) {
  const TrainingSettings settings = this->settings(images.size(), augmentation);
  auto classifier =
      settings.make(net_, options_.seed + static_cast<std::uint64_t>(nth), angka::measure(images));
  angka::FitOptions how = settings.fit_options(images.size(), options_.threads);
  how.validation = validation_;
  history = fit_shown(*classifier, images, how, augmentation, options_, interrupt_, say_);
  return classifier;
}

void Study::report(std::size_t images, int nth, const std::string& name, double accuracy) {
  say_(fill(options_.texts->run_done, ++done_, total,
            std::to_string(options_.seed + static_cast<std::uint64_t>(nth)), images, name,
            percent(accuracy)));
}

Run Study::measure_run(const DataView& images, const angka::DigitAugmentation& augmentation,
                       int nth, const char* name) {
  Run run;
  if (is_known(images.size(), augmentation, nth)) {
    run.history = known->history;
    run.probabilities = known->model.classifier->predict(test_);
  } else {
    run.probabilities = fit(images, augmentation, nth, run.history)->predict(test_);
  }
  judge(test_, run);
  report(images.size(), nth, name, run.accuracy());
  return run;
}

std::vector<Pair> Study::pairs(const DataView& images) {
  const Texts& t = *options_.texts;
  std::vector<Pair> pairs;
  for (int nth = 0; nth < options_.seeds; ++nth)
    pairs.push_back({measure_run(images, {}, nth, t.without_augmentation),
                     measure_run(images, options_.augment, nth, t.with_augmentation)});
  return pairs;
}

angka::Mean Study::validate(const DataView& images, const angka::DigitAugmentation& augmentation,
                            const std::string& name) {
  std::vector<double> accuracies;
  for (int nth = 0; nth < options_.seeds; ++nth) {
    angka::History history;
    fit(images, augmentation, nth, history);
    accuracies.push_back(history.epochs.back().validation_accuracy);
    report(images.size(), nth, name, accuracies.back());
  }
  return angka::mean_accuracy(accuracies);
}
