#include <algorithm>
#include <angka/data/image.hpp>
#include <angka/report/plot.hpp>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "commands.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "experiments/data_steps.hpp"
#include "experiments/search.hpp"
#include "experiments/tune_text.hpp"
#include "experiments/unseen.hpp"

namespace {

/// Of which of the three trainings of a bracket a rung is: 0, 1 or, with all epochs, 2.
std::size_t level(const Trial& trial, const Rung& rung) {
  if (rung.epochs == trial.settings.epochs) return 2;
  return 3 * rung.epochs >= trial.settings.epochs ? 1 : 0;
}

/// The furthest first, among them the best.
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

void print_table(const std::deque<Trial>& trials, const TuneTexts& u) {
  constexpr std::size_t widths[] = {9, 10, 9, 10, 11, 9, 7, 9, 9, 11, 9};
  const auto print = [&](const auto& cells) {
    for (std::size_t i = 0; i < std::size(widths); ++i) std::cout << right(cells[i], widths[i]);
    std::cout << "  " << cells[std::size(widths)] << '\n';
  };
  std::cout << '\n' << u.trials_best_first << '\n';
  print(u.columns);
  const std::vector<const Trial*> order = ranked(trials);
  const std::size_t shown = std::min<std::size_t>(order.size(), 20);
  for (const Trial* trial : std::span(order).first(shown)) {
    const TrainingSettings& s = trial->settings;
    double seconds = 0;
    for (const Rung& rung : trial->rungs) seconds += rung.seconds;
    const Rung& last = trial->rungs.back();
    print(std::vector<std::string>{std::to_string(trial->number), percent(last.accuracy),
                                   std::to_string(last.epochs) + '/' + std::to_string(s.epochs),
                                   trial->net->name, s.optimizer, brief(s.learning_rate),
                                   std::to_string(s.batch_size), brief(s.weight_decay),
                                   brief(s.dropout), brief(s.label_smoothing), fixed(seconds, 1),
                                   augmentation_name(s.augmentation)});
  }
  if (shown < order.size()) std::cout << fill(u.more_trials, order.size() - shown) << '\n';
}

/// The accuracy of each rung, and of the best trial so far.
angka::Plot plot_of(const std::deque<Trial>& trials, double best, const TuneTexts& u,
                    const Texts& t) {
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

int tune(const Options& options) {
  namespace fs = std::filesystem;
  const Texts& t = *options.texts;
  const TuneTexts& u = tune_texts(t);
  check_writable(options.json);
  Digits digits = load_digits(options, options.data);
  check_classes(digits, t);
  const bool hold_out = !digits.source.test && options.test.empty();
  {  // Whether there are images to test the winner on is found out before it is looked for.
    std::optional<Digits> others;
    if (!options.test.empty()) others = load_digits(options, options.test);
    unseen_images(others ? *others : digits, trained_on(digits, hold_out, options.seed), t);
  }

  const fs::path state = fs::path(options.out) / "trials.json";
  Search search(options, digits, hold_out, state);
  describe(digits, t);
  std::cout << (options.trials ? fill(u.by_trials, *options.trials)
                               : fill(u.by_minutes, brief(*options.minutes)))
            << '\n'
            << (options.folds ? fill(u.by_folds, *options.folds)
                              : fill(u.by_validation, search.judging_images()))
            << '\n';
  if (const std::size_t done = search.rungs_done(); done > 0)
    std::cout << fill(u.goes_on, state.string(), done) << '\n';
  std::cout << std::flush;
  search.run();
  const Trial* winner = search.best();
  std::error_code ignored;
  if (!winner) {
    fs::remove(state, ignored);
    angka::raise(angka::Error(fill(u.too_short, brief(*options.minutes))));
  }
  print_table(search.trials(), u);

  OutputFolder out(options.out);
  Options its = train_options(*winner, options);
  std::cout << '\n' << fill(u.retraining, winner->number, search.all_images()) << std::endl;
  its.out = out.staged("model.safetensors").string();
  its.json = out.staged("training.json").string();
  {
    const Silence silence;
    train(its);
  }
  const Json training = Json::parse(read_text(its.json)), &test = training["test"];
  const Json json{{"data", digits.source.description},
                  {"left_out", left_out(digits)},
                  {"images",
                   {{"train", search.all_images()},
                    {"validation", search.judging_images()},
                    {"test", test["total"]}}},
                  {"search", search.asked()},
                  {"trials", to_json(search.trials())},
                  {"winner", to_json(*winner)},
                  {"test", test},
                  {"seconds", search.seconds()},
                  {"command", its.words}};
  out.write("tuning.json", json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
  out.write("tuning.png",
            encode_png(draw(plot_of(search.trials(), winner->last()->accuracy, u, t))));
  out.commit();
  fs::remove(state, ignored);
  write_json(options.json, json);

  std::cout << fill(hold_out ? t.on_held_out : t.on_test, test["total"].get<int>()) << '\n'
            << fill(t.accuracy, percent(test["accuracy"].get<double>()), test["correct"].get<int>(),
                    test["total"].get<int>(), percent(test["accuracy_interval"][0].get<double>()),
                    percent(test["accuracy_interval"][1].get<double>()))
            << '\n'
            << fill(u.again, its.words) << '\n'
            << fill(t.saved, options.out) << '\n';
  return 0;
}
