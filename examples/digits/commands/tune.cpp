#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "commands.hpp"
#include "console/interrupt.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "console/print.hpp"
#include "experiments/search.hpp"
#include "experiments/tune_text.hpp"
#include "experiments/tuning.hpp"
#include "experiments/unseen.hpp"

namespace {

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
                                   s.dropout ? brief(*s.dropout) : "-", brief(s.label_smoothing),
                                   fixed(seconds, 1), augmentation_name(s.augmentation)});
  }
  if (shown < order.size()) std::cout << fill(u.more_trials, order.size() - shown) << '\n';
}

}  // namespace

int tune(const Options& options) {
  namespace fs = std::filesystem;
  const Texts& t = *options.texts;
  const TuneTexts& u = tune_texts(t);
  check_writable(options.json);
  ExperimentData data(options, options.test.empty());
  data.find_test(options);  // before a winner is looked for, which could not be tested

  const fs::path state = fs::path(options.out) / "trials.json";
  Search search(options, data.digits, data.hold_out, state, print_line);
  describe(data.digits, t);
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
  print_table(search.trials(), u);

  search.finish([&] {
    OutputFolder out(options.out);
    const Tuning tuning = tuning_of(search, options, 0);
    std::cout << '\n'
              << certainty(tuning, t) << "\n\n"
              << fill(u.retraining, tuning.winner.number, search.all_images()) << std::endl;
    const InterruptGuard interrupt;
    const TrainedModel trained = train_model(TrainingPlan(tuning.options, data), data,
                                             tuning.options, interrupt, say_nothing);
    const Json json = to_json(tuning, trained, data);
    out.write("tuning.json", to_text(json));
    out.write("tuning.png", printed(tuning.plot));
    out.write("training.json", to_text(to_json(trained, data, tuning.options)));
    save_model(out.staged("model.safetensors").string(), *trained.model.classifier,
               trained.model.facts);
    out.commit();
    write_json(options.json, json);

    const angka::Evaluation& test = *trained.evaluation;
    const angka::Interval interval = test.accuracy_interval();
    std::cout << fill(data.hold_out ? t.on_held_out : t.on_test, test.total()) << '\n'
              << fill(t.accuracy, percent(test.accuracy()), test.correct(), test.total(),
                      percent(interval.low), percent(interval.high))
              << '\n'
              << fill(u.again, tuning.options.words) << '\n'
              << fill(t.saved, options.out) << '\n';
  });
  return 0;
}
