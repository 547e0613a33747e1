#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/metrics/evaluation.hpp>

#include "console/options.hpp"
#include "console/output.hpp"
#include "data.hpp"

/// Images to measure a model on, none of which it was trained on; a view into a Digits.
struct TestImages {
  const angka::Dataset* data = nullptr;
  std::vector<std::uint32_t> index;  ///< which of them; empty: all
  enum class Kind { held_out, test_set, whole } kind = Kind::whole;

  angka::DataView view() const {
    return index.empty() ? angka::DataView(*data) : data->select(index);
  }
};

/// What is known of a model's training.
struct TrainedOn {
  std::vector<std::string> classes;
  std::string fingerprint;
  bool mnist_training = false;
  double held_out = 0;
  std::string writers;  ///< as ModelFacts has it
  std::uint64_t seed = 0;
};

/// The images of `digits` to measure a model on: the data's own test set, or of the data that it
/// was trained on the part held out, or of other data all. Their classes are numbered as the
/// model's. Raises FileError where there are none.
TestImages unseen_images(Digits& digits, const TrainedOn& training, const Texts& texts);

/// What a model says of such images, for machines.
Json to_json(const angka::Evaluation& evaluation, const std::string& net, const Digits& digits,
             TestImages::Kind kind);

/// The data of an experiment: what a net is trained on, and what it is tested on.
struct ExperimentData {
  /// Reads what the nets are trained on; a part of it is held out, if one `may_hold_out` and it has
  /// no test set. Raises FileError.
  ExperimentData(const Options& options, bool may_hold_out);
  ExperimentData(const ExperimentData&) = delete;
  ExperimentData& operator=(const ExperimentData&) = delete;

  /// Reads the data of --test, and finds the images to test on, if there are any. Raises FileError.
  void find_test(const Options& options);

  const Digits& tested() const { return others ? *others : digits; }
  std::size_t test_size() const { return test ? test->view().size() : 0; }
  /// The files that could not be used, each with the reason.
  Json left_out() const;

  Digits digits;
  bool hold_out = false;
  std::optional<Digits> others{};    ///< of --test
  std::optional<TestImages> test{};  ///< of `tested()`
};
