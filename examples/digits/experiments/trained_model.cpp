#include "trained_model.hpp"

#include <angka/data/normalization.hpp>
#include <angka/metrics/temperature.hpp>
#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

#include "console/fingerprint.hpp"
#include "console/teaching_text.hpp"
#include "split_table.hpp"

TrainingPlan::TrainingPlan(const Options& options, const ExperimentData& data)
    : net(&net_for(options, data.digits)),
      parts(part(data.digits, data.hold_out, options)),
      settings(options, *net, parts.train.size()) {
  const std::size_t images = parts.train.size();
  if (options.batch_size && static_cast<std::size_t>(settings.batch_size) > images)
    angka::raise(UsageError(fill(options.texts->batch_too_large, images, settings.batch_size)));
  if (settings.teacher_weight > 0 && settings.teacher_weight < 1 && !settings.mixing.off())
    angka::raise(UsageError(teaching_texts(*options.texts).mixed_labels));
  normalization = angka::measure(data.digits.train().select(parts.train));
  steps = data_steps(data.digits, parts, normalization, settings.batch_size, options);
}

TrainedModel train_model(TrainingPlan plan, const ExperimentData& data, const Options& options,
                         const InterruptGuard& interrupt, const Say& say, Teachers teachers) {
  const Texts& t = *options.texts;
  const Digits& digits = data.digits;
  TrainedModel trained{.plan = std::move(plan), .teachers = std::move(teachers)};
  const TrainingSettings& settings = trained.plan.settings;
  ModelFacts& facts = trained.model.facts;
  const Net& net = *trained.plan.net;
  facts = {.net = net.name,
           .architecture = find_net(net.name) == &net ? "" : net.text,
           .normalization = trained.plan.normalization,
           .classes = digits.classes(),
           .data = digits.source.description,
           .fingerprint = digits.fingerprint,
           .held_out = data.hold_out ? options.test_split : 0,
           .writers = digits.by_writer ? writers_fingerprint(digits.train()) : "",
           .seed = options.seed,
           .validation = options.validation,
           .train_limit = options.train_limit,
           .mnist_training = digits.mnist_training(),
           .settings = to_json(settings).dump(),
           .accuracy = {}};
  trained.model.classifier = settings.make(*trained.plan.net, options.seed, facts.normalization);
  Classifier& classifier = *trained.model.classifier;

  angka::DataView images = digits.train().select(trained.plan.parts.train);
  std::vector<float> targets;
  if (!trained.teachers.empty()) {
    const auto begin = std::chrono::steady_clock::now();
    targets = trained.teachers.targets(digits.train(), trained.plan.parts.train,
                                       settings.teacher_temperature, options.threads);
    images.targets = targets.data();
    images.target_size = static_cast<int>(facts.classes.size());
    trained.teacher_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    say(fill(teaching_texts(t).as_they_are, settings.teacher_temperature, settings.teacher_weight,
             fixed(trained.teacher_seconds, 1)));
  }
  angka::FitOptions how = settings.fit_options(images.size(), options.threads);
  how.validation = digits.train().select(trained.plan.parts.validation);
  Json same{{"net", facts.net},
            {"data", digits.fingerprint},
            {"train", images.size()},
            {"validation", trained.plan.parts.validation.size()},
            {"all", options.all},
            {"seed", options.seed},
            {"settings", to_json(settings)}};
  if (!facts.writers.empty()) same["writers"] = facts.writers;
  if (!facts.architecture.empty()) same["architecture"] = facts.architecture;
  if (!targets.empty())
    same["targets"] = fingerprint(
        {reinterpret_cast<const std::uint8_t*>(targets.data()), targets.size() * sizeof(float)});
  const std::string purpose = same.dump();
  if (options.resume && std::filesystem::exists(options.checkpoint)) {
    how.resume = true;
    say(fill(t.resumed, classifier.load_checkpoint(options.checkpoint, purpose), how.epochs));
  }
  trained.history = fit_shown(classifier, images, how, settings.augmentation, options, interrupt,
                              say, [&](const angka::EpochResult& epoch) {
                                say(epoch_line(epoch, how.epochs, t));
                                if (!options.checkpoint.empty())
                                  classifier.save_checkpoint(options.checkpoint, purpose);
                              });
  say(fill(t.took, fixed(trained.history.seconds, 1)));
  if (!how.validation.empty())
    facts.temperature =
        fit_temperature(classifier.predict(how.validation, options.threads), how.validation).value;
  if (data.test) {
    trained.evaluation = classifier.evaluate(data.test->view(), facts.classes, options.threads);
    trained.calibrated =
        calibrate(facts, classifier.predict(data.test->view(), options.threads), data.test->view());
    facts.accuracy = Json(trained.evaluation->accuracy()).dump();
  }
  interrupt.check(t);
  return trained;
}

Json to_json(const TrainedModel& trained, const ExperimentData& data, const Options& options) {
  const TrainingPlan& plan = trained.plan;
  Json json{{"net", plan.net->name},
            {"parameters", plan.net->parameters},
            {"data", data.digits.source.description},
            {"left_out", data.left_out()},
            {"images",
             {{"train", plan.parts.train.size()},
              {"validation", plan.parts.validation.size()},
              {"test", data.test_size()}}},
            {"split", to_json(split_of(data.digits, plan.parts,
                                       data.test ? data.test->view() : angka::DataView()))},
            {"seed", options.seed},
            {"split_by", data.digits.by_writer ? "writer" : "image"},
            {"steps", to_json(plan.steps)},
            {"settings", to_json(plan.settings)},
            {"epochs", Json::array()}};
  if (!options.recipe.empty()) json["recipe"] = options.recipe;
  for (const angka::EpochResult& epoch : trained.history.epochs)
    json["epochs"].push_back(to_json(epoch));
  const std::optional<double>& temperature = trained.model.facts.temperature;
  json["temperature"] = temperature ? Json(*temperature) : Json();
  if (trained.evaluation) json["test"] = to_json(*trained.evaluation);
  if (trained.calibrated) json["test"]["calibrated"] = to_json(*trained.calibrated);
  if (!trained.teachers.empty()) {
    json["teachers"] = trained.teachers.to_json();
    json["teacher_seconds"] = trained.teacher_seconds;
  }
  json["seconds"] = trained.history.seconds + trained.teacher_seconds;
  json["at_chance"] = trained.history.at_chance;
  return json;
}
