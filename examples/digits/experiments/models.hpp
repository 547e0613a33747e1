#pragma once

#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/metrics/evaluation.hpp>

#include "console/options.hpp"
#include "console/table.hpp"
#include "nets/model_file.hpp"
#include "unseen.hpp"

/// All models of the command line. Raises FileError unless they tell the same classes apart.
std::vector<SavedModel> load_models(const Options& options);
/// Images that none of the models was trained on; see unseen.hpp. Raises FileError where there are
/// none.
TestImages unseen_images(Digits& digits, const std::vector<SavedModel>& models,
                         const Options& options);

/// The mean of the models' probabilities.
std::vector<float> predict_together(const std::vector<SavedModel>& models,
                                    const angka::DataView& images, int threads);
/// The same over each image and versions of it, as the options have
/// them.
std::vector<float> predict_versions(const std::vector<SavedModel>& models,
                                    const angka::DataView& images, const Options& options);

/// Each model's figures, and those of their mean.
Rows rows_of(const std::vector<angka::Evaluation>& alone, const angka::Evaluation& together,
             const Options& options);
