#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/errors.hpp>
#include <angka/optimizers/adam.hpp>
#include <angka/optimizers/elastic_net.hpp>
#include <angka/optimizers/optimizer.hpp>
#include <angka/optimizers/sgd.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace {

using namespace angka;

static_assert(Optimizer<ElasticNet<SGD>> && Optimizer<ElasticNet<Adam>>);

/// Parameters after three steps, more of them than are penalised at once.
template <class T, class O>
AlignedArray<T> after_steps(const O& optimizer) {
  constexpr std::size_t size = 1360;
  AlignedArray<T> parameters(size), gradients(size);
  std::array<AlignedArray<T>, O::slots> slots;
  std::array<T*, O::slots> state;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    slots[i] = AlignedArray<T>(size);
    state[i] = slots[i].data();
  }
  for (std::size_t i = 0; i < size; ++i) parameters[i] = T(int(i % 7) - 3) / 4;
  for (std::int64_t step = 1; step <= 3; ++step) {
    for (std::size_t i = 0; i < size; ++i)
      gradients[i] = static_cast<T>(std::sin(double(i) + double(step)));
    optimizer.template update<T>(step, T(0.125), std::span<T>(parameters),
                                 std::span<const T>(gradients), state);
  }
  return parameters;
}

TEST_CASE_TEMPLATE("the square's penalty is what optimizers call weight decay", T, float, double) {
  const auto penalised = after_steps<T>(ElasticNet<Adam>{Adam{}, 0, 0.25f});
  const auto decayed = after_steps<T>(Adam{.weight_decay = 0.25f});
  int differ = 0;
  for (std::size_t i = 0; i < penalised.size(); ++i) differ += penalised[i] != decayed[i];
  CHECK(differ == 0);
}

TEST_CASE_TEMPLATE("the absolute value's penalty pulls by one strength, and not at 0", T, float,
                   double) {
  const auto found = after_steps<T>(ElasticNet<SGD>{SGD{}, 0.5f, 0.25f});
  double worst = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    double p = (int(i % 7) - 3) / 4.0;
    for (int step = 1; step <= 3; ++step) {
      const double g = double(static_cast<T>(std::sin(double(i) + step)));
      p -= 0.125 * (g + 0.5 * double((p > 0) - (p < 0)) + 0.25 * p);
    }
    worst = std::max(worst, std::abs(double(found[i]) - p));
  }
  CHECK(worst < (sizeof(T) == 4 ? 1e-6 : 1e-14));
}

TEST_CASE("penalties below 0 and the optimizer's own wrong settings are refused") {
  CHECK_NOTHROW(ElasticNet<SGD>{SGD{}, 0.1f, 0.1f}.check());
  CHECK_THROWS_AS((ElasticNet<SGD>{SGD{}, -0.1f, 0}.check()), SettingError);
  CHECK_THROWS_AS((ElasticNet<SGD>{SGD{}, 0, -0.1f}.check()), SettingError);
  CHECK_THROWS_AS((ElasticNet<SGD>{SGD{.learning_rate = 0}, 0, 0}.check()), SettingError);
}

}  // namespace
