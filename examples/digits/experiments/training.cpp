#include "training.hpp"

#include <algorithm>
#include <angka/augment/spec.hpp>
#include <filesystem>
#include <variant>

#include "nets/compiled_net.hpp"
#include "nets/named_recipes.hpp"

namespace {

/// What holds for a net unless the command line says otherwise.
const Recipe& recipe_of(const Options& options, const Net& net, std::size_t images) {
  const NamedRecipe* named = find_recipe(options.recipe);
  return named ? named->recipe(images) : net.recipe(images);
}

}  // namespace

TrainingSettings::TrainingSettings(const Options& options, const Net& net, std::size_t images)
    : Recipe(recipe_of(options, net, images)), augmentation(options.augment) {
  const Recipe& recipe = recipe_of(options, net, images);
  batch_size = options.batch_size.value_or(recipe.batch_size);
  const std::size_t least = (least_updates + steps(images) - 1) / steps(images);
  const int usual = augmentation.off() ? recipe.epochs : recipe.augmented_epochs;
  epochs = options.epochs.value_or(std::max(usual, static_cast<int>(least)));
  optimizer = options.optimizer.value_or(recipe.optimizer);
  // Another optimizer wants another learning rate and weight decay.
  const bool same = optimizer == recipe.optimizer;
  const double usual_rate = find_optimizer(optimizer).learning_rate;
  learning_rate = options.learning_rate.value_or(same ? recipe.learning_rate : usual_rate);
  weight_decay = options.weight_decay.value_or(same ? recipe.weight_decay : 0);
  schedule = options.schedule.value_or(recipe.schedule);
  loss = options.loss.value_or(offered_losses[0].name);
  l1 = options.l1.value_or(0);
  dropout = options.dropout ? options.dropout : recipe.dropout;
  label_smoothing = options.label_smoothing.value_or(recipe.label_smoothing);
  if (loss != offered_losses[0].name) label_smoothing = 0;  // it has none
  // There is one average, which the command line chooses.
  const bool other_average = options.ema_decay.value_or(0) > 0 || options.swa.value_or(0) > 0;
  ema_decay = options.ema_decay.value_or(other_average ? 0 : recipe.ema_decay);
  swa = options.swa.value_or(other_average ? 0 : recipe.swa);
  mixing = {.mixup = options.mixup.value_or(recipe.mixing.mixup),
            .cutmix = options.cutmix.value_or(recipe.mixing.cutmix)};
  if (options.teachers.empty()) return;
  teacher_temperature = options.teacher_temperature.value_or(4);
  teacher_weight = options.teacher_weight.value_or(0.9);
  label_smoothing = options.label_smoothing.value_or(0);  // a teacher isn't sure either
}

std::unique_ptr<Classifier> TrainingSettings::make(
    const Net& net, std::uint64_t seed, const angka::Normalization& normalization) const {
  AnyLoss its = find_loss(loss);
  if (auto* entropy = std::get_if<angka::CrossEntropy>(&its.chosen)) {
    entropy->label_smoothing = static_cast<float>(label_smoothing);
    if (teacher_weight > 0) {
      entropy->temperature = static_cast<float>(teacher_temperature);
      entropy->target_weight = static_cast<float>(teacher_weight);
    }
  }
  return net.make({.seed = {seed},
                   .loss = its,
                   .optimizer = {make_optimizer(optimizer, learning_rate, weight_decay),
                                 static_cast<float>(l1)},
                   .dropout = dropout,
                   .normalization = normalization});
}

int TrainingSettings::swa_from() const {
  if (swa == 0) return 0;
  return std::min(epochs, 1 + static_cast<int>(swa * epochs + 1e-9));  // 0.29 * 100 is below 29
}

angka::Schedule TrainingSettings::its_schedule() const {
  const auto part = [&](int parts) { return std::max(1, epochs / parts); };
  for (const angka::Schedule& offered :
       {angka::Schedule(angka::ConstantSchedule{}),
        {angka::StepDecay{.every_epochs = part(3)}},
        {angka::ExponentialDecay{}},
        {angka::CosineDecay{}},
        {angka::PolynomialDecay{}},
        {angka::WarmRestarts{.epochs = part(7)}},  // three falls: of 1, 2 and 4 sevenths
        {angka::ReduceOnPlateau{.patience = part(10)}},
        {angka::OneCycle{}}})
    if (schedule == offered.name()) return offered;
  return {};
}

