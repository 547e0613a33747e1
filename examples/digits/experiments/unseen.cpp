#include "unseen.hpp"

#include <algorithm>
#include <angka/core/errors.hpp>
#include <utility>

#include "data_steps.hpp"
#include "writers_text.hpp"

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

/// Gives the writers of other data the numbers of those of the same name, or new ones, and notes
/// how many there are of the same name.
void adopt_writers(Digits& others, Digits& digits) {
  std::vector<std::string>& names = digits.source.writers;
  std::vector<std::size_t> numbers;
  for (const std::string& name : others.source.writers) {
    const auto found = std::find(names.begin(), names.end(), name);
    numbers.push_back(static_cast<std::size_t>(found - names.begin()));
    if (found == names.end()) names.push_back(name);
  }
  angka::DataSource& source = others.source;
  for (angka::Dataset* data : {&source.train, source.test ? &*source.test : nullptr})
    for (std::size_t i = 0; data && i < data->writers.size(); ++i) {
      int& writer = data->writers[i];
      writer = static_cast<int>(numbers[static_cast<std::size_t>(writer)]);
    }
  std::vector<angka::Respondent> respondents(others.respondents.empty() ? 0 : names.size());
  for (std::size_t i = 0; i < others.respondents.size(); ++i)
    respondents[numbers[i]] = others.respondents[i];
  others.respondents = std::move(respondents);
  if (!numbers.empty()) source.writers = names;
  others.split_note.clear();
  others.known_writers = count_known(source.test ? *source.test : source.train, digits.train());
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
    const bool by_writer = !training.writers.empty();
    if (by_writer && writers_fingerprint(data) != training.writers)
      angka::raise(angka::FileError(digits.name, writer_texts(t).same_writers,
                                    writer_texts(t).other_writers));
    images.index = split_images(data, by_writer, training.held_out, {training.seed}).held_out;
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
  if (others) adopt_writers(*others, digits);
  test = unseen_images(others ? *others : digits,
                       {.classes = digits.classes(),
                        .fingerprint = digits.fingerprint,
                        .mnist_training = digits.mnist_training(),
                        .held_out = hold_out ? options.test_split : 0,
                        .writers = digits.by_writer ? writers_fingerprint(digits.train()) : "",
                        .seed = options.seed},
                       *options.texts);
}

Json ExperimentData::left_out() const { return ::left_out(digits, others ? &*others : nullptr); }
