#include <iostream>

#include "commands.hpp"
#include "console/output.hpp"
#include "experiments/cross_validation.hpp"
#include "experiments/data.hpp"
#include "experiments/study.hpp"
#include "experiments/unseen.hpp"
#include "experiments/writers.hpp"
#include "experiments/writers_text.hpp"
#include "nets/model_file.hpp"

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
  check_writable(options.json);
  if (options.folds) return evaluate_folds(options);
  const SavedModel model = load_model(options);
  Digits digits = load_digits(options, options.test.empty() ? options.data : options.test);
  const ModelFacts& facts = model.facts;
  const TestImages images = unseen_images(digits,
                                          {.classes = facts.classes,
                                           .fingerprint = facts.fingerprint,
                                           .mnist_training = facts.mnist_training,
                                           .held_out = facts.held_out,
                                           .writers = facts.writers,
                                           .seed = facts.seed},
                                          t);
  const angka::Evaluation evaluation =
      model.classifier->evaluate(images.view(), facts.classes, options.threads);

  if (images.kind != TestImages::Kind::held_out) digits.split_note.clear();
  describe(digits, t);
  using Kind = TestImages::Kind;
  const char* what = images.kind == Kind::held_out   ? t.on_held_out
                     : images.kind == Kind::test_set ? t.on_test
                                                     : t.whole_data;
  std::cout << fill(what, evaluation.total()) << '\n';
  print(evaluation, t);
  Json json = to_json(evaluation, facts.net, digits, images.kind);
  if (images.data->writers.size() == images.data->size()) {
    Run run;
    run.probabilities = model.classifier->predict(images.view());
    judge(images.view(), run);
    const auto writers = score_by_writer(images.view(), run.right);
    print(writer_texts(t).accuracy, rows_of(writers, digits, t));
    json["writers"] = to_json(writers, digits);
  }
  write_json(options.json, json);
  return 0;
}
