#include "judged.hpp"

#include <angka/data/normalization.hpp>

bool Judged::diverged() const {
  return !history || (evaluation && !angka::finite(evaluation->loss()));
}

Judged train_and_judge(const Net& net, const TrainingSettings& settings, std::uint64_t seed,
                       const angka::DataView& train, const angka::DataView& judging,
                       const std::vector<std::string>& classes, const Options& options,
                       const std::function<bool()>& go_on) {
  Judged judged{.classifier = settings.make(net, seed, angka::measure(train))};
  judged.history =
      fit_while(*judged.classifier, train, settings.fit_options(train.size(), options.threads),
                settings.augmentation, options, go_on);
  if (judged.history.status != angka::FitStatus::interrupted && go_on())
    judged.evaluation = judged.classifier->evaluate(judging, classes, options.threads);
  return judged;
}
