#include "grad_cam.hpp"

#include <algorithm>
#include <cstddef>

#include "by_hand.hpp"

GradCam grad_cam(const angka::NetworkDescription& net, std::span<const std::uint8_t> image,
                 int output) {
  std::size_t value = 0;
  for (std::size_t s = 0; s < net.steps.size(); ++s) {
    const angka::StepDescription& step = net.steps[s];
    const bool pools = step.kind.ends_with("_pool") || step.only_trains();
    if (step.output_shape.height * step.output_shape.width > 1 && !pools) value = s + 1;
  }
  if (value == 0) return {};
  GradCam result{.shape = net.steps[value - 1].output_shape};
  std::vector<std::vector<double>> values = values_by_hand(net, image);
  const std::vector<double> maps = values[value];
  const auto plane = static_cast<std::size_t>(result.shape.height * result.shape.width);
  result.heat.assign(plane, 0);
  for (std::size_t k = 0; k < maps.size(); k += plane) {
    constexpr double step = 1e-5;
    double outputs[2];
    for (const int side : {0, 1}) {
      for (std::size_t i = k; i < k + plane; ++i)
        values[value][i] = maps[i] + (side == 0 ? -step : step);
      continue_by_hand(net, value, values);
      outputs[side] = values.back()[static_cast<std::size_t>(output)];
    }
    std::copy_n(maps.begin() + static_cast<std::ptrdiff_t>(k), plane,
                values[value].begin() + static_cast<std::ptrdiff_t>(k));
    const double weight = (outputs[1] - outputs[0]) / (2 * step) / static_cast<double>(plane);
    for (std::size_t i = 0; i < plane; ++i) result.heat[i] += weight * maps[k + i];
  }
  for (double& heat : result.heat) heat = std::max(heat, 0.0);
  return result;
}
