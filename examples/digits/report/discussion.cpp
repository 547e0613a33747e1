#include "discussion.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "experiments/comparison.hpp"
#include "writer.hpp"

namespace {

Discussion::Verdict to_interval(double value, const angka::Interval& interval) {
  return value < interval.low    ? Discussion::Verdict::below
         : value > interval.high ? Discussion::Verdict::above
                                 : Discussion::Verdict::chance;
}

/// One of several that are given in this order.
const char* one_of(Discussion::Verdict verdict, const char* below, const char* chance,
                   const char* above) {
  return verdict == Discussion::Verdict::below   ? below
         : verdict == Discussion::Verdict::above ? above
                                                 : chance;
}

}  // namespace

Discussion discuss(const ReportFacts& facts) {
  Discussion d;
  const angka::Evaluation& e = *facts.trained.evaluation;
  const Parts& parts = facts.trained.plan.parts;
  const angka::EpochResult& last = facts.trained.history.epochs.back();
  d.training_accuracy = last.train_accuracy;
  d.validated = static_cast<std::int64_t>(parts.validation.size());
  d.validated_right = std::llround(last.validation_accuracy * static_cast<double>(d.validated));
  if (d.validated > 0)
    d.training =
        to_interval(d.training_accuracy, angka::wilson_interval(d.validated_right, d.validated));

  double least = 2;
  for (int c = 0; c < e.classes(); ++c) {
    const double recall = e.confusion().scores(c).recall;
    if (e.support(c) == 0 || recall >= least) continue;
    least = recall;
    d.weakest = c;
    d.weakest_right = e.confusion(c, c);
    d.weakest_total = e.support(c);
  }
  const std::int64_t others = e.total() - d.weakest_total;
  // Of ten digits one is the weakest by chance: 2.8 is where each of ten passes with 95 / 10 %.
  constexpr double strict = 2.81;
  d.weaker_than_chance =
      others > 0 &&
      static_cast<double>(e.correct() - d.weakest_right) / static_cast<double>(others) >
          angka::wilson_interval(d.weakest_right, d.weakest_total, strict).high;

  d.mistakes = e.total() - e.correct();
  for (int truth = 0; truth < e.classes(); ++truth)
    for (int read = 0; read < e.classes(); ++read)
      if (truth != read && e.confusion(truth, read) > d.times) {
        d.times = e.confusion(truth, read);
        d.truth = truth;
        d.read = read;
      }

  double confidences = 0;
  for (int i = 0; i < angka::Calibration::bins; ++i)
    confidences += facts.calibration.bin(i).confidences;
  d.mean_probability = confidences / static_cast<double>(e.total());
  d.confidence = to_interval(d.mean_probability, e.accuracy_interval());

  const angka::Dataset& images = facts.data.digits.train();
  const angka::DataView test = facts.data.test->view();
  d.writers_known = !images.writers.empty() && test.writers;
  if (d.writers_known) {
    std::set<int> writers;
    for (const std::uint32_t image : parts.train) writers.insert(images.writers[image]);
    for (std::size_t i = 0; i < test.size(); ++i)
      d.writers_shared = d.writers_shared || writers.contains(test.writer(i));
  }
  return d;
}

Json to_json(const Discussion& d, const ReportFacts& facts) {
  const auto name = [&](int c) { return facts.trained.evaluation->class_name(c); };
  Json json{{"training_accuracy", d.training_accuracy},
            {"training_against_validation", one_of(d.training, "below", "chance", "above")},
            {"weakest",
             {{"label", name(d.weakest)},
              {"correct", d.weakest_right},
              {"total", d.weakest_total},
              {"beyond_chance", d.weaker_than_chance}}},
            {"mistakes", d.mistakes},
            {"mean_probability", d.mean_probability},
            {"probability_against_accuracy", one_of(d.confidence, "below", "chance", "above")}};
  if (d.times > 0)
    json["most_confused"] = {
        {"label", name(d.truth)}, {"read_as", name(d.read)}, {"times", d.times}};
  return json;
}

