#include <iostream>
#include <string>
#include <utility>

#include "commands.hpp"
#include "console/cpu.hpp"
#include "console/experiment_text.hpp"
#include "console/interrupt.hpp"
#include "console/output.hpp"
#include "experiments/split_table.hpp"
#include "experiments/trained_model.hpp"

int train(const Options& options) {
  const Texts& t = *options.texts;
  if (!options.steps) check_writable(options.out);
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
  data.find_test(options);

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
  if (const std::string unused = unused_instructions(); !unused.empty())
    std::cout << fill(t.cpu_has_more, unused) << '\n';
  std::cout << std::flush;

  const InterruptGuard interrupt;
  const TrainedModel trained = train_model(std::move(plan), data, options, interrupt, print_line);
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
