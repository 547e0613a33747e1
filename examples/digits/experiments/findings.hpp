#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/data/duplicates.hpp>

#include "console/output.hpp"
#include "data.hpp"

/// The mean of an image's pixels, 0 to 1.
double ink(const angka::DataView& data, std::size_t image);

/// What in a data set deserves a look. Images have numbers: those of the training data, then those
/// of the test set.
struct Findings {
  angka::Dataset images;               ///< all of them
  std::size_t train = 0;               ///< how many are not of the test set
  std::vector<std::uint32_t> blank;    ///< all pixels within 25 of 255
  std::vector<std::uint32_t> unusual;  ///< far more or less ink than other images of the digit
  std::vector<std::uint32_t> cut_off;  ///< ink at the border
  angka::Duplicates duplicates;
  std::size_t other_label = 0;  ///< duplicates, exact or near, of two labels
  std::size_t leaks = 0;        ///< those with one image to train on and one to test with
  int most = 0, fewest = 0;     ///< the classes with most and fewest images to train on
  double imbalance = 1;         ///< how many times as many
};

inline constexpr double near_duplicate = 0.99;  ///< the least correlation

Findings examine(const Digits& digits, const Parts& parts);

/// What a person reads of them.
struct FindingLine {
  std::string title{}, figure{}, examples{};
};
std::vector<FindingLine> lines(const Findings& findings, const Texts& texts);
void print(const Findings& findings, const Texts& texts);
Json to_json(const Findings& findings);
