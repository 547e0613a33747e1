#include <angka/data/normalization.hpp>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <string>

#include "commands.hpp"
#include "console/cpu.hpp"
#include "console/interrupt.hpp"
#include "console/output.hpp"
#include "experiments/data.hpp"
#include "experiments/data_steps.hpp"
#include "experiments/training.hpp"
#include "experiments/unseen.hpp"
#include "nets/model_file.hpp"

using angka::raise;

int train(const Options& options) {
  const Texts& t = *options.texts;
  if (!options.steps) check_writable(options.out);
  check_writable(options.json);
  check_writable(options.checkpoint);
  const Net& net = *find_net(options.net);
  check_settings(net, options);

  Digits digits = load_digits(options, options.data);
  check_classes(digits, t);
  const bool hold_out = !digits.source.test && !options.all;
  const Parts parts = part(digits.train(), hold_out, options);
  const angka::DataView training = digits.train().select(parts.train);
  const TrainingSettings settings(options, net.recipe(training.size()));
  if (options.batch_size && static_cast<std::size_t>(settings.batch_size) > training.size())
    raise(UsageError(fill(t.batch_too_large, training.size(), settings.batch_size)));

  ModelFacts facts{.net = net.name,
                   .normalization = measure(training),
                   .classes = digits.classes(),
                   .data = digits.source.description,
                   .fingerprint = digits.fingerprint,
                   .held_out = hold_out ? held_out_fraction : 0,
                   .seed = options.seed,
                   .mnist_training = digits.mnist_training(),
                   .settings = to_json(settings).dump(),
                   .accuracy = {}};
  const auto steps = data_steps(digits, parts, facts.normalization, settings.batch_size, options);
  if (options.steps) {
    describe(digits, t);
    print(steps, t);
    write_json(options.json, {{"data", digits.source.description},
                              {"left_out", left_out(digits)},
                              {"steps", to_json(steps)}});
    return 0;
  }
  std::optional<Digits> others;
  if (!options.test.empty()) others = load_digits(options, options.test);
  std::optional<TestImages> test;
  if (others || digits.source.test || hold_out)
    test = unseen_images(others ? *others : digits, trained_on(digits, hold_out, options.seed), t);

  const auto classifier = settings.make(net, options.seed, facts.normalization);
  describe(digits, t);
  if (others) describe(*others, t);
  print(steps, t);
  std::cout << fill(t.parts, training.size(), parts.validation.size(),
                    test ? test->view().size() : 0)
            << '\n'
            << fill(t.training, net.name, net.parameters, options.seed) << '\n'
            << to_text(settings, t);
  if (const std::string unused = unused_instructions(); !unused.empty())
    std::cout << fill(t.cpu_has_more, unused) << '\n';
  std::cout << std::flush;

  const InterruptGuard interrupt;
  angka::FitOptions how = settings.fit_options(training.size(), options.threads);
  how.validation = digits.train().select(parts.validation);
  const Json same{{"net", net.name},
                  {"data", digits.fingerprint},
                  {"train", training.size()},
                  {"validation", parts.validation.size()},
                  {"all", options.all},
                  {"seed", options.seed},
                  {"settings", to_json(settings)}};
  const std::string purpose = same.dump();
  if (options.resume && std::filesystem::exists(options.checkpoint)) {
    how.resume = true;
    std::cout << fill(t.resumed, classifier->load_checkpoint(options.checkpoint, purpose),
                      how.epochs)
              << std::endl;
  }
  const angka::History history =
      fit_shown(*classifier, training, how, settings.augmentation, options, interrupt, true,
                [&](const angka::EpochResult&) {
                  if (!options.checkpoint.empty())
                    classifier->save_checkpoint(options.checkpoint, purpose);
                });
  std::cout << fill(t.took, fixed(history.seconds, 1)) << '\n';

  Json json{{"net", net.name},
            {"parameters", net.parameters},
            {"data", digits.source.description},
            {"left_out", left_out(digits, others ? &*others : nullptr)},
            {"images",
             {{"train", training.size()},
              {"validation", parts.validation.size()},
              {"test", test ? test->view().size() : 0}}},
            {"seed", options.seed},
            {"steps", to_json(steps)},
            {"settings", to_json(settings)},
            {"epochs", Json::array()}};
  for (const angka::EpochResult& epoch : history.epochs) json["epochs"].push_back(to_json(epoch));
  if (test) {
    const angka::Evaluation evaluation =
        classifier->evaluate(test->view(), facts.classes, options.threads);
    facts.accuracy = Json(evaluation.accuracy()).dump();
    std::cout << '\n'
              << fill(test->kind == TestImages::Kind::held_out ? t.on_held_out : t.on_test,
                      evaluation.total())
              << '\n';
    print(evaluation, t);
    json["test"] = to_json(evaluation);
  }
  json["seconds"] = history.seconds;
  json["at_chance"] = history.at_chance;
  if (interrupt.received()) raise(angka::Error(t.interrupted));
  save_model(options.out, *classifier, facts);
  write_json(options.json, json);
  std::cout << '\n' << fill(t.saved, options.out) << '\n';
  return 0;
}
