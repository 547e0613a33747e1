#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/core/number.hpp>
#include <angka/version.hpp>
#include <iterator>
#include <sstream>
#include <string_view>
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

namespace {

/// What stands between numbers.
const char* between() { return number_signs.decimal == ',' ? "; " : ", "; }

}  // namespace

std::string words(const Trial& trial, const ReportTexts& texts) {
  const Json settings = settings_json(trial);
  std::string text;
  for (const auto& [key, name] : texts.network.setting_names) {
    const auto value = settings.find(key);
    if (value == settings.end() || value->is_null()) continue;
    text += (text.empty() ? "" : between()) + std::string(name) + ' ' +
            (key == std::string_view("augment") ? '(' + in_words(value->get<std::string>()) + ')'
             : value->is_string()               ? value->get<std::string>()
                                                : brief(value->get<double>()));
  }
  return text;
}

std::string in_words(const std::string& specification) {
  std::string text;
  std::istringstream operations(specification);
  for (std::string operation; std::getline(operations, operation, ',');) {
    const std::size_t end = operation.find('=');
    text += (text.empty() ? "" : between()) + operation.substr(0, end);
    double strength = 0;
    if (end != operation.npos && angka::detail::read_number(operation.substr(end + 1), strength))
      text += ' ' + brief(strength);
  }
  return text;
}

std::string ReportWriter::setting_name(std::string_view key) const {
  for (const SettingName& setting : r_.network.setting_names)
    if (key == setting.key) return setting.name;
  return std::string(key);
}

void ReportWriter::protocol() {
  heading(r_.study.protocol);
  say(r_.study.see_protocol);
  const TrainingSettings& s = f_.trained.plan.settings;
  const std::size_t train = parts_.train.size(), test = test_.size();
  const std::string on_test = fill(r_.study.of_the_test, test);
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
    rows.push_back({fill(r_.study.the_search, f_.tuning->trials.size()), count(train), "-", "-",
                    count(trainings), fill(r_.study.of_the_validation, f_.tuning->judging_images)});
  }
  row(r_.study.this_model, train, s, 1);
  if (f_.comparison) {
    const std::size_t both = 2 * f_.comparison->pairs.size();
    for (const Comparison::OfSize& size : f_.comparison->sizes) {
      const bool all = size.images == train;  // among them the model of the report
      row(all ? r_.study.its_comparison : r_.study.smaller_comparison, size.images, size.settings,
          both - all);
      measured += both - all;
    }
  }
  table("protocol", r_.study.protocol_caption,
        {r_.study.trained_what, t_.training_images, t_.epoch, r_.document.updates,
         r_.study.trainings, r_.study.measured_on},
        std::move(rows));
  if (f_.tuning)
    say(r_.study.chosen_by_search, f_.tuning->winner.number, f_.tuning->trials.size(),
        f_.tuning->judging_images);
  else
    say(r_.study.chosen_before);
  if (f_.comparison) {
    const auto& sizes = f_.comparison->sizes;
    const bool longer = std::any_of(sizes.begin(), sizes.end(), [&](const auto& size) {
      return size.settings.epochs != s.epochs;
    });
    const bool with = !f_.trained.plan.settings.augmentation.off();
    say(r_.study.one_training, std::to_string(f_.options.seed),
        with ? t_.with_augmentation : t_.without_augmentation);
    if (longer) also(r_.study.longer_on_fewer);
  }
  say(r_.study.test_measured, test, measured);
}

