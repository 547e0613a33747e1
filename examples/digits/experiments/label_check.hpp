#pragma once

#include <cstddef>

#include <angka/metrics/label_issues.hpp>

#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "console/progress.hpp"
#include "findings.hpp"

/// What networks say of the labels of images that they weren't trained on.
struct LabelCheck {
  angka::LabelIssues issues{};  ///< of the images as Findings number them
  int folds = 0;
  std::size_t as_labelled = 0;  ///< images that were read as they are labelled
};

/// Trains the net without each fold of all images in turn, and has it read that fold. The same for
/// any number of threads. Raises Error where it is interrupted, UsageError for too few images.
LabelCheck check_labels(const Findings& findings, const Digits& digits, const Options& options,
                        const InterruptGuard& interrupt, const Say& say);

Json to_json(const LabelCheck& check);
