#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <angka/data/split.hpp>
#include <angka/metrics/mean.hpp>

#include "comparison.hpp"
#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "console/output.hpp"
#include "console/progress.hpp"
#include "shared_runs.hpp"
#include "training.hpp"
#include "unseen.hpp"

/// Settings side by side: each is trained on the same splits, and measured on images that its nets
/// weren't trained on, those of the folds or the validation images. The test images choose nothing.
///
/// A training is told by all that its result follows from (data, split, seed, net, settings), so
/// that an experiment that was broken off goes on where it was, may be shared by several processes,
/// and does only what is new when more is listed.
class Experiment {
 public:
  /// Keeps its runs in `folder`. Raises UsageError for settings that don't fit the data.
  Experiment(const Options& options, const ExperimentData& data,
             const std::filesystem::path& folder, const Say& say);

  std::size_t runs() const { return settings_.size() * runs_each_; }
  std::size_t runs_done() const;
  /// Raises Error where it is interrupted.
  void run();
  /// Of all runs.
  Json to_json() const;

  const InterruptGuard& interrupt() const { return interrupt_; }

 private:
  /// What a training has come to.
  struct Result {
    double accuracy = 0;
    std::int64_t correct = 0, total = 0;
    std::vector<std::uint32_t> wrong{};  ///< images that were read wrongly, in rising order
    bool diverged = false;
    double seconds = 0;
    std::optional<double> test{};  ///< the accuracy on the test images
  };
  struct Setting {
    const Options* options;
    const Net* net;
    std::vector<std::uint32_t> held_out;  ///< for the test
    std::vector<angka::Split> splits;     ///< one a fold, or one for all seeds
    TrainingSettings settings;
    std::vector<Result> results{};
  };

  const angka::Split& split(const Setting& setting, std::size_t run) const {
    return setting.splits[options_.folds ? run : 0];
  }
  std::uint64_t seed(std::size_t run) const { return options_.seed + (options_.folds ? 0 : run); }
  bool tests() const { return options_.with_test && data_.test; }
  Setting make(const Options& options) const;
  angka::DataView test_of(const Setting& setting) const;
  Json key(const Setting& setting, std::size_t run) const;
  std::vector<Json> keys() const;
  Json train(const Setting& setting, std::size_t run) const;
  static Result result_of(const Json& json);
  /// To the first setting; nothing where other images judge.
  std::optional<Gain> gain_of(const Setting& setting) const;
  Json to_json(const Setting& setting, std::size_t number) const;

  const Options& options_;
  const ExperimentData& data_;
  Say say_;
  std::size_t runs_each_;
  std::vector<Setting> settings_{};
  std::optional<SharedRuns> runs_{};
  InterruptGuard interrupt_{};
};