angka::FitOptions TrainingSettings::fit_options(std::size_t images, int threads) const {
  return {.epochs = epochs,
          .batch_size = std::min(batch_size, static_cast<int>(images)),
          .threads = threads,
          .schedule = its_schedule(),
          .ema_decay = ema_decay,
          .swa_from = swa_from(),
          .mixing = mixing};
}

angka::History fit_while(Classifier& classifier, const angka::DataView& images,
                         const angka::FitOptions& how, const angka::DigitAugmentation& augmentation,
                         const Options& options, const std::function<bool()>& go_on,
                         const EpochObserver& after_epoch) {
  Progress progress(options, how.epochs);
  angka::History history = classifier.fit(
      images, how, augmentation,
      [&](const angka::StepResult& step) {
        progress.step(step);
        return go_on();
      },
      [&](const angka::EpochResult& epoch) {
        if (!after_epoch) return;
        progress.clear();
        after_epoch(epoch);
      });
  progress.clear();
  return history;
}

angka::History fit_shown(Classifier& classifier, const angka::DataView& images,
                         const angka::FitOptions& how, const angka::DigitAugmentation& augmentation,
                         const Options& options, const InterruptGuard& interrupt, const Say& say,
                         const EpochObserver& after_epoch) {
  const Texts& t = *options.texts;
  angka::History history = fit_while(
      classifier, images, how, augmentation, options, [&] { return !interrupt.received(); },
      after_epoch);
  if (history.status == angka::FitStatus::not_finite)
    angka::raise(angka::Error(fill(t.diverged, history.message)));
  if (interrupt.received())
    angka::raise(angka::Error(std::filesystem::exists(options.checkpoint)
                                  ? fill(t.interrupted_resumable, options.checkpoint)
                                  : t.interrupted));
  if (history.at_chance) say(t.at_chance);
  return history;
}

void check_settings(const Options& options) {
  if (!net_has_dropout(options.net, *options.texts) && options.dropout)
    angka::raise(UsageError(fill(options.texts->no_dropout, options.net)));
}

const Net& net_for(const Options& options, const Digits& digits, const std::string& name) {
  return choose_net(name.empty() ? options.net : name, static_cast<int>(digits.classes().size()),
                    {.texts = *options.texts, .quiet = options.quiet});
}

std::string dropout_text(const TrainingSettings& settings, const Texts& t) {
  return settings.dropout ? brief(*settings.dropout) : t.own_rates;
}

std::vector<std::pair<const char*, double>> extras(const TrainingSettings& s) {
  std::vector<std::pair<const char*, double>> used{{"l1", s.l1},
                                                   {"ema_decay", s.ema_decay},
                                                   {"swa", s.swa},
                                                   {"mixup", s.mixing.mixup},
                                                   {"cutmix", s.mixing.cutmix},
                                                   {"teacher_temperature", s.teacher_temperature},
                                                   {"teacher_weight", s.teacher_weight}};
  std::erase_if(used, [](const auto& its) { return its.second == 0; });
  return used;
}

Json to_json(const TrainingSettings& s) {
  Json json{{"epochs", s.epochs},
            {"batch_size", s.batch_size},
            {"optimizer", s.optimizer},
            {"learning_rate", s.learning_rate},
            {"schedule", s.schedule},
            {"weight_decay", s.weight_decay},
            {"dropout", s.dropout ? Json(*s.dropout) : Json()},
            {"label_smoothing", s.label_smoothing},
            {"augment", to_string(s.augmentation)}};
  if (s.loss != offered_losses[0].name) json["loss"] = s.loss;
  for (const auto& [key, value] : extras(s)) json[key] = value;
  return json;
}

Json to_json(const angka::EpochResult& e) {
  Json json{{"epoch", e.epoch}, {"loss", e.loss}, {"train_accuracy", e.train_accuracy}};
  json["validation_loss"] = e.has_validation ? Json(e.validation_loss) : Json();
  json["validation_accuracy"] = e.has_validation ? Json(e.validation_accuracy) : Json();
  json["learning_rate"] = e.learning_rate;
  json["seconds"] = e.seconds;
  if (e.average_seconds > 0) json["average_seconds"] = e.average_seconds;
  json["images_per_second"] = e.images_per_second;
  return json;
}

std::string to_text(const TrainingSettings& s, const Texts& t) {
  std::string text =
      fill(t.recipe, s.epochs, s.batch_size, s.optimizer, brief(s.learning_rate), s.schedule) +
      '\n';
  if (!s.augmentation.off()) text += fill(t.augmentation, to_string(s.augmentation)) + '\n';
  return text;
}
