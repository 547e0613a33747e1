#pragma once

#include <cstddef>
#include <vector>

#include <angka/metrics/evaluation.hpp>
#include <angka/metrics/mean.hpp>

#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "console/output.hpp"
#include "console/progress.hpp"
#include "data.hpp"
#include "training.hpp"

/// What nets say of images that they weren't trained on, each image once.
struct CrossValidation {
  struct Fold {
    std::size_t train = 0;
    angka::Evaluation evaluation;
    double seconds = 0;
  };

  const Net* net;
  TrainingSettings settings;
  std::vector<Fold> folds{};
  angka::Evaluation all;  ///< of all folds' images

  /// Over the folds.
  angka::Mean accuracy() const;
};

/// Trains a net without each fold of the images in turn, and has it read that fold. Raises
/// SettingError for too few images, Error where a training diverges or is interrupted.
CrossValidation cross_validate(const Digits& digits, const Options& options,
                               const InterruptGuard& interrupt, const Say& say);

void print(const CrossValidation& validation, const Texts& texts);
Json to_json(const CrossValidation& validation, const Digits& digits, const Options& options);
