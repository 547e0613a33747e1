#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/version.hpp>
#include <iterator>
#include <utility>

#include "architecture_figure.hpp"
#include "experiments/training.hpp"
#include "figures_text.hpp"
#include "writer.hpp"

std::string compiler() {
#if defined(__clang__)
  return "clang++ " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string words(const Trial& trial, const ReportTexts& texts) {
  const Json settings = settings_json(trial);
  std::string text;
  for (const auto& [key, name] : texts.setting_names)
    if (const Json& value = settings[key]; !value.is_null())
      text += (text.empty() ? "" : number_signs.decimal == ',' ? "; " : ", ") + std::string(name) +
              ' ' + (value.is_string() ? value.get<std::string>() : brief(value.get<double>()));
  return text;
}

void ReportWriter::protocol() {
  heading(r_.protocol);
  say(p_.see_protocol);
  const TrainingSettings& s = f_.trained.plan.settings;
  const std::size_t train = parts_.train.size(), test = test_.size();
  const std::string on_test = fill(r_.of_the_test, test);
  Rows rows;
  const auto row = [&](const std::string& what, std::size_t images, const TrainingSettings& its,
                       std::size_t trainings) {
    rows.push_back({what, count(images), count(its.epochs), count(its.updates(images)),
                    count(trainings), on_test});
  };
  std::size_t measured = 1;
  if (f_.tuning) {
    std::size_t trainings = 0;
    for (const Trial& trial : f_.tuning->trials) trainings += trial.rungs.size();
    rows.push_back({fill(r_.the_search, f_.tuning->trials.size()), count(train), r_.by_trial, "",
                    count(trainings), fill(r_.of_the_validation, f_.tuning->judging_images)});
  }
  row(r_.this_model, train, s, 1);
  if (f_.comparison) {
    const std::size_t both = 2 * f_.comparison->pairs.size();
    for (const Comparison::OfSize& size : f_.comparison->sizes) {
      const bool all = size.images == train;  // among them the model of the report
      row(all ? r_.its_comparison : r_.smaller_comparison, size.images, size.settings, both - all);
      measured += both - all;
    }
  }
  table("protocol", r_.protocol_caption,
        {r_.trained_what, t_.training_images, t_.epoch, r_.updates, r_.trainings, r_.measured_on},
        std::move(rows));
  if (f_.tuning)
    say(r_.chosen_by_search, f_.tuning->winner.number, f_.tuning->trials.size(),
        f_.tuning->judging_images);
  else
    say(r_.chosen_before);
  if (f_.comparison) {
    const bool with = !f_.trained.plan.settings.augmentation.off();
    say(r_.one_training, std::to_string(f_.options.seed),
        with ? t_.with_augmentation : t_.without_augmentation);
  }
  say(r_.test_measured, test, measured);
}

void ReportWriter::building() {
  heading(r_.building);
  say(r_.building_intro);
  say(p_.see_building);
  const TrainingSettings& s = f_.trained.plan.settings;
  const std::string augmentation = to_string(s.augmentation);
  const angka::Normalization& measured = f_.trained.plan.normalization;
  std::string others;
  for (const Net& net : nets())
    if (net.name != net_.name)
      others += (others.empty() ? "" : ", ") + std::string(net.name) + " (" +
                count(static_cast<std::size_t>(net.parameters)) + ')';
  const std::string eigen = std::to_string(EIGEN_WORLD_VERSION) + '.' +
                            std::to_string(EIGEN_MAJOR_VERSION) + '.' +
                            std::to_string(EIGEN_MINOR_VERSION);
  Rows rows;
  const auto step = [&](const StepText& text, const std::string& chosen) {
    rows.push_back({count(rows.size() + 1) + ". " + text.title, chosen, text.reason});
  };
  step(r_.libraries, fill(r_.libraries_chosen, ANGKA_VERSION, eigen, compiler()));
  step(r_.normalisation, fill(r_.normalisation_chosen, per_channel(measured.mean, 4),
                              per_channel(measured.standard_deviation, 4)));
  step(r_.split,
       fill(r_.split_chosen, parts_.train.size(), parts_.validation.size(), test_.size()));
  step(r_.input, fill(r_.input_chosen, to_string(layers_.input), images_.classes.size()));
  step(r_.architecture,
       fill(r_.architecture_chosen, net_.name, layers_.layers.size(), net_.parameters));
  step(r_.initialisation, fill(r_.initialisation_chosen, std::to_string(f_.options.seed)));
  std::string activations;
  for (const auto& [kind, name] : {std::pair("relu", "ReLU"),
                                   {"leaky_relu", "leaky ReLU"},
                                   {"elu", "ELU"},
                                   {"gelu", "GELU"},
                                   {"silu", "SiLU"},
                                   {"sigmoid", "sigmoid"},
                                   {"tanh", "tanh"}})
    if (std::any_of(described_.steps.begin(), described_.steps.end(),
                    [&](const angka::StepDescription& its) { return its.kind == kind; }))
      activations += (activations.empty() ? "" : ", ") + std::string(name);
  step(r_.activation, ::fill(r_.activation_chosen, activations.empty() ? "-" : activations));
  step(r_.loss, fill(r_.loss_chosen, brief(s.label_smoothing)));
  step(r_.optimizer, ::fill(r_.optimizer_chosen, s.optimizer, brief(s.learning_rate), s.schedule));
  step(r_.training, fill(r_.training_chosen, s.epochs, s.batch_size, augmentation,
                         fixed(f_.trained.history.seconds, 1)));
  step(r_.evaluation, r_.evaluation_chosen);
  step(r_.tuning, f_.tuning
                      ? fill(r_.tuning_chosen, f_.tuning->trials.size(), words(f_.tuning->winner, r_))
                      : r_.tuning_none);
  step(r_.other_nets, ::fill(r_.other_nets_chosen, net_.name, others));
  step(r_.regularisation, ::fill(r_.regularisation_chosen, brief(s.weight_decay),
                                 dropout_text(s, t_), brief(s.label_smoothing), augmentation));
  table("building", r_.building, {r_.step, r_.chosen, r_.why}, std::move(rows));

  bool convolves = false;
  for (const angka::LayerSummary& layer : layers_.layers)
    convolves = convolves || layer.layer.starts_with("Conv2D");
  if (convolves) say(p_.cite_initialisation);

  part(r_.layers);
  if (net_.name == "lenet5") say(p_.cite_lenet5);
  if (net_.name == "residual") say(p_.cite_residual);
  say(p_.see_layers);
  rows = {{"", r_.input_layer, to_string(layers_.input), "", ""}};
  for (const angka::LayerSummary& layer : layers_.layers)
    rows.push_back({layer.position, layer.layer, to_string(layer.output), count(layer.parameters),
                    count(layer.multiply_adds)});
  rows.push_back({"", t_.total, "", count(layers_.parameters), count(layers_.multiply_adds)});
  table("layers", fill(r_.layers_caption, net_.name),
        {"", r_.layer, r_.output, r_.parameters, r_.multiply_adds}, std::move(rows));
  add(architecture_figure("layers", fill(r_.layers_figure, net_.name), layers_, figure_texts(t_)));
}

void ReportWriter::measuring() {
  heading(r_.measuring);
  say(r_.measuring_intro);
  say(p_.see_measures);
  Rows rows;
  for (const auto& measure : r_.measures) rows.push_back({measure.name, measure.formula});
  table("measures", r_.measures_caption, {r_.measure, r_.formula}, std::move(rows));
}
