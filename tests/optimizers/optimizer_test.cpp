#include <angka/optimizers/optimizer.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include <angka/optimizers/adagrad.hpp>
#include <angka/optimizers/adam.hpp>
#include <angka/optimizers/adamw.hpp>
#include <angka/optimizers/lion.hpp>
#include <angka/optimizers/nadam.hpp>
#include <angka/optimizers/radam.hpp>
#include <angka/optimizers/rmsprop.hpp>
#include <angka/optimizers/schedule.hpp>
#include <angka/optimizers/sgd.hpp>
#include <recorded/optimizers.hpp>

namespace {

using namespace angka;

#define EVERY_OPTIMIZER SGD, Adam, AdamW, RMSprop, Adagrad, Nadam, RAdam, Lion

static_assert(Optimizer<SGD> && Optimizer<Adam> && Optimizer<AdamW> && Optimizer<RMSprop>);
static_assert(Optimizer<Adagrad> && Optimizer<Nadam> && Optimizer<RAdam> && Optimizer<Lion>);
static_assert(!Optimizer<int> && !Optimizer<CosineDecay>);

/// Parameters, gradients and state for `N` elements, as a model would hold them.
template <class O, class T, std::size_t N>
struct Problem {
  static_assert(N % static_cast<std::size_t>(Lanes<T>::count) == 0);
  static constexpr std::size_t slots = O::slots;

  alignas(64) std::array<T, N> parameters{};
  alignas(64) std::array<T, N> gradients{};
  alignas(64) std::array<std::array<T, N>, slots> state{};

