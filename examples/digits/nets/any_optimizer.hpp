#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <variant>

#include <angka/optimizers/adam.hpp>
#include <angka/optimizers/adamw.hpp>
#include <angka/optimizers/optimizer.hpp>
#include <angka/optimizers/rmsprop.hpp>
#include <angka/optimizers/sgd.hpp>

/// An optimizer that is chosen while the program runs, so that each net is compiled only once.
struct AnyOptimizer {
  std::variant<angka::Adam, angka::SGD, angka::AdamW, angka::RMSprop> chosen{};
  float learning_rate = 1e-3f;

  static constexpr int slots = 3;  ///< as many as the most that one of them needs
  static constexpr const char* name = "AnyOptimizer";

  void check() const {
    std::visit(
        [this](auto optimizer) {
          optimizer.learning_rate = learning_rate;
          optimizer.check();
        },
        chosen);
  }

  template <class T>
  void update(std::int64_t step, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    std::visit(
        [&]<class O>(const O& optimizer) {
          std::array<T*, O::slots> own{};
          std::copy_n(state.begin(), own.size(), own.begin());
          optimizer.template update<T>(step, rate, parameters, gradients, own);
        },
        chosen);
  }
};
static_assert(angka::Optimizer<AnyOptimizer>);

/// `name`: sgd (with momentum 0.9), adam, adamw or rmsprop.
inline AnyOptimizer make_optimizer(const std::string& name, double learning_rate,
                                   double weight_decay) {
  AnyOptimizer optimizer{.chosen = {}, .learning_rate = static_cast<float>(learning_rate)};
  if (name == "sgd")
    optimizer.chosen = angka::SGD{.momentum = 0.9f, .nesterov = true};
  else if (name == "adamw")
    optimizer.chosen = angka::AdamW{};
  else if (name == "rmsprop")
    optimizer.chosen = angka::RMSprop{};
  std::visit([&](auto& chosen) { chosen.weight_decay = static_cast<float>(weight_decay); },
             optimizer.chosen);
  return optimizer;
}
