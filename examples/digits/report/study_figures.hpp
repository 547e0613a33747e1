#pragma once

#include <optional>
#include <string>
#include <vector>

#include <angka/data/pixels.hpp>

#include "document.hpp"
#include "worked_example.hpp"

/// A step of a study: what is done, and with how much.
struct FlowStep {
  std::string title{}, detail{};
};

/// The steps one below the other, with arrows.
Figure flow_figure(const char* name, const std::string& caption,
                   const std::vector<FlowStep>& steps);

/// A picture on its way to the network, with words below.
struct Stage {
  angka::Image picture{};
  std::vector<std::string> words{};
};
/// The stages side by side, with arrows.
Figure stages_figure(const char* name, const std::string& caption,
                     const std::vector<Stage>& stages);

/// The image with the patch marked, and the patch, the filter and their products as numbers.
Figure patch_figure(const char* name, const std::string& caption, const angka::Image& image,
                    const WorkedExample::Patch& patch, const std::vector<std::string>& titles);
