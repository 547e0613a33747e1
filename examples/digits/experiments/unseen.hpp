#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>

#include "console/options.hpp"
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
  std::uint64_t seed = 0;
};

/// Of training on the images of `digits`, with or without a part held out.
TrainedOn trained_on(const Digits& digits, bool hold_out, std::uint64_t seed);

/// The images of `digits` to measure a model on: the data's own test set, or of the data that it
/// was trained on the part held out, or of other data all. Their classes are numbered as the
/// model's. Raises FileError where there are none.
TestImages unseen_images(Digits& digits, const TrainedOn& training, const Texts& texts);
