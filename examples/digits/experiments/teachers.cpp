#include "teachers.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/metrics/probabilities.hpp>
#include <angka/metrics/temperature.hpp>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <span>
#include <utility>

#include "console/teaching_text.hpp"

namespace {

using Places = std::vector<std::uint32_t>;

/// Which images of `digits` a model was trained on, and validated with, as far as its file tells:
/// all that it may have been.
Parts seen_by(const ModelFacts& facts, const Digits& digits, const Options& asked) {
  Parts seen;
  const bool same = facts.fingerprint == digits.fingerprint;
  const bool by_writer = !facts.writers.empty();
  if (same && (!by_writer || facts.writers == writers_fingerprint(digits.train()))) {
    Options its = asked;
    its.seed = facts.seed;
    its.test_split = facts.held_out;
    its.validation = facts.validation.value_or(0);
    its.train_limit = facts.train_limit;
    return part(digits, by_writer, facts.held_out > 0, its);
  }
  if (same || (facts.mnist_training && digits.mnist_training())) {
    seen.train.resize(digits.train().size());
    std::iota(seen.train.begin(), seen.train.end(), 0u);
  }
  return seen;
}

std::size_t count_common(Places a, Places b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  Places common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return common.size();
}

/// Raises FileError unless a model has seen none of the images to test on, and learnt from none of
/// those to validate on.
void check_unseen(const std::string& path, const ModelFacts& facts, const ExperimentData& data,
                  const Parts& parts, const Options& options) {
  const TeachingTexts& u = teaching_texts(*options.texts);
  const auto check = [&](std::size_t seen, std::size_t images, const char* expected) {
    if (seen > 0) angka::raise(angka::FileError(path, expected, fill(u.saw, seen, images)));
  };
  if (data.test && data.test->kind != TestImages::Kind::test_set) {
    Places tested = data.test->index;
    if (tested.empty()) {
      tested.resize(data.test_size());
      std::iota(tested.begin(), tested.end(), 0u);
    }
    const Parts seen = seen_by(facts, data.tested(), options);
    check(count_common(tested, seen.train) + count_common(tested, seen.validation), tested.size(),
          u.without_test);
  }
  check(count_common(parts.validation, seen_by(facts, data.digits, options).train),
        parts.validation.size(), u.without_validation);
}

}  // namespace

Teachers::Teachers(const Options& options, const ExperimentData& data, const Parts& parts) {
  const TeachingTexts& u = teaching_texts(*options.texts);
  for (const std::string& path : options.teachers) {
    SavedModel model = load_model(path, options);
    if (model.facts.classes != data.digits.classes())
      angka::raise(angka::FileError(path, u.same_classes, u.other_classes));
    check_unseen(path, model.facts, data, parts, options);
    const bool same_data = model.facts.fingerprint == data.digits.fingerprint;
    models_.push_back({path, std::move(model), same_data});
  }
}

std::vector<float> Teachers::targets(const angka::Dataset& data, const Places& train,
                                     double temperature, int threads) const {
  const angka::DataView images = data.select(train);
  angka::MeanProbabilities<float> mean;
  for (const Teacher& teacher : models_)
    mean.add(teacher.model.classifier->predict(images, threads));
  std::vector<float> says = mean.get();
  angka::Temperature{temperature}.apply(std::span<float>(says), images.size());
  const std::size_t classes = says.size() / images.size();
  std::vector<float> targets(data.size() * classes);
  for (std::size_t i = 0; i < train.size(); ++i)
    std::copy_n(says.data() + i * classes, classes, targets.data() + train[i] * classes);
  return targets;
}

void Teachers::tell(const Say& say, const Texts& t) const {
  const TeachingTexts& u = teaching_texts(t);
  for (const Teacher& teacher : models_)
    say(fill(teacher.same_data ? u.taught_by : u.no_split, teacher.path, teacher.model.facts.net,
             teacher.model.facts.data));
}

Json Teachers::to_json() const {
  Json list = Json::array();
  for (const Teacher& teacher : models_) {
    const ModelFacts& facts = teacher.model.facts;
    list.push_back({{"file", teacher.path},
                    {"net", facts.net},
                    {"data", facts.data},
                    {"same_data", teacher.same_data},
                    {"seed", facts.seed}});
  }
  return list;
}