void ReportWriter::discussion() {
  const Discussion& d = discussed_;
  const angka::Interval interval = e_.accuracy_interval();
  heading(r_.discussion.heading);
  say(r_.discussion.on_accuracy, e_.correct(), e_.total(), percent(e_.accuracy()),
      percent(interval.low), percent(interval.high));
  if (d.validated > 0) {
    say(r_.discussion.on_gap, percent(d.training_accuracy), count(d.validated_right), d.validated);
    also(one_of(d.training, r_.discussion.gap_underfits, r_.discussion.gap_chance,
                r_.discussion.gap_overfits));
  } else {
    say(r_.discussion.no_validation);
  }
  if (d.mistakes == 0) {
    say(r_.discussion.no_pairs);
  } else {
    say(r_.discussion.on_weakest, e_.class_name(d.weakest), d.weakest_right, d.weakest_total);
    also(d.weaker_than_chance ? r_.discussion.weakest_real : r_.discussion.weakest_chance);
    if (d.times == 1)
      also(r_.discussion.pairs_once, d.mistakes);
    else
      also(r_.discussion.on_pairs, d.mistakes, e_.class_name(d.truth), e_.class_name(d.read),
           d.times);
  }
  say(r_.discussion.on_confidence, percent(d.mean_probability), percent(e_.accuracy()));
  also(one_of(d.confidence, r_.discussion.too_unsure, r_.discussion.well_calibrated,
              r_.discussion.too_sure));
  if (d.confidence == Discussion::Verdict::below) {
    std::string why;
    for (const auto& [key, has] :
         {std::pair("label_smoothing", f_.trained.plan.settings.label_smoothing > 0),
          {"augment", augmented_}})
      if (has) why += (why.empty() ? "" : r_.discussion.unsure_and) + setting_name(key);
    if (!why.empty()) also(r_.discussion.unsure_by, why);
  }
  if (f_.comparison) {
    say(r_.discussion.on_augmentation);
    also(sentence(f_.comparison->accuracy.gain, t_) + '.');
    if (!f_.comparison->accuracy.gain.significant() && f_.comparison->pairs.size() > 1)
      also(r_.discussion.on_augmentation_bound);
  }

  heading(r_.discussion.limits);
  int number = 0;
  const auto limit = [&](const char* text, const auto&... values) {
    paragraph('(' + std::to_string(++number) + ") " + ::fill(marked(text), values...));
  };
  limit(r_.discussion.limit_test, e_.total());
  if (!d.writers_known) limit(r_.discussion.limit_writers_unknown);
  if (d.writers_shared) limit(r_.discussion.limit_same_writers);
  limit(r_.discussion.limit_one_training);
  const Findings& findings = f_.inspection.findings;
  if (findings.leaks > 0) limit(r_.discussion.limit_leaks, findings.leaks);
  if (findings.imbalance >= 1.5) limit(r_.discussion.limit_imbalance, fixed(findings.imbalance, 2));
  if (f_.data.digits.mnist_training()) limit(r_.discussion.limit_mnist);
  limit(r_.discussion.limit_single);
}

void ReportWriter::conclusion() {
  const Discussion& d = discussed_;
  const angka::Interval interval = e_.accuracy_interval();
  heading(r_.discussion.conclusion);
  say(r_.discussion.conclude_model, net_.name, net_.parameters, parts_.train.size(),
      images_.classes.size());
  also(r_.discussion.conclude_accuracy, e_.correct(), e_.total(), percent(e_.accuracy()),
       percent(interval.low), percent(interval.high));
  if (f_.comparison) also(sentence(f_.comparison->accuracy.gain, t_) + '.');
  if (d.mistakes == 0) {
    also(r_.discussion.conclude_right);
  } else {
    also(r_.discussion.conclude_weakest, e_.class_name(d.weakest), d.weakest_right,
         d.weakest_total);
    also(d.weaker_than_chance ? r_.discussion.weakest_real : r_.discussion.weakest_chance);
  }
}
