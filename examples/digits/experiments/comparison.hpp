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

/// What augmentation adds to an accuracy.
struct Gain {
  angka::Mean mean;  ///< of the seeds
  std::size_t seeds = 1;
  double p = 1;  ///< McNemar's, where there is one seed

  /// Whether the seeds differ at all: else their interval says nothing.
  bool varies() const { return mean.interval.low < mean.interval.high; }
  /// Whether it is more than chance: the interval over the seeds doesn't hold 0, or p < 0.05.
  bool significant() const {
    return seeds > 1 ? varies() && (mean.interval.low > 0 || mean.interval.high < 0) : p < 0.05;
  }
};

/// An accuracy of all seeds, without and with augmentation.
struct BothMeans {
  angka::Mean without, with;
  Gain gain;
};

/// A figure of each epoch, the mean of the seeds.
struct BothCurves {
  std::vector<double> without{}, with{};
};

/// What augmentation brings: the same net trained without and with it.
struct Comparison {
  struct OfSize {
    std::size_t images = 0;
    TrainingSettings settings;
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
  std::vector<Pair> pairs{};  ///< one a seed
  Pair together{};            ///< of the mean of their probabilities
  BothMeans accuracy;
  std::vector<BothMeans> per_class{};  ///< of how many images of a class are recognised
  BothCurves curves{}, loss_curves{};  ///< on the validation images, if there are any
  std::vector<OfSize> sizes{};         ///< by how many images are trained on
  std::optional<Operations> operations{};
};

/// A mean accuracy, and a gain, for machines.
Json to_json(const angka::Mean& mean);
Json to_json(const Gain& gain);

/// What a person reads of a gain: a sentence; in a table "no (-5.50 to +7.70)".
std::string sentence(const Gain& gain, const Texts& texts);
std::string verdict(const Gain& gain, const Texts& texts);

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
