#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/optimizers/adagrad.hpp>
#include <angka/optimizers/adam.hpp>
#include <angka/optimizers/sgd.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <recorded/onnx_optimizers.hpp>

namespace {

using namespace angka;

/// Compares one step with what was recorded.
template <class Optimizer, class Recorded>
void check_step(const Optimizer& optimizer, std::int64_t step, const Recorded& recorded) {
  INFO(std::string(recorded.name));
  constexpr std::size_t lanes = Lanes<float>::count;
  const std::size_t size = (recorded.gradient.size() + lanes - 1) / lanes * lanes;
  AlignedArray<float> gradient(size), values[1 + Optimizer::slots];
  std::copy(recorded.gradient.begin(), recorded.gradient.end(), gradient.data());
  for (std::size_t i = 0; i < std::size(values); ++i) {
    values[i] = AlignedArray<float>(size);
    std::copy(recorded.before[i].begin(), recorded.before[i].end(), values[i].data());
  }
  std::array<float*, Optimizer::slots> state;
  for (std::size_t i = 0; i < state.size(); ++i) state[i] = values[i + 1].data();
  optimizer.update(step, optimizer.learning_rate, std::span<float>(values[0]),
                   std::span<const float>(gradient), state);
  for (std::size_t i = 0; i < std::size(values); ++i)
    for (std::size_t k = 0; k < recorded.gradient.size(); ++k) {
      const double expected = recorded.after[i][k];
      CHECK(std::abs(double(values[i][k]) - expected) < 1e-6 * std::max(1.0, std::abs(expected)));
    }
}

TEST_CASE("SGD does as ONNX's Momentum") {
  for (const auto& recorded : recorded::onnx_optimizers::momentum_steps)
    check_step(SGD{.learning_rate = recorded.rate,
                   .momentum = recorded.alpha,
                   .weight_decay = recorded.norm_coefficient,
                   .nesterov = recorded.nesterov},
               1, recorded);
  CHECK(recorded::onnx_optimizers::momentum_steps.size() == 3);
}

TEST_CASE("Adam does as ONNX's") {
  // Recorded without the correction of the bias, which has vanished after so many steps.
  constexpr std::int64_t late = 100'000;
  for (const auto& recorded : recorded::onnx_optimizers::adam_steps)
    check_step(Adam{.learning_rate = recorded.rate,
                    .beta1 = recorded.alpha,
                    .beta2 = recorded.beta,
                    .epsilon = recorded.epsilon,
                    .weight_decay = recorded.norm_coefficient},
               late, recorded);
  CHECK(recorded::onnx_optimizers::adam_steps.size() == 2);
}

TEST_CASE("Adagrad does as ONNX's") {
  for (const auto& recorded : recorded::onnx_optimizers::adagrad_steps)
    check_step(Adagrad{.learning_rate = recorded.rate,
                       .epsilon = recorded.epsilon,
                       .weight_decay = recorded.norm_coefficient},
               1, recorded);
  CHECK(recorded::onnx_optimizers::adagrad_steps.size() == 2);
}

TEST_CASE("no other case of these optimizers is left out") {
  CHECK(recorded::onnx_optimizers::left_out.empty());
}

}  // namespace
