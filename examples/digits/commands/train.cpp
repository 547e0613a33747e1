#include <angka/io/atomic_file.hpp>
#include <iostream>
#include <string>
#include <utility>

#include "commands.hpp"
#include "console/cpu.hpp"
#include "console/experiment_text.hpp"
#include "console/interrupt.hpp"
#include "console/output.hpp"
#include "experiments/rate_finder.hpp"
#include "experiments/rate_text.hpp"
#include "experiments/split_table.hpp"
#include "experiments/trained_model.hpp"

namespace {

/// What --find-rate does instead of training.
void try_rates(const TrainingPlan& plan, const ExperimentData& data, const Options& options) {
  const Texts& t = *options.texts;
  const RateTexts& r = rate_texts(t);
  describe(data.digits, t);
  const InterruptGuard interrupt;
  const angka::RangeTest test = find_rate(plan, data, options, interrupt);
  std::cout << fill(t.training, plan.net->name, plan.net->parameters, std::to_string(options.seed))
            << '\n'
            << fill(r.tried, test.steps.size(), brief(test.steps.front().learning_rate),
                    brief(test.steps.back().learning_rate), plan.settings.optimizer,
                    plan.settings.batch_size)
            << '\n'
            << (test.suggested > 0 ? fill(r.suggested, suggestion(test)) : r.none) << '\n';
  if (test.suggested > 0 && test.diverged_at > 0)
    std::cout << fill(r.diverged, brief(test.diverged_at), brief(test.diverged_at / test.suggested))
              << '\n';
  angka::write_file_atomically(options.find_rate, picture_of(test, options.find_rate, t));
  write_json(options.json, to_json(test, plan, data, options));
  std::cout << fill(t.saved, options.find_rate) << '\n';
}

}  // namespace

int train(const Options& options) {
  const Texts& t = *options.texts;
  if (!options.steps && options.find_rate.empty()) check_writable(options.out);
  check_writable(options.find_rate);
  check_writable(options.json);
  check_writable(options.checkpoint);
  check_settings(options);

  ExperimentData data(options, !options.all);
  TrainingPlan plan(options, data);
  if (options.steps) {
    describe(data.digits, t);
    print(plan.steps, t);
    write_json(options.json, {{"data", data.digits.source.description},
                              {"left_out", left_out(data.digits)},
                              {"steps", to_json(plan.steps)}});
    return 0;
  }
  if (!options.find_rate.empty()) {
    try_rates(plan, data, options);
    return 0;
  }
  data.find_test(options);
  Teachers teachers(options, data, plan.parts);

  describe(data.digits, t);
  if (data.others) describe(*data.others, t);
  print(plan.steps, t);
  const auto split =
      split_of(data.digits, plan.parts, data.test ? data.test->view() : angka::DataView());
  std::cout << experiment_texts(t).split << '\n'
            << aligned(rows_of(split, data.digits, t))
            << fill(t.training, plan.net->name, plan.net->parameters, std::to_string(options.seed))
            << '\n'
            << to_text(plan.settings, t);
  teachers.tell(print_line, t);
  if (const std::string unused = unused_instructions(); !unused.empty())
    std::cout << fill(t.cpu_has_more, unused) << '\n';
  std::cout << std::flush;

  const InterruptGuard interrupt;
  const TrainedModel trained =
      train_model(std::move(plan), data, options, interrupt, print_line, std::move(teachers));
  if (trained.evaluation) {
    std::cout << '\n'
              << fill(data.test->kind == TestImages::Kind::held_out ? t.on_held_out : t.on_test,
                      trained.evaluation->total())
              << '\n';
    print(*trained.evaluation, t);
    print(trained.calibrated, *trained.evaluation, t);
  }
  save_model(options.out, *trained.model.classifier, trained.model.facts);
  write_json(options.json, to_json(trained, data, options));
  std::cout << '\n' << fill(t.saved, options.out) << '\n';
  return 0;
}
