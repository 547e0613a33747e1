#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/data/card.hpp>
#include <angka/report/contact_sheet.hpp>

#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "data.hpp"

/// How many versions of each image of a class there will be: the same for all, or one more of the
/// first.
struct Copies {
  std::size_t before = 0, after = 0;

  std::size_t of(std::size_t nth) const {
    const std::size_t added = after - before;
    return added / before + (nth < added % before ? 1 : 0);
  }
};

/// A data set with the versions beside each image of `data`, and from which image each is.
struct AugmentedSet {
  angka::Dataset images{};
  std::vector<std::string> names{};  ///< "W02/00017-2": version 2 of image 17, by writer 2 if known
};

/// What augmentation makes of images.
struct AugmentedData {
  using Png = std::vector<std::uint8_t>;
  angka::ContactSheet overview{};  ///< an image of each class, with versions
  std::vector<std::pair<std::string, Png>> sheets{};  ///< by file names: images of each class
  std::vector<Copies> per_class{};
  AugmentedSet train{}, test{};  ///< what --write-dataset asks for
  angka::DataCard card{};        ///< theirs
};

/// Raises Error where it is interrupted.
AugmentedData augment_data(const Digits& digits, const Options& options,
                           const InterruptGuard& interrupt);

/// Writes them into `folder`, within `out`.
void write(const AugmentedData& made, const Options& options, OutputFolder& out,
           const std::filesystem::path& folder);

Json to_json(const AugmentedData& made, const Digits& digits, const Options& options);
