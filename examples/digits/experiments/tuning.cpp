#include "tuning.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tune_text.hpp"

namespace {

/// Of which of the three trainings of a bracket a rung is: 0, 1 or, with all epochs, 2.
std::size_t level(const Trial& trial, const Rung& rung) {
  if (rung.epochs == trial.settings.epochs) return 2;
  return 3 * rung.epochs >= trial.settings.epochs ? 1 : 0;
}

/// The accuracy of each rung, and of the best trial so far.
angka::Plot plot_of(const std::deque<Trial>& trials, double best, const Texts& t) {
  const TuneTexts& u = tune_texts(t);
  angka::Plot plot{.title = fill(u.plot_title, trials.size()),
                   .x_label = u.trial_axis,
                   .y_label = t.validation_axis};
  plot.percent = true;
  for (const char* name : {u.ninth, u.third, u.whole})
    plot.series.push_back({.name = name, .line = false});
  plot.series.push_back({.name = u.best});
  double so_far = 0;
  for (const Trial& trial : trials) {
    const auto add = [&](angka::Series& series, double accuracy) {
      if (accuracy < best - 0.1) return;
      series.x.push_back(trial.number);
      series.y.push_back(accuracy);
    };
    for (const Rung& rung : trial.rungs) add(plot.series[level(trial, rung)], rung.accuracy);
    if (trial.last()) so_far = std::max(so_far, trial.last()->accuracy);
    add(plot.series[3], so_far);
  }
  return plot;
}

/// `digits train` with a trial's settings.
Options train_options(const Trial& trial, const Options& asked, double validation) {
  std::vector<std::string> words{"digits", "train"};
  if (!asked.data.empty()) words.push_back(asked.data);
  const auto add = [&](const std::string& name, const std::string& value) {
    words.insert(words.end(), {name, value});
  };
  const Json settings = settings_json(trial);
  for (const auto& [key, value] : settings.items()) {
    if (key == "dropout" && (!trial.net->has_dropout || value.is_null())) continue;
    std::string name = "--" + key;
    std::replace(name.begin(), name.end(), '_', '-');
    if (key == "net" && !find_net(trial.net->name))
      add(name, asked.net);  // its file
    else
      add(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  add("--seed", std::to_string(asked.seed));
  add("--validation", typed_number(validation));
  add("--test-split", Json(asked.test_split).dump());
  if (asked.train_limit > 0) add("--train-limit", std::to_string(asked.train_limit));
  if (asked.tile_width != 20 || asked.tile_height != 20)
    add("--tile", std::to_string(asked.tile_width) + 'x' + std::to_string(asked.tile_height));
  for (const auto& [name, value] : {std::pair("--fit", asked.fit),
                                    {"--split", asked.split},
                                    {"--writers", asked.writers},
                                    {"--writer-pattern", asked.writer_pattern}})
    if (!value.empty()) add(name, value);
  if (!asked.test.empty()) {
    add("--test", asked.test);
    words.push_back("--all");
  }
  add("--out", "model.safetensors");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  Options its = *parse(static_cast<int>(arguments.size()), arguments.data(), net_names());
  its.texts = asked.texts;
  its.threads = asked.threads;
  its.quiet = asked.quiet;
  return its;
}

}  // namespace

std::vector<const Trial*> ranked(const std::deque<Trial>& trials) {
  std::vector<const Trial*> order;
  for (const Trial& trial : trials)
    if (!trial.rungs.empty()) order.push_back(&trial);
  std::stable_sort(order.begin(), order.end(), [](const Trial* a, const Trial* b) {
    const Rung &its = a->rungs.back(), &other = b->rungs.back();
    const std::size_t level_a = level(*a, its), level_b = level(*b, other);
    return level_a != level_b ? level_a > level_b : better(its, other);
  });
  return order;
}

Tuning tuning_of(const Search& search, const Options& options, double validation) {
  const Trial& winner = *search.best();
  return {.trials = search.trials(),
          .winner = winner,
          .asked = search.asked(),
          .judging_images = search.judging_images(),
          .folds = options.folds.has_value(),
          .seconds = search.seconds(),
          .options = train_options(winner, options, validation),
          .plot = plot_of(search.trials(), winner.last()->accuracy, *options.texts)};
}

Options with_settings(Options its, const Trial& trial) {
  const TrainingSettings& s = trial.settings;
  if (its.any_net) its.net = trial.net->name;
  its.epochs = s.epochs;
  its.batch_size = s.batch_size;
  its.optimizer = s.optimizer;
  its.learning_rate = s.learning_rate;
  its.schedule = s.schedule;
  its.loss = s.loss;
  its.weight_decay = s.weight_decay;
  its.l1 = s.l1;
  if (trial.net->has_dropout) its.dropout = s.dropout;
  its.label_smoothing = s.label_smoothing;
  its.ema_decay = s.ema_decay;
  its.swa = s.swa;
  its.mixup = s.mixing.mixup;
  its.cutmix = s.mixing.cutmix;
  its.augment = s.augmentation;
  return its;
}

angka::Interval Tuning::interval() const {
  const double right = winner.last()->accuracy * static_cast<double>(judging_images);
  return angka::wilson_interval(std::llround(right), static_cast<std::int64_t>(judging_images));
}

std::size_t Tuning::rivals() const {
  return static_cast<std::size_t>(std::count_if(
      trials.begin(), trials.end(),
      [&](const Trial& trial) { return trial.last() && trial.number != winner.number; }));
}

std::size_t Tuning::alike() const {
  const double low = interval().low;
  return static_cast<std::size_t>(
      std::count_if(trials.begin(), trials.end(), [&](const Trial& trial) {
        return trial.last() && trial.number != winner.number && trial.last()->accuracy >= low;
      }));
}

std::string certainty(const Tuning& tuning, const Texts& t) {
  const TuneTexts& u = tune_texts(t);
  const angka::Interval interval = tuning.interval();
  const std::string judged =
      fill(u.winner_interval, tuning.winner.number, percent(tuning.winner.last()->accuracy),
           tuning.judging_images, percent(interval.low), percent(interval.high));
  if (tuning.rivals() == 0) return judged;
  if (tuning.alike() == 0) return judged + ' ' + u.told_apart;
  return judged + ' ' + fill(u.not_told_apart, tuning.alike(), tuning.rivals()) + ' ' +
         (tuning.folds ? u.take_more : u.take_folds);
}

Json to_json(const Tuning& tuning, const TrainedModel& trained, const ExperimentData& data) {
  const angka::Interval interval = tuning.interval();
  return {{"data", data.digits.source.description},
          {"left_out", left_out(data.digits)},
          {"images",
           {{"train", trained.plan.parts.train.size()},
            {"validation", tuning.judging_images},
            {"test", data.test_size()}}},
          {"search", tuning.asked},
          {"trials", to_json(tuning.trials)},
          {"winner", to_json(tuning.winner)},
          {"winner_interval", {interval.low, interval.high}},
          {"trials_within_interval", tuning.alike()},
          {"test", to_json(*trained.evaluation)},
          {"seconds", tuning.seconds},
          {"command", tuning.options.words}};
}