ReportWriter::Rows ReportWriter::building_rows() const {
  const TrainingSettings& s = f_.trained.plan.settings;
  const std::string augmentation = in_words(to_string(s.augmentation));
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
  step(r_.network.libraries, fill(r_.network.libraries_chosen, ANGKA_VERSION, eigen, compiler()));
  step(r_.network.normalisation,
       fill(r_.network.normalisation_chosen, per_channel(measured.mean, 4),
            per_channel(measured.standard_deviation, 4)));
  step(r_.network.split,
       fill(r_.network.split_chosen, parts_.train.size(), parts_.validation.size(), test_.size(),
            f_.data.digits.by_writer ? r_.network.split_by_writer : r_.network.split_by_class));
  step(r_.network.input,
       fill(r_.network.input_chosen, to_string(layers_.input), images_.classes.size()));
  step(r_.network.architecture,
       fill(r_.network.architecture_chosen, net_.name, layers_.layers.size(), net_.parameters));
  step(r_.network.initialisation,
       fill(r_.network.initialisation_chosen, std::to_string(f_.options.seed)));
  std::string activations;
  for (const auto& [kind, name] : {std::pair("relu", "ReLU"),
                                   {"leaky_relu", "leaky ReLU"},
                                   {"elu", "ELU"},
                                   {"gelu", "GELU"},
                                   {"silu", "SiLU"},
                                   {"sigmoid", "sigmoid"},
                                   {"tanh", "tanh"}})
    if (std::any_of(described_.steps.begin(), described_.steps.end(),
                    [kind = kind](const angka::StepDescription& its) { return its.kind == kind; }))
      activations += (activations.empty() ? "" : ", ") + std::string(name);
  step(r_.network.activation,
       ::fill(r_.network.activation_chosen, activations.empty() ? "-" : activations));
  step(r_.network.loss, ::fill(r_.network.loss_chosen, s.loss, brief(s.label_smoothing)));
  step(r_.network.optimizer,
       ::fill(r_.network.optimizer_chosen, s.optimizer, brief(s.learning_rate), s.schedule));
  step(r_.network.training, fill(r_.network.training_chosen, s.epochs, s.batch_size, augmentation,
                                 fixed(f_.trained.history.seconds, 1)));
  step(r_.network.evaluation, r_.network.evaluation_chosen);
  step(r_.network.tuning, f_.tuning ? fill(r_.network.tuning_chosen, f_.tuning->trials.size(),
                                           words(f_.tuning->winner, r_))
                                    : r_.network.tuning_none);
  step(r_.network.other_nets, ::fill(r_.network.other_nets_chosen, net_.name, others));
  std::string regularisation = ::fill(r_.network.regularisation_chosen, brief(s.weight_decay),
                                      dropout_text(s, t_), brief(s.label_smoothing), augmentation);
  for (const auto& [key, value] : extras(s))
    regularisation += ", " + setting_name(key) + ' ' + brief(value);
  step(r_.network.regularisation, regularisation);
  return rows;
}

void ReportWriter::building() {
  heading(r_.network.building);
  say(r_.network.building_intro);
  also(r_.network.see_building);
  table("building", r_.network.building, {r_.document.step, r_.network.chosen, r_.network.why},
        building_rows());

  bool convolves = false;
  for (const angka::LayerSummary& layer : layers_.layers)
    convolves = convolves || layer.layer.starts_with("Conv2D");
  if (convolves) say(r_.network.cite_initialisation);

  part(r_.network.layers);
  say(r_.network.see_layers);
  if (net_.name == "lenet5") also(r_.network.cite_lenet5);
  if (net_.name == "residual") also(r_.network.cite_residual);
  if (net_.name == "vgg") also(r_.network.cite_vgg);
  Rows rows{{"", r_.network.input_layer, to_string(layers_.input), "", ""}};
  for (const angka::LayerSummary& layer : layers_.layers)
    rows.push_back({layer.position, layer.layer, to_string(layer.output), count(layer.parameters),
                    count(layer.multiply_adds)});
  rows.push_back({"", t_.total, "", count(layers_.parameters), count(layers_.multiply_adds)});
  table("layers", fill(r_.network.layers_caption, net_.name),
        {r_.network.number, r_.network.layer, r_.network.output, r_.network.parameters,
         r_.network.multiply_adds},
        std::move(rows));
  add(architecture_figure("layers", fill(r_.network.layers_figure, net_.name), layers_,
                          figure_texts(t_)));
}

void ReportWriter::measuring() {
  heading(r_.test.measuring);
  say(r_.test.measuring_intro);
  also(r_.test.see_measures);
  Rows rows;
  for (const auto& measure : r_.test.measures) rows.push_back({measure.name, measure.formula});
  table("measures", r_.test.measures_caption, {r_.test.measure, r_.test.formula}, std::move(rows));
}
