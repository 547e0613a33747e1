#include "label_check.hpp"

#include <algorithm>
#include <angka/data/normalization.hpp>
#include <angka/data/split.hpp>
#include <memory>
#include <vector>

#include "cleaning_text.hpp"
#include "nets/classifier.hpp"
#include "training.hpp"

namespace {

/// The probabilities of the first `classes` of a net's outputs, which may be more.
void put_probabilities(std::vector<float>& all, std::size_t at, const float* outputs,
                       std::size_t classes) {
  float sum = 0;
  for (std::size_t c = 0; c < classes; ++c) sum += outputs[c];
  for (std::size_t c = 0; c < classes; ++c)
    all[at * classes + c] = sum > 0 ? outputs[c] / sum : 1 / static_cast<float>(classes);
}

}  // namespace

LabelCheck check_labels(const Findings& findings, const Digits& digits, const Options& options,
                        const InterruptGuard& interrupt, const Say& say) {
  const angka::Dataset& data = findings.images;
  const CleaningTexts& c = cleaning_texts(*options.texts);
  const std::size_t classes = data.classes.size();
  LabelCheck check{.issues = {}, .folds = options.folds.value_or(5)};
  if (static_cast<std::size_t>(check.folds) > data.size())
    angka::raise(UsageError(fill(c.too_many_folds, data.size(), check.folds)));
  const auto folds = fold_images(data, digits.by_writer && data.writers.size() == data.size(),
                                 check.folds, {options.seed});
  // A built-in net serves fewer classes than it has outputs, without a compiler.
  const Net* built_in = find_net(options.net);
  const bool serves = built_in && classes <= static_cast<std::size_t>(built_in->classes);
  const Net& net = serves ? *built_in : net_for(options, digits);
  Options plain = options;
  plain.augment = {};
  const TrainingSettings settings(plain, net, folds.front().train.size());
  say(fill(c.checking, net.name, check.folds));
  std::vector<float> probabilities(data.size() * classes);
  int done = 0;
  for (const angka::Split& fold : folds) {
    const std::size_t limit = options.train_limit, images = fold.train.size();
    std::vector<std::uint32_t> some;  // from all classes
    for (std::size_t i = 0; limit > 0 && i < std::min(limit, images); ++i)
      some.push_back(fold.train[i * images / std::min(limit, images)]);
    const angka::DataView train = data.select(limit > 0 ? some : fold.train),
                          others = data.select(fold.held_out);
    const auto classifier = settings.make(net, options.seed, angka::measure(train));
    fit_shown(*classifier, train, settings.fit_options(train.size(), options.threads),
              settings.augmentation, options, interrupt, say);
    const std::vector<float> outputs = classifier->predict(others);
    const std::size_t each = outputs.size() / others.size();
    std::size_t right = 0;
    for (std::size_t i = 0; i < others.size(); ++i) {
      put_probabilities(probabilities, fold.held_out[i], &outputs[i * each], classes);
      const float* its = &probabilities[fold.held_out[i] * classes];
      right += std::max_element(its, its + classes) - its == others.label(i);
    }
    check.as_labelled += right;
    say(fill(c.fold_done, ++done, check.folds, right, others.size()));
  }
  check.issues = angka::find_label_issues(probabilities, data.labels, static_cast<int>(classes));
  return check;
}

Json to_json(const LabelCheck& check) {
  return {{"folds", check.folds},
          {"read_as_labelled", check.as_labelled},
          {"contradicted", check.issues.ranked.size()},
          {"likely_wrong", check.issues.confident},
          {"thresholds", check.issues.thresholds}};
}
