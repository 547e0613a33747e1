#include <angka/data/normalization.hpp>
#include <iostream>
#include <map>
#include <optional>
#include <string>

#include "commands.hpp"
#include "cpu.hpp"
#include "digits_data.hpp"
#include "interrupt.hpp"
#include "model_file.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "unseen.hpp"

namespace {

using angka::raise;

/// The net's recipe with what the command line says otherwise.
struct Settings : Recipe {
  std::string optimizer, schedule;

  Settings(const Options& options, const Recipe& recipe) : Recipe(recipe) {
    epochs = options.epochs.value_or(recipe.epochs);
    batch_size = options.batch_size.value_or(recipe.batch_size);
    optimizer = options.optimizer.value_or(recipe.optimizer);
    // Another optimizer wants another learning rate and weight decay.
    const bool same = optimizer == recipe.optimizer;
    const double usual_rate = optimizer == "sgd" ? 0.05 : 1e-3;
    learning_rate = options.learning_rate.value_or(same ? recipe.learning_rate : usual_rate);
    weight_decay = options.weight_decay.value_or(same ? recipe.weight_decay : 0);
    schedule = options.schedule.value_or(recipe.schedule);
    dropout = options.dropout.value_or(recipe.dropout);
    label_smoothing = options.label_smoothing.value_or(recipe.label_smoothing);
  }
};

angka::Schedule make_schedule(const std::string& name, int epochs) {
  if (name == "step") return angka::StepDecay{.every_epochs = std::max(1, epochs / 3)};
  if (name == "exponential") return angka::ExponentialDecay{};
  if (name == "cosine") return angka::CosineDecay{};
  if (name == "one-cycle") return angka::OneCycle{};
  return angka::ConstantSchedule{};
}

Json to_json(const Settings& s) {
  return {{"epochs", s.epochs},       {"batch_size", s.batch_size},
          {"optimizer", s.optimizer}, {"learning_rate", s.learning_rate},
          {"schedule", s.schedule},   {"weight_decay", s.weight_decay},
          {"dropout", s.dropout},     {"label_smoothing", s.label_smoothing},
          {"augment", "none"}};
}

Json to_json(const angka::EpochResult& e) {
  Json json{{"epoch", e.epoch}, {"loss", e.loss}, {"train_accuracy", e.train_accuracy}};
  json["validation_loss"] = e.has_validation ? Json(e.validation_loss) : Json();
  json["validation_accuracy"] = e.has_validation ? Json(e.validation_accuracy) : Json();
  json["learning_rate"] = e.learning_rate;
  json["seconds"] = e.seconds;
  json["images_per_second"] = e.images_per_second;
  return json;
}

}  // namespace

int train(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.out);
  check_writable(options.json);
  const Net& net = *find_net(options.net);
  if (options.dropout && !net.has_dropout) raise(UsageError(fill(t.no_dropout, net.name)));

  Digits digits = load_digits(options, options.data);
  if (digits.classes().size() != class_count)
    raise(angka::FileError(digits.name, fill(t.ten_classes, class_count),
                           std::to_string(digits.classes().size())));
  const bool hold_out = !digits.source.test && !options.all;
  const Parts parts = part(digits.train(), hold_out, options);
  const angka::DataView training = digits.train().select(parts.train);
  const Settings settings(options, net.recipe(training.size()));
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
  std::optional<Digits> others;
  if (!options.test.empty()) others = load_digits(options, options.test);
  std::optional<TestImages> test;
  if (others || digits.source.test || hold_out)
    test = unseen_images(others ? *others : digits,
                         {.classes = facts.classes,
                          .fingerprint = facts.fingerprint,
                          .mnist_training = facts.mnist_training,
                          .held_out = facts.held_out,
                          .seed = facts.seed},
                         t);

  const auto classifier = net.make({
      .seed = {options.seed},
      .optimizer =
          make_optimizer(settings.optimizer, settings.learning_rate, settings.weight_decay),
      .dropout = settings.dropout,
      .label_smoothing = settings.label_smoothing,
      .normalization = facts.normalization,
  });
  describe(digits, t);
  if (others) describe(*others, t);
  std::cout << fill(t.parts, training.size(), parts.validation.size(),
                    test ? test->view().size() : 0)
            << '\n'
            << fill(t.training, net.name, net.parameters, options.seed) << '\n'
            << fill(t.recipe, settings.epochs, settings.batch_size, settings.optimizer,
                    brief(settings.learning_rate), settings.schedule)
            << '\n';
  if (const std::string unused = unused_instructions(); !unused.empty())
    std::cout << fill(t.cpu_has_more, unused) << '\n';
  std::cout << std::flush;

  const InterruptGuard interrupt;
  Progress progress(options, settings.epochs);
  const angka::History history = classifier->fit(
      training,
      {.epochs = settings.epochs,
       .batch_size = std::min(settings.batch_size, static_cast<int>(training.size())),
       .threads = options.threads,
       .validation = digits.train().select(parts.validation),
       .schedule = make_schedule(settings.schedule, settings.epochs)},
      options.augment,
      [&](const angka::StepResult& step) {
        progress.step(step);
        return !interrupt.received();
      },
      [&](const angka::EpochResult& epoch) { progress.epoch(epoch); });
  progress.clear();
  if (history.status == angka::FitStatus::not_finite)
    raise(angka::Error(fill(t.diverged, history.message)));
  if (interrupt.received()) raise(angka::Error(t.interrupted));
  std::cout << fill(t.took, fixed(history.seconds, 1)) << '\n';

  Json json{{"net", net.name},
            {"parameters", net.parameters},
            {"data", digits.source.description},
            {"images",
             {{"train", training.size()},
              {"validation", parts.validation.size()},
              {"test", test ? test->view().size() : 0}}},
            {"seed", options.seed},
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
  if (interrupt.received()) raise(angka::Error(t.interrupted));
  save_model(options.out, *classifier, facts);
  write_json(options.json, json);
  std::cout << '\n' << fill(t.saved, options.out) << '\n';
  return 0;
}
