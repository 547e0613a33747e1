#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <angka/metrics/mean.hpp>

#include "console/options.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "study.hpp"
#include "unseen.hpp"

/// A figure of all seeds, without and with augmentation.
struct BothMeans {
  angka::Mean without, with;
};

/// A figure of each epoch, the mean of the seeds.
struct BothCurves {
  std::vector<double> without{}, with{};
};

/// What augmentation brings: the same net trained without and with it.
struct Comparison {
  struct OfSize {
    std::size_t images = 0;
    BothMeans accuracy;
  };
  struct OfOperation {
    std::string spec{};
    angka::Mean alone, left_out;
  };
  struct Operations {
    angka::Mean none, all;
    std::vector<OfOperation> each{};
  };

  TrainingSettings settings;  ///< of the trainings on all images
  std::size_t updates = 0;    ///< of the weights, in each training
  std::vector<Pair> pairs{};  ///< one a seed
  Pair together{};            ///< of the mean of their probabilities
  BothMeans accuracy;
  angka::Mean difference;
  std::vector<BothMeans> per_class{};  ///< of how many images of a class are recognised
  BothCurves curves{}, loss_curves{};  ///< on the validation images, if there are any
  std::vector<OfSize> sizes{};         ///< by how many images are trained on
  std::optional<Operations> operations{};
};

/// How many trainings `compare_augmentation` and `compare_operations` take.
int comparison_runs(const Options& options, std::size_t images);

/// Trains on all images that are for it, and on fewer of them.
Comparison compare_augmentation(Study& study, const Digits& digits, const Parts& parts,
                                const Options& options);
/// Each operation of the augmentation alone, and all but it.
Comparison::Operations compare_operations(Study& study, const angka::DataView& train,
                                          const Options& options);

Json to_json(const Comparison& comparison, const Net& net, const ExperimentData& data,
             const Parts& parts, const Options& options);
/// Writes the comparison and its curves into `folder`, within `out`.
void write(const Comparison& comparison, const Json& json, const Net& net, const Options& options,
           OutputFolder& out, const std::filesystem::path& folder);
