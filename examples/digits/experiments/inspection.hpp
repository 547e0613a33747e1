#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <angka/core/normalization.hpp>

#include "console/options.hpp"
#include "console/output.hpp"
#include "data.hpp"
#include "data_steps.hpp"
#include "findings.hpp"

/// How many images of each class, and how much ink.
struct ClassCount {
  std::vector<std::size_t> whole{}, train{}, validation{}, test{};
  std::vector<double> ink{};  ///< mean over the images of the class, 0 to 1
};

/// What is found in data before a net is trained on it.
struct Inspection {
  std::vector<std::uint32_t> shown{};  ///< images, one of each class that has any
  std::vector<DataStep> steps{};
  angka::Normalization pixels{};
  int darkest = 0, brightest = 0;
  ClassCount per_class{};
  Findings findings{};
};

/// The asked image of the asked class, or of each class that has images. Raises UsageError.
std::vector<std::uint32_t> choose_images(const angka::Dataset& data, const Options& options);

/// The steps that the images would take to be trained on as the options say.
std::vector<DataStep> data_steps(const Digits& digits, const Parts& parts, const Options& options);

Inspection inspect_data(const Digits& digits, const Parts& parts, std::vector<std::uint32_t> shown,
                        const Options& options);

/// What the data is, for machines.
Json about(const Digits& digits);
/// Images, each the `index`th of its class.
Json images_json(const angka::Dataset& data, const std::vector<std::uint32_t>& chosen,
                 std::size_t index);
/// `mean_images`: the file that holds them, if there is one.
Json to_json(const Inspection& found, const Digits& digits, const std::string& mean_images = "");
