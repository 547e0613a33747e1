#pragma once

#include <optional>
#include <vector>

#include <angka/core/normalization.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/training/fit.hpp>

#include "calibrated.hpp"
#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "console/progress.hpp"
#include "data.hpp"
#include "data_steps.hpp"
#include "nets/model_file.hpp"
#include "teachers.hpp"
#include "training.hpp"
#include "unseen.hpp"

/// Which net is trained on which images, and how.
struct TrainingPlan {
  /// Raises UsageError for settings that the data can't use.
  TrainingPlan(const Options& options, const ExperimentData& data);

  const Net* net;
  Parts parts;
  TrainingSettings settings;
  angka::Normalization normalization;  ///< of the images to train on
  std::vector<DataStep> steps;
};

/// What has become of it.
struct TrainedModel {
  TrainingPlan plan;
  Teachers teachers{};
  double teacher_seconds = 0;  ///< of their predictions
  SavedModel model{};
  angka::History history{};
  std::optional<angka::Evaluation> evaluation{};  ///< on the test images, if there are any
  std::optional<Calibrated> calibrated{};         ///< the same, if there are validation images
};

/// Trains, by the teachers too if there are any, and stores each epoch as --checkpoint asks. Raises
/// Error where training diverges or is interrupted.
TrainedModel train_model(TrainingPlan plan, const ExperimentData& data, const Options& options,
                         const InterruptGuard& interrupt, const Say& say, Teachers teachers = {});

Json to_json(const TrainedModel& trained, const ExperimentData& data, const Options& options);
