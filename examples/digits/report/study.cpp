#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/data/image.hpp>
#include <filesystem>
#include <utility>

#include "console/images.hpp"
#include "study_figures.hpp"
#include "writer.hpp"

void ReportWriter::flow() {
  heading(p_.flow);
  say(p_.see_flow);
  const TrainingSettings& s = f_.trained.plan.settings;
  const angka::Shape& shape = images_.shape;
  const std::size_t images = parts_.train.size() + parts_.validation.size() + test_.size();
  std::vector<FlowStep> steps{
      {p_.flow_collect, fill(p_.flow_collected, images, images_.classes.size())},
      {p_.flow_prepare, fill(p_.flow_prepared, shape.height, shape.width)},
      {p_.flow_split, fill(t_.parts, parts_.train.size(), parts_.validation.size(), test_.size())}};
  if (augmented_) steps.push_back({p_.flow_augment, to_string(s.augmentation)});
  steps.push_back({p_.flow_build, ::fill(p_.flow_built, net_.name, net_.parameters)});
  if (f_.tuning) steps.push_back({p_.flow_tune, fill(p_.flow_tuned, f_.tuning->trials.size())});
  steps.push_back({p_.flow_train, ::fill(p_.flow_trained, s.epochs, s.optimizer)});
  steps.push_back({p_.flow_test, fill(p_.flow_tested, test_.size())});
  if (f_.comparison)
    steps.push_back({p_.flow_compare, fill(p_.flow_compared, f_.comparison->pairs.size())});
  steps.push_back({p_.flow_conclude, ""});
  add(flow_figure("flow", p_.flow_caption, steps));
}

void ReportWriter::stages() {
  const std::uint32_t image = f_.inspection.shown.front();
  std::vector<Stage> stages;
  const Findings& findings = f_.inspection.findings;
  if (image < findings.files.size()) {
    std::error_code error;
    const std::filesystem::path file = f_.data.digits.place / findings.files[image];
    if (std::filesystem::is_regular_file(file, error)) {
      angka::Image original = angka::read_image(file);
      const std::string size = original_size(
          {.channels = original.channels, .height = original.height, .width = original.width});
      stages.push_back({std::move(original), {size, p_.stage_original}});
    }
  }
  const angka::Image own = to_image(images_, image);
  const std::string size =
      original_size({.channels = own.channels, .height = own.height, .width = own.width});
  const auto [low, high] = std::minmax_element(own.pixels.begin(), own.pixels.end());
  stages.push_back(
      {own, {size + ", " + count(int{*low}) + "–" + count(int{*high}), p_.stage_grey}});
  const angka::Normalization& measured = f_.trained.plan.normalization;
  const auto normalised = [&](int pixel) {
    return fixed(
        (pixel / 255.0 - double{measured.mean[0]}) / double{measured.standard_deviation[0]}, 2);
  };
  stages.push_back({own, {normalised(*low) + " … " + normalised(*high), p_.stage_normalised}});
  say(p_.see_stages);
  add(stages_figure("stages", p_.stages_caption, stages));
}
