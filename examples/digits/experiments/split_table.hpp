#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>

#include "console/output.hpp"
#include "console/table.hpp"
#include "data.hpp"

/// How many images of each class are for what.
struct SplitPart {
  const char* name = "";  ///< for machines
  std::vector<std::size_t> per_class{};
  std::size_t images = 0;
  double share = 0;  ///< of all parts' images
};

/// Images to train on, to validate and, where there are any, to test.
std::vector<SplitPart> split_of(const Digits& digits, const Parts& parts,
                                const angka::DataView& test);

/// Under their header, with per cent and, of up to 12 classes, each class.
Rows rows_of(const std::vector<SplitPart>& split, const Digits& digits, const Texts& texts);

Json to_json(const std::vector<SplitPart>& split);
