#include <angka/augment/spec.hpp>
#include <angka/metrics/probabilities.hpp>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "console/measuring_text.hpp"
#include "console/output.hpp"
#include "experiments/calibrated.hpp"
#include "experiments/cross_validation.hpp"
#include "experiments/data.hpp"
#include "experiments/models.hpp"
#include "experiments/study.hpp"
#include "experiments/unseen.hpp"
#include "experiments/writers.hpp"
#include "experiments/writers_text.hpp"

namespace {

int evaluate_folds(const Options& options) {
  const Texts& t = *options.texts;
  check_settings(options);
  const Digits digits = load_digits(options, options.data);
  check_classes(digits, t);
  describe(digits, t);
  const InterruptGuard interrupt;
  const CrossValidation validation = cross_validate(digits, options, interrupt, print_line);
  print(validation, t);
  write_json(options.json, to_json(validation, digits, options));
  return 0;
}

}  // namespace

int evaluate(const Options& options) {
  const Texts& t = *options.texts;
  const MeasuringTexts& m = measuring_texts(t);
  check_writable(options.json);
  if (options.folds) return evaluate_folds(options);
  const std::vector<SavedModel> models = load_models(options);
  Digits digits = load_digits(options, options.test.empty() ? options.data : options.test);
  const TestImages images = unseen_images(digits, models, options);
  const angka::DataView view = images.view();
  const std::vector<std::string>& classes = models.front().facts.classes;
  const bool several = models.size() > 1;

  std::vector<angka::Evaluation> alone;
  std::vector<std::optional<Calibrated>> calibrated;
  angka::MeanProbabilities<float> together;
  for (const SavedModel& model : models) {
    alone.push_back(model.classifier->evaluate(view, classes, options.threads));
    std::vector<float> says = model.classifier->predict(view, options.threads);
    together.add(says);
    calibrated.push_back(calibrate(model.facts, std::move(says), view));
  }
  const std::vector<float> probabilities = together.get();
  const angka::Evaluation evaluation =
      several ? evaluate_probabilities(probabilities, view, classes) : alone.front();

  if (images.kind != TestImages::Kind::held_out) digits.split_note.clear();
  describe(digits, t);
  using Kind = TestImages::Kind;
  const char* what = images.kind == Kind::held_out   ? t.on_held_out
                     : images.kind == Kind::test_set ? t.on_test
                                                     : t.whole_data;
  std::cout << fill(what, evaluation.total()) << '\n';
  if (several)
    std::cout << aligned(rows_of(alone, evaluation, options)) << '\n'
              << fill(m.together, models.size()) << '\n';
  print(evaluation, t);
  if (!several) print(calibrated.front(), evaluation, t);
  Json json =
      to_json(evaluation, several ? "ensemble" : models.front().facts.net, digits, images.kind);
  if (!several && calibrated.front()) json["calibrated"] = to_json(*calibrated.front());
  for (std::size_t i = 0; several && i < models.size(); ++i) {
    Json one{{"model", options.models[i]}, {"net", models[i].facts.net}};
    one.update(to_json(alone[i]));
    if (calibrated[i]) one["calibrated"] = to_json(*calibrated[i]);
    json["models"].push_back(std::move(one));
  }
  if (options.versions > 0) {
    const angka::Evaluation mean =
        evaluate_probabilities(predict_versions(models, view, options), view, classes);
    const std::string augment = to_string(options.augment);
    std::cout << '\n'
              << fill(m.mean_of_versions, options.versions, augment, std::to_string(options.seed))
              << '\n'
              << figures(mean, t);
    json["versions"] = {{"count", options.versions}, {"augment", augment}, {"seed", options.seed}};
    json["versions"].update(to_json(mean));
  }
  if (images.data->writers.size() == images.data->size()) {
    Run run;
    run.probabilities = probabilities;
    judge(view, run);
    const auto writers = score_by_writer(view, run.right);
    print(writer_texts(t).accuracy, rows_of(writers, digits, t));
    json["writers"] = to_json(writers, digits);
  }
  write_json(options.json, json);
  return 0;
}
