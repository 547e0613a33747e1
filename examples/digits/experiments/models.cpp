#include "models.hpp"

#include <angka/core/errors.hpp>
#include <angka/metrics/probabilities.hpp>
#include <angka/training/versions.hpp>
#include <utility>

#include "console/measuring_text.hpp"
#include "console/output.hpp"

namespace {

TrainedOn training_of(const ModelFacts& facts) {
  return {.classes = facts.classes,
          .fingerprint = facts.fingerprint,
          .mnist_training = facts.mnist_training,
          .held_out = facts.held_out,
          .writers = facts.writers,
          .seed = facts.seed};
}

/// The models as the library takes one.
struct Together {
  const std::vector<SavedModel>* models;

  std::vector<float> predict_batch(const angka::DataView& images, int threads) const {
    return predict_together(*models, images, threads);
  }
};

}  // namespace

std::vector<SavedModel> load_models(const Options& options) {
  const MeasuringTexts& m = measuring_texts(*options.texts);
  std::vector<SavedModel> models;
  for (const std::string& path : options.models) {
    models.push_back(load_model(path, options));
    if (models.back().facts.classes != models.front().facts.classes)
      angka::raise(angka::FileError(path, m.same_classes, m.other_classes));
  }
  return models;
}

TestImages unseen_images(Digits& digits, const std::vector<SavedModel>& models,
                         const Options& options) {
  const MeasuringTexts& m = measuring_texts(*options.texts);
  TestImages images;
  for (std::size_t i = 0; i < models.size(); ++i) {
    TestImages own = unseen_images(digits, training_of(models[i].facts), *options.texts);
    // What is held out for one is new to those that were trained on other data.
    if (i == 0 || images.index.empty())
      images = std::move(own);
    else if (!own.index.empty() && own.index != images.index)
      angka::raise(angka::FileError(options.models[i], m.same_held_out, m.other_held_out));
  }
  return images;
}

std::vector<float> predict_together(const std::vector<SavedModel>& models,
                                    const angka::DataView& images, int threads) {
  angka::MeanProbabilities<float> mean;
  for (const SavedModel& model : models) mean.add(model.classifier->predict(images, threads));
  return mean.get();
}

std::vector<float> predict_versions(const std::vector<SavedModel>& models,
                                    const angka::DataView& images, const Options& options) {
  return angka::predict_versions(
      Together{&models}, images, options.augment,
      {.count = options.versions, .seed = {options.seed}, .threads = options.threads});
}

Rows rows_of(const std::vector<angka::Evaluation>& alone, const angka::Evaluation& together,
             const Options& options) {
  const MeasuringTexts& m = measuring_texts(*options.texts);
  Rows rows{{m.model, m.accuracy, m.interval, m.loss, m.calibration_error}};
  const auto add = [&](const std::string& name, const angka::Evaluation& e) {
    const angka::Interval interval = e.accuracy_interval();
    rows.push_back({name, percent(e.accuracy()),
                    fill(options.texts->low_to_high, percent(interval.low), percent(interval.high)),
                    fixed(e.loss(), 4), percent(e.calibration_error())});
  };
  for (std::size_t i = 0; i < alone.size(); ++i) add(options.models[i], alone[i]);
  add(fill(m.mean_of_models, alone.size()), together);
  return rows;
}
