#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <angka/core/normalization.hpp>

#include "classifier.hpp"
#include "console/options.hpp"

/// What a saved model says of itself, so that evaluating and predicting need nothing else.
struct ModelFacts {
  std::string net;
  std::string architecture;  ///< its layers, unless it is a built-in one as it is
  angka::Normalization normalization{};
  std::vector<std::string> classes;
  std::string data;         ///< what it was trained on, in words
  std::string fingerprint;  ///< of the data, to find out whether other data is the same
  double held_out = 0;      ///< the fraction of the data that was held out by `seed`; 0: none
  std::string writers;          ///< a fingerprint of who wrote what, if it was held out by writer
  std::uint64_t seed = 0;
  std::optional<double> validation{};  ///< the fraction that it was validated with, if that is told
  std::size_t train_limit = 0;
  bool mnist_training = false;  ///< trained on MNIST's training images, in whatever form
  std::string settings;         ///< how it was trained, as JSON
  std::string accuracy;         ///< on the test images, if there were any
  std::optional<double> temperature{};  ///< fitted on the validation images, if there were any
};

struct SavedModel {
  ModelFacts facts;
  std::unique_ptr<Classifier> classifier;
};

void save_model(const std::string& path, Classifier& classifier, const ModelFacts& facts);
/// Reads models of the first version, too, which had mean, standard_deviation and classes as
/// metadata of the program's own. Raises FileError for anything but a whole model of a known net.
/// A network of the model's own is compiled only if it was before, or --compile allows it.
SavedModel load_model(const std::string& path, const Options& options);
inline SavedModel load_model(const Options& options) { return load_model(options.model, options); }
