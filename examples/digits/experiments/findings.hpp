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

  /// An image that is no digit as it lies, but one when it is turned to the left.
  struct Turned {
    std::uint32_t image = 0;
    int quarters = 0;
    float probability = 0;  ///< of its label, once turned
  };
  struct NoDigit {
    std::uint32_t image = 0;
    float probability = 0;  ///< of none
  };
  bool digits = false;                ///< whether these were looked for: all classes are digits
  std::vector<Turned> turned;         ///< read as its label only when turned
  std::vector<NoDigit> no_digit;      ///< no digit is recognised, whichever way up
  std::vector<std::string> files;     ///< of the images, within the data, if each is one
  std::vector<std::string> left_out;  ///< the unreadable files
  std::vector<bool> for_test;         ///< which images are held out, or of the test set

  std::size_t other_label = 0;  ///< duplicates, exact or near, of two labels
  std::size_t leaks = 0;        ///< those with one image to train on and one to test with
  int most = 0, fewest = 0;     ///< the classes with most and fewest images to train on
  double imbalance = 1;         ///< how many times as many

  bool is_test(std::uint32_t image) const { return image >= train; }
  /// The number of an image in its set.
  std::size_t position(std::uint32_t image) const { return is_test(image) ? image - train : image; }
};

inline constexpr double near_duplicate = 0.99;  ///< the least correlation

Findings examine(const Digits& digits, const Parts& parts);

/// "digit 3 number 17", as --digit and --index take them, or the image's file.
std::string image_name(const Findings& findings, std::uint32_t image, const Texts& texts);

/// What a person reads of them.
struct FindingLine {
  std::string title{}, figure{}, examples{};
};
std::vector<FindingLine> lines(const Findings& findings, const Texts& texts);
void print(const Findings& findings, const Texts& texts);
Json to_json(const Findings& findings);
