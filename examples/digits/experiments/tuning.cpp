#include "tuning.hpp"

#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/report/plot.hpp>
#include <utility>

#include "console/interrupt.hpp"
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

/// `digits train` with a trial's settings, on all images that aren't for the test.
Options train_options(const Trial& trial, const Options& asked) {
  std::vector<std::string> words{"digits", "train"};
  if (!asked.data.empty()) words.push_back(asked.data);
  const auto add = [&](const std::string& name, const std::string& value) {
    words.insert(words.end(), {name, value});
  };
  const Json settings = settings_json(trial);
  for (const auto& [key, value] : settings.items()) {
    if (key == "dropout" && !trial.net->has_dropout) continue;
    std::string name = "--" + key;
    std::replace(name.begin(), name.end(), '_', '-');
    add(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  add("--seed", std::to_string(asked.seed));
  add("--validation", "0");
  add("--test-split", Json(asked.test_split).dump());
  if (asked.train_limit > 0) add("--train-limit", std::to_string(asked.train_limit));
  if (asked.tile_width != 20 || asked.tile_height != 20)
    add("--tile", std::to_string(asked.tile_width) + 'x' + std::to_string(asked.tile_height));
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

Tuning train_winner(const Search& search, const ExperimentData& data, const Options& options) {
  const Trial& winner = *search.best();
  const Texts& t = *options.texts;
  Options its = train_options(winner, options);
  const InterruptGuard interrupt;
  TrainedModel trained = train_model(TrainingPlan(its, data), data, its, interrupt, say_nothing);
  return {.trials = search.trials(),
          .winner = winner,
          .asked = search.asked(),
          .train_images = search.all_images(),
          .judging_images = search.judging_images(),
          .seconds = search.seconds(),
          .options = std::move(its),
          .trained = std::move(trained),
          .picture = encode_png(draw(plot_of(search.trials(), winner.last()->accuracy, t)))};
}

Json to_json(const Tuning& tuning, const ExperimentData& data) {
  const angka::Evaluation& test = *tuning.trained.evaluation;
  return {{"data", data.digits.source.description},
          {"left_out", left_out(data.digits)},
          {"images",
           {{"train", tuning.train_images},
            {"validation", tuning.judging_images},
            {"test", test.total()}}},
          {"search", tuning.asked},
          {"trials", to_json(tuning.trials)},
          {"winner", to_json(tuning.winner)},
          {"test", to_json(test)},
          {"seconds", tuning.seconds},
          {"command", tuning.options.words}};
}

void write(const Tuning& tuning, const ExperimentData& data, OutputFolder& out,
           const std::filesystem::path& folder) {
  out.write(folder / "tuning.json", to_text(to_json(tuning, data)));
  out.write(folder / "tuning.png", tuning.picture);
  out.write(folder / "training.json", to_text(to_json(tuning.trained, data, tuning.options)));
  save_model(out.staged(folder / "model.safetensors").string(), *tuning.trained.model.classifier,
             tuning.trained.model.facts);
}
