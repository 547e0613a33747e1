#pragma once

#include <optional>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/metrics/evaluation.hpp>
#include <angka/metrics/temperature.hpp>

#include "console/output.hpp"
#include "nets/model_file.hpp"

/// What a model's temperature makes of its figures on some images; accuracy stays.
struct Calibrated {
  angka::Temperature temperature{};
  double loss = 0, calibration_error = 0;
};

/// Of what a model says of the images; nothing of one that was trained without validation images.
std::optional<Calibrated> calibrate(const ModelFacts& model, std::vector<float> probabilities,
                                    const angka::DataView& images);

Json to_json(const Calibrated& calibrated);
/// Tells of it, if there is anything, beside the figures `before`.
void print(const std::optional<Calibrated>& calibrated, const angka::Evaluation& before,
           const Texts& texts);
