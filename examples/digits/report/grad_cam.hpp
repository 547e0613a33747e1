#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <angka/io/description.hpp>

/// What the last feature maps of a network say for an output.
struct GradCam {
  angka::Shape shape{};        ///< of the maps; without channels: the network has none
  std::vector<double> heat{};  ///< row by row: 0 where nothing speaks for the output
};

/// The feature maps A_k before the last pooling and the dense layers, weighed by a_k, the mean over
/// the map of the output's gradient: max(0, sum_k a_k A_k). Where a map is raised as a whole, the
/// output changes by the sum of the gradient: so it is measured here, in double.
///
/// `output`: before softmax. Raises SettingError for a step that can't be computed by hand.
/// Source: Selvaraju et al.: Grad-CAM: Visual explanations from deep networks via gradient-based
/// localization (ICCV 2017).
GradCam grad_cam(const angka::NetworkDescription& net, std::span<const std::uint8_t> image,
                 int output);