  void update(const O& optimizer, std::int64_t step, T rate, std::size_t from = 0,
              std::size_t size = N) {
    std::array<T*, slots> pointers;
    for (std::size_t i = 0; i < slots; ++i) pointers[i] = state[i].data() + from;
    optimizer.update(step, rate, std::span<T>(parameters).subspan(from, size),
                     std::span<const T>(gradients).subspan(from, size), pointers);
  }
};

/// An optimizer with everything switched on.
template <class O>
O busy() {
  O o;
  o.learning_rate = 0.03f;
  o.weight_decay = 0.1f;
  if constexpr (requires { o.momentum; }) o.momentum = 0.9f;
  if constexpr (requires { o.nesterov; }) o.nesterov = true;
  if constexpr (requires { o.centered; }) o.centered = true;
  return o;
}

template <class T>
T pseudo_gradient(std::size_t i, std::int64_t step) {
  return static_cast<T>(std::sin(0.7 * static_cast<double>(i) + 1.3 * static_cast<double>(step)));
}

template <class O, class T>
void check_trajectories(double tolerance) {
  using namespace recorded;
  REQUIRE(!trajectories<O>.empty());
  for (const Trajectory<O>& expected : trajectories<O>) {
    Problem<O, T, start.size()> problem;
    for (std::size_t i = 0; i < start.size(); ++i) problem.parameters[i] = static_cast<T>(start[i]);
    std::size_t row = 0;
    for (std::size_t step = 1; step <= gradients.size(); ++step) {
      for (std::size_t i = 0; i < start.size(); ++i)
        problem.gradients[i] = static_cast<T>(gradients[step - 1][i]);
      const T rate = static_cast<T>(expected.optimizer.learning_rate) / (step < 6 ? T(1) : T(2));
      problem.update(expected.optimizer, static_cast<std::int64_t>(step), rate);
      if (static_cast<int>(step) != kept[row]) continue;
      CAPTURE(&expected - trajectories<O>.data());
      CAPTURE(step);
      for (std::size_t i = 0; i < start.size(); ++i) {
        CAPTURE(i);
        const double want = expected.parameters[row][i];
        const double error = std::abs(static_cast<double>(problem.parameters[i]) - want);
        CHECK(error <= tolerance * std::max(0.1, std::abs(want)));
      }
      ++row;
    }
    CHECK(row == kept.size());
  }
}

TEST_CASE_TEMPLATE("parameters go where PyTorch's went", O, EVERY_OPTIMIZER) {
  check_trajectories<O, double>(1e-12);
  check_trajectories<O, float>(1e-6);
}

template <class O, class T>
void check_convergence() {
  O optimizer;
  optimizer.weight_decay = 0;
  Problem<O, T, 32> problem;
  const std::int64_t steps = 3000;
  for (std::int64_t step = 0; step < steps; ++step) {
    for (std::size_t i = 0; i < 32; ++i) {
      const T curvature = T(0.5) + static_cast<T>(i) / 16, minimum = static_cast<T>(i) / 8 - T(2);
      problem.gradients[i] = curvature * (problem.parameters[i] - minimum);
    }
    const double factor = CosineDecay{}.factor({.step = step, .steps = steps});
    // Adagrad's steps become shorter by themselves.
    const double rate = std::is_same_v<O, Adagrad> ? 0.5 : 0.02;
    problem.update(optimizer, step + 1, static_cast<T>(rate * factor));
  }
  for (std::size_t i = 0; i < 32; ++i)
    CHECK(static_cast<double>(problem.parameters[i]) ==
          doctest::Approx(static_cast<double>(i) / 8 - 2).epsilon(1e-3));
}

TEST_CASE_TEMPLATE("the minimum of a quadratic is found", O, EVERY_OPTIMIZER) {
  check_convergence<O, float>();
  check_convergence<O, double>();
}

template <class O, class T>
void check_chunks() {
  constexpr std::size_t size = 64, pack = Lanes<T>::count;
  const O optimizer = busy<O>();
  Problem<O, T, size> whole, cut;
  for (std::size_t i = 0; i < size; ++i) whole.parameters[i] = pseudo_gradient<T>(i, 99);
  cut.parameters = whole.parameters;
  for (std::int64_t step = 1; step <= 5; ++step) {
    for (std::size_t i = 0; i < size; ++i) whole.gradients[i] = pseudo_gradient<T>(i, step);
    cut.gradients = whole.gradients;
    whole.update(optimizer, step, T(0.03));
    for (std::size_t end = size; end > 0; end -= pack)  // the last chunk first
      cut.update(optimizer, step, T(0.03), end - pack, pack);
  }
  CHECK(whole.parameters == cut.parameters);
  CHECK(whole.state == cut.state);
}

TEST_CASE_TEMPLATE("how the arrays are cut changes no bit", O, EVERY_OPTIMIZER) {
  check_chunks<O, float>();
  check_chunks<O, double>();
}

TEST_CASE_TEMPLATE("nothing is remembered outside of the state", O, EVERY_OPTIMIZER) {
  const O optimizer = busy<O>();
  Problem<O, float, 16> alone, first, second;
  for (std::int64_t step = 1; step <= 4; ++step) {
    for (std::size_t i = 0; i < 16; ++i) {
      alone.gradients[i] = first.gradients[i] = pseudo_gradient<float>(i, step);
      second.gradients[i] = 3 * pseudo_gradient<float>(i, -step);
    }
    first.update(optimizer, step, 0.1f);
    second.update(optimizer, step, 0.2f);
  }
  for (std::int64_t step = 1; step <= 4; ++step) {
    for (std::size_t i = 0; i < 16; ++i) alone.gradients[i] = pseudo_gradient<float>(i, step);
    alone.update(optimizer, step, 0.1f);
  }
  CHECK(alone.parameters == first.parameters);
  CHECK(alone.state == first.state);
  CHECK(alone.parameters != second.parameters);
}

TEST_CASE_TEMPLATE("the rate of the step counts, not the setting", O, EVERY_OPTIMIZER) {
  O optimizer = busy<O>(), other = busy<O>();
  other.learning_rate *= 1000;
  Problem<O, double, 16> a, b, still;
  for (std::size_t i = 0; i < 16; ++i)
    a.gradients[i] = b.gradients[i] = still.gradients[i] = pseudo_gradient<double>(i, 1);
  a.update(optimizer, 1, 0.1);
  b.update(other, 1, 0.1);
  still.update(optimizer, 1, 0.0);
  CHECK(a.parameters == b.parameters);
  CHECK(a.parameters != still.parameters);
  CHECK(still.parameters == std::array<double, 16>{});
}

TEST_CASE_TEMPLATE("padding of zeros stays zero", O, EVERY_OPTIMIZER) {
  Problem<O, float, 16> problem;
  for (std::int64_t step = 1; step <= 100; ++step) problem.update(busy<O>(), step, 0.1f);
  CHECK(problem.parameters == std::array<float, 16>{});
}

/// The message of the SettingError that `settings.check()` raises, or "" if it passes.
template <class O>
std::string refusal(const O& settings) {
  try {
    settings.check();
  } catch (const SettingError& error) {
    return error.what();
  }
  return "";
}

/// Tries values for one setting: all of `good` pass, all of `bad`, NaN and the infinities don't,
/// and the message names the optimizer and the setting.
template <class O>
void check_setting(float O::*setting, const std::string& name, std::initializer_list<float> good,
                   std::initializer_list<float> bad) {
  CAPTURE(name);
  const auto with = [&](float value) {
    O optimizer;
    optimizer.*setting = value;
    return refusal(optimizer);
  };
  for (const float value : good) {
    CAPTURE(value);
    CHECK(with(value) == "");
  }
  std::vector<float> refused = bad;  // ... and what no setting may be
  refused.push_back(std::numeric_limits<float>::quiet_NaN());
  refused.push_back(std::numeric_limits<float>::infinity());
  refused.push_back(-std::numeric_limits<float>::infinity());
  for (const float value : refused) {
    CAPTURE(value);
    const std::string message = with(value);
    CHECK(message.find(std::string(O::name) + ": " + name + " must be ") == 0);
    CHECK(message.find('\n') == std::string::npos);
  }
  CHECK(with(-2).find(", not -2") != std::string::npos);
}

TEST_CASE_TEMPLATE("settings out of range are refused by name", O, EVERY_OPTIMIZER) {
  CHECK(refusal(O{}) == "");
  CHECK(refusal(busy<O>()) == "");
  check_setting(&O::learning_rate, "learning_rate", {1e-30f, 1e3f}, {0, -1e-3f});
  check_setting(&O::weight_decay, "weight_decay", {0, 0.5f}, {-1e-6f});
  if constexpr (requires { &O::momentum; })
    check_setting(&O::momentum, "momentum", {0, 0.5f, 0.999f}, {-0.1f, 1, 1.5f});
  if constexpr (requires { &O::beta1; }) {
    check_setting(&O::beta1, "beta1", {0, 0.5f, 0.999f}, {-0.1f, 1, 1.5f});
    check_setting(&O::beta2, "beta2", {0, 0.5f, 0.999f}, {-0.1f, 1, 1.5f});
  }
  if constexpr (requires { &O::alpha; })
    check_setting(&O::alpha, "alpha", {0, 0.5f, 0.999f}, {-0.1f, 1, 1.5f});
  if constexpr (requires { &O::rate_decay; })
    check_setting(&O::rate_decay, "rate_decay", {0, 0.5f}, {-1e-6f});
  if constexpr (requires { &O::momentum_decay; })
    check_setting(&O::momentum_decay, "momentum_decay", {0, 0.5f}, {-1e-6f});
  if constexpr (requires { &O::epsilon; })
    check_setting(&O::epsilon, "epsilon", {1e-30f, 1}, {0, -1e-8f});
}

TEST_CASE("Nesterov wants momentum") {
  CHECK(refusal(SGD{.nesterov = true}) == "SGD: momentum must be above 0 for nesterov, not 0");
  CHECK(refusal(SGD{.momentum = 0.5f, .nesterov = true}) == "");
}

TEST_CASE("RMSprop's centered variance never goes below zero") {
  // With a constant gradient v and m^2 become the same number, and rounding decides the sign.
  for (const float alpha : {0.0f, 0.5f, 0.99f}) {
    Problem<RMSprop, float, 64> problem;
    for (std::size_t i = 0; i < 64; ++i)
      problem.gradients[i] = 0.1f + 0.37f * static_cast<float>(i);
    for (std::int64_t step = 1; step <= 2000; ++step)
      problem.update(RMSprop{.alpha = alpha, .centered = true}, step, 1e-6f);
    for (const float p : problem.parameters) CHECK(finite(p));
  }
}

}  // namespace
