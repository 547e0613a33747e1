#include "unseen.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>

#include "data_steps.hpp"

namespace {

/// Numbers the classes as the model does.
void adopt_classes(angka::Dataset& data, const std::vector<std::string>& classes,
                   const std::string& name, const Texts& t) {
  std::vector<int> labels;
  for (const std::string& own : data.classes) {
    const auto found = std::find(classes.begin(), classes.end(), own);
    if (found == classes.end())
      angka::raise(angka::FileError(name, t.known_classes, '"' + own + '"'));
    labels.push_back(static_cast<int>(found - classes.begin()));
  }
  for (int& label : data.labels) label = labels[static_cast<std::size_t>(label)];
  data.classes = classes;
}

}  // namespace

TestImages unseen_images(Digits& digits, const TrainedOn& training, const Texts& t) {
  const auto refuse = [&](const char* found) {
    angka::raise(angka::FileError(digits.name, t.unseen_digits, found));
  };
  TestImages images;
  angka::Dataset& data = digits.source.test ? *digits.source.test : digits.source.train;
  if (digits.source.test) {
    images.kind = TestImages::Kind::test_set;
  } else if (digits.fingerprint == training.fingerprint) {
    if (training.held_out == 0) refuse(t.nothing_held_out);
    images.kind = TestImages::Kind::held_out;
    images.index = held_out_part(data, training.held_out, {training.seed});
  } else if (training.mnist_training && digits.mnist_training()) {
    refuse(t.same_digits);
  }
  adopt_classes(data, training.classes, digits.name, t);
  images.data = &data;
  return images;
}

Json to_json(const angka::Evaluation& evaluation, const std::string& net, const Digits& digits,
             TestImages::Kind kind) {
  using Kind = TestImages::Kind;
  Json json = to_json(evaluation);
  json["net"] = net;
  json["data"] = digits.source.description;
  json["left_out"] = left_out(digits);
  json["part"] = kind == Kind::held_out   ? "held out"
                 : kind == Kind::test_set ? "test set"
                                          : "whole";
  return json;
}

ExperimentData::ExperimentData(const Options& options, bool may_hold_out)
    : digits(load_digits(options, options.data)), hold_out(may_hold_out && !digits.source.test) {
  check_classes(digits, *options.texts);
}

void ExperimentData::find_test(const Options& options) {
  if (!options.test.empty()) others = load_digits(options, options.test);
  if (!others && !digits.source.test && !hold_out) return;
  test = unseen_images(others ? *others : digits,
                       {.classes = digits.classes(),
                        .fingerprint = digits.fingerprint,
                        .mnist_training = digits.mnist_training(),
                        .held_out = hold_out ? options.test_split : 0,
                        .seed = options.seed},
                       *options.texts);
}

Json ExperimentData::left_out() const { return ::left_out(digits, others ? &*others : nullptr); }
