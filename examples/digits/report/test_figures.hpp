#pragma once

#include <string>
#include <vector>

#include <angka/metrics/calibration.hpp>
#include <angka/metrics/roc.hpp>

#include "document.hpp"
#include "figures_text.hpp"

// How well a network reads, beyond its accuracy.

/// A curve for each class against all others.
Figure roc_figure(const char* name, const std::string& caption,
                  const std::vector<std::string>& classes,
                  const std::vector<angka::RocCurve>& curves, const FigureTexts& texts);

/// For each bin of probability how many of its predictions are right, beside how many should be,
/// and how many there are.
Figure calibration_figure(const char* name, const std::string& caption,
                          const angka::Calibration& calibration, const FigureTexts& texts);
