#pragma once

#include <string>

#include <angka/training/learning_rate_finder.hpp>

#include "console/interrupt.hpp"
#include "console/options.hpp"
#include "console/output.hpp"
#include "data.hpp"
#include "trained_model.hpp"

/// Tries learning rates on what the plan trains on. Raises Error if it is interrupted, or the very
/// first loss isn't finite.
angka::RangeTest find_rate(const TrainingPlan& plan, const ExperimentData& data,
                           const Options& options, const InterruptGuard& interrupt);

/// The suggested rate in two digits, as it is typed.
std::string suggestion(const angka::RangeTest& test);
/// Loss against rate, as a file of the path's ending holds it: .png or .svg.
std::string picture_of(const angka::RangeTest& test, const std::string& path, const Texts& texts);
Json to_json(const angka::RangeTest& test, const TrainingPlan& plan, const ExperimentData& data,
             const Options& options);
