#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <angka/metrics/evaluation.hpp>

#include "console/options.hpp"
#include "nets/classifier.hpp"
#include "training.hpp"

/// A net trained on some images, and what it says of others.
struct Judged {
  std::unique_ptr<Classifier> classifier{};
  angka::History history{};
  std::optional<angka::Evaluation> evaluation{};  ///< nothing: the training was stopped

  /// Whether it has learned nothing that could be measured.
  bool diverged() const;
};

/// Trains on `train` from a seed, for as long as `go_on` is true, and has `judging` read.
Judged train_and_judge(const Net& net, const TrainingSettings& settings, std::uint64_t seed,
                       const angka::DataView& train, const angka::DataView& judging,
                       const std::vector<std::string>& classes, const Options& options,
                       const std::function<bool()>& go_on);
