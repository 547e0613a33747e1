#include <algorithm>
#include <angka/augment/spec.hpp>
#include <utility>

#include "study_figures.hpp"
#include "writer.hpp"

void ReportWriter::flow() {
  heading(r_.study.flow);
  say(r_.study.see_flow);
  const TrainingSettings& s = f_.trained.plan.settings;
  const angka::Shape& shape = images_.shape;
  std::vector<FlowStep> steps{
      {r_.study.flow_collect,
       ::fill(r_.study.flow_collected, images_used(), images_.classes.size())},
      {r_.study.flow_prepare, fill(r_.study.flow_prepared, shape.height, shape.width)},
      {r_.study.flow_split,
       fill(t_.parts, parts_.train.size(), parts_.validation.size(), test_.size())}};
  if (augmented_)
    steps.push_back({r_.study.flow_augment,
                     fill(r_.study.flow_augmented, operation_specs(s.augmentation).size())});
  steps.push_back({r_.study.flow_build, ::fill(r_.study.flow_built, net_.name, net_.parameters)});
  if (f_.tuning)
    steps.push_back({r_.study.flow_tune, fill(r_.study.flow_tuned, f_.tuning->trials.size())});
  steps.push_back({r_.study.flow_train, ::fill(r_.study.flow_trained, s.epochs, s.optimizer)});
  steps.push_back({r_.study.flow_test, fill(r_.study.flow_tested, test_.size())});
  if (f_.comparison)
    steps.push_back(
        {r_.study.flow_compare, fill(r_.study.flow_compared, f_.comparison->pairs.size())});
  steps.push_back({r_.study.flow_conclude, ""});
  add(flow_figure("flow", r_.study.flow_caption, steps));
}
