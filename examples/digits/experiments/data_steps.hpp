#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <angka/core/normalization.hpp>

#include "console/output.hpp"
#include "data.hpp"

/// One step on the way from files to what a network reads.
struct DataStep {
  const char* name = "";   ///< for machines
  const char* title = "";  ///< for a person
  std::size_t in = 0;
  const char* in_unit = "";  ///< "{} images"
  std::size_t out = 0;
  const char* out_unit = "";
  std::string detail{};
  Json figures{};  ///< what `detail` tells
};

/// Of a picture as people give it: "420 x 403 x 3".
inline std::string original_size(const angka::Shape& shape) {
  return count(shape.width) + " x " + count(shape.height) + " x " + count(shape.channels);
}

/// The steps that the images of `digits` take: read, check, convert, resize, normalise, split,
/// pack. `normalization` is measured on the images to train on.
std::vector<DataStep> data_steps(const Digits& digits, const Parts& parts,
                                 const angka::Normalization& normalization, int batch_size,
                                 const Options& options);

void print(const std::vector<DataStep>& steps, const Texts& texts);
Json to_json(const std::vector<DataStep>& steps);

/// The files that could not be used, each with the reason.
Json left_out(const Digits& digits, const Digits* others = nullptr);
