#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <angka/optimizers/adagrad.hpp>
#include <angka/optimizers/adam.hpp>
#include <angka/optimizers/adamw.hpp>
#include <angka/optimizers/elastic_net.hpp>
#include <angka/optimizers/lion.hpp>
#include <angka/optimizers/nadam.hpp>
#include <angka/optimizers/optimizer.hpp>
#include <angka/optimizers/radam.hpp>
#include <angka/optimizers/rmsprop.hpp>
#include <angka/optimizers/sgd.hpp>

/// An optimizer that is chosen while the program runs, so that each net is compiled only once.
struct AnyOptimizer {
  std::variant<angka::Adam, angka::SGD, angka::AdamW, angka::RMSprop, angka::Adagrad, angka::Nadam,
               angka::RAdam, angka::Lion>
      chosen{};
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

struct OfferedOptimizer {
  const char* name;  ///< on the command line
  decltype(AnyOptimizer::chosen) optimizer;
  double learning_rate;  ///< where neither the user nor a recipe says one
};
inline const OfferedOptimizer offered_optimizers[] = {
    {"sgd", angka::SGD{.momentum = 0.9f, .nesterov = true}, 0.05},
    {"adam", angka::Adam{}, 1e-3},
    {"adamw", angka::AdamW{}, 1e-3},
    {"nadam", angka::Nadam{}, 1e-3},
    {"radam", angka::RAdam{}, 1e-3},
    {"rmsprop", angka::RMSprop{}, 1e-3},
    {"adagrad", angka::Adagrad{}, 0.02},
    {"lion", angka::Lion{}, 2e-4}};

inline const OfferedOptimizer& find_optimizer(std::string_view name) {
  return *std::find_if(std::begin(offered_optimizers), std::end(offered_optimizers),
                       [&](const OfferedOptimizer& its) { return name == its.name; });
}

inline AnyOptimizer make_optimizer(const std::string& name, double learning_rate,
                                   double weight_decay) {
  AnyOptimizer optimizer{.chosen = find_optimizer(name).optimizer,
                         .learning_rate = static_cast<float>(learning_rate)};
  std::visit([&](auto& chosen) { chosen.weight_decay = static_cast<float>(weight_decay); },
             optimizer.chosen);
  return optimizer;
}
