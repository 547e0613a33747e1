#include <angka/optimizers/schedule.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include <recorded/optimizers.hpp>

namespace {

using namespace angka;

static_assert(std::is_convertible_v<OneCycle, Schedule>);
static_assert(std::is_convertible_v<StepDecay, Schedule>);
static_assert(!std::is_constructible_v<Schedule, int>);
static_assert(!std::is_constructible_v<Schedule, double>);
static_assert(!std::is_constructible_v<Schedule, std::string>);

TEST_CASE("factors are PyTorch's") {
  for (const recorded::Rates& expected : recorded::rates) {
    CAPTURE(expected.text);
    expected.schedule.check();
    REQUIRE(expected.factors.size() == static_cast<std::size_t>(expected.steps));
    for (int step = 0; step < expected.steps; ++step) {
      CAPTURE(step);
      const double factor = expected.schedule.factor(
          {.step = step, .steps = expected.steps, .steps_per_epoch = expected.steps_per_epoch});
      CHECK(std::abs(factor - expected.factors[static_cast<std::size_t>(step)]) < 1e-12);
    }
  }
}

TEST_CASE("on a plateau rates fall as PyTorch's") {
  for (const recorded::Plateau& expected : recorded::plateaus) {
    expected.schedule.check();
    const Schedule schedule = expected.schedule;
    CHECK(schedule.needs_validation());
    double lowest = 1;
    for (std::size_t epoch = 0; epoch < expected.factors.size(); ++epoch) {
      CAPTURE(epoch);
      const double factor = schedule.factor(
          {.step = 3, .validation_losses = std::span(recorded::losses).first(epoch)});
      CHECK(std::abs(factor - expected.factors[epoch]) < 1e-12);
      lowest = std::min(lowest, factor);
    }
    CHECK(lowest < 1);
  }
  CHECK(!Schedule{OneCycle{}}.needs_validation());
  CHECK(Schedule{ReduceOnPlateau{}}.factor({.step = 99}) == 1);
}

TEST_CASE("warm-up goes before each schedule, which then starts anew") {
  const auto check = [](auto curve) {
    const Schedule warm(curve, 0.5, 0.2);
    CHECK(warm.factor({.step = 0, .steps = 20, .steps_per_epoch = 8}) == doctest::Approx(0.2));
    CHECK(warm.factor({.step = 2, .steps = 20, .steps_per_epoch = 8}) == doctest::Approx(0.6));
    for (int step = 0; step < 16; ++step)
      CHECK(warm.factor({.step = step + 4, .steps = 20, .steps_per_epoch = 8}) ==
            doctest::Approx(curve.factor({.step = step, .steps = 16, .steps_per_epoch = 8}))
                .epsilon(1e-12));
  };
  check(ConstantSchedule{});
  check(StepDecay{.every_epochs = 1});
  check(ExponentialDecay{});
  check(CosineDecay{});
  check(OneCycle{});
  check(PolynomialDecay{});
  check(WarmRestarts{.epochs = 1});
}

TEST_CASE("warm-up takes whole steps") {
  const Schedule warm(ConstantSchedule{}, 0.29, 0.0);  // 0.29 x 100 is just below 29
  CHECK(warm.factor({.step = 28, .steps = 99, .steps_per_epoch = 100}) ==
        doctest::Approx(28.0 / 29));
  CHECK(warm.factor({.step = 29, .steps = 99, .steps_per_epoch = 100}) == 1);
}

TEST_CASE("short and overlong trainings have finite factors in [0, 1]") {
  for (const Schedule& schedule :
       {Schedule{}, Schedule{StepDecay{}}, Schedule{ExponentialDecay{}}, Schedule{CosineDecay{}},
        Schedule{PolynomialDecay{.power = 3}}, Schedule{WarmRestarts{.epochs = 1}},
        Schedule{OneCycle{}}, Schedule{OneCycle{.pct_start = 0.5}}, Schedule{OneCycle{}, 3.0},
        Schedule{CosineDecay{}, 1e9}, Schedule{OneCycle{.pct_start = 1}}})
    for (std::int64_t steps = 1; steps <= 4; ++steps)
      for (std::int64_t step = 0; step <= 6; ++step) {
        CAPTURE(schedule.name());
        CAPTURE(steps);
        CAPTURE(step);
        const double factor = schedule.factor({.step = step, .steps = steps, .steps_per_epoch = 2});
        CHECK(finite(factor));
        CHECK(factor >= 0);
        CHECK(factor <= 1);
      }
}

std::string refusal(const Schedule& schedule) {
  try {
    schedule.check();
  } catch (const SettingError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("settings out of range are refused by name") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  CHECK(refusal({}) == "");
  CHECK(refusal(OneCycle{}) == "");
  CHECK(refusal({OneCycle{}, 2.5, 0.0}) == "");
  CHECK(refusal(StepDecay{.every_epochs = 0}) ==
        "StepDecay: every_epochs must be 1 or above, not 0");
  CHECK(refusal(StepDecay{.gamma = 0}) == "StepDecay: gamma must be above 0, not 0");
  CHECK(refusal(StepDecay{.gamma = nan}) == "StepDecay: gamma must be above 0, not nan");
  CHECK(refusal(ExponentialDecay{.gamma = -1}) ==
        "ExponentialDecay: gamma must be above 0, not -1");
  CHECK(refusal(ExponentialDecay{.gamma = infinite}) ==
        "ExponentialDecay: gamma must be above 0, not inf");
  CHECK(refusal(CosineDecay{.minimum = 1.5}) == "CosineDecay: minimum must be in [0, 1], not 1.5");
  CHECK(refusal(PolynomialDecay{.power = 0}) == "PolynomialDecay: power must be above 0, not 0");
  CHECK(refusal(PolynomialDecay{.minimum = 2}) ==
        "PolynomialDecay: minimum must be in [0, 1], not 2");
  CHECK(refusal(WarmRestarts{.epochs = 0}) == "WarmRestarts: epochs must be 1 or above, not 0");
  CHECK(refusal(WarmRestarts{.longer = 0}) == "WarmRestarts: longer must be 1 or above, not 0");
  CHECK(refusal(ReduceOnPlateau{.gamma = 1}) == "ReduceOnPlateau: gamma must be in (0, 1), not 1");
  CHECK(refusal(ReduceOnPlateau{.patience = -1}) ==
        "ReduceOnPlateau: patience must be 0 or above, not -1");
  CHECK(refusal(ReduceOnPlateau{.threshold = nan}) ==
        "ReduceOnPlateau: threshold must be 0 or above, not nan");
  CHECK(refusal(ReduceOnPlateau{.cooldown = -1}) ==
        "ReduceOnPlateau: cooldown must be 0 or above, not -1");
  CHECK(refusal(ReduceOnPlateau{.minimum = 2}) ==
        "ReduceOnPlateau: minimum must be in [0, 1], not 2");
  CHECK(refusal(OneCycle{.pct_start = -0.1}) == "OneCycle: pct_start must be in [0, 1], not -0.1");
  CHECK(refusal(OneCycle{.div_factor = 0}) == "OneCycle: div_factor must be 1 or above, not 0");
  CHECK(refusal(OneCycle{.final_div_factor = nan}) ==
        "OneCycle: final_div_factor must be 1 or above, not nan");
  CHECK(refusal({CosineDecay{}, -1.0}) == "Schedule: warmup_epochs must be 0 or above, not -1");
  CHECK(refusal({CosineDecay{}, infinite}) ==
        "Schedule: warmup_epochs must be 0 or above, not inf");
  CHECK(refusal({CosineDecay{}, 1.0, 2.0}) == "Schedule: warmup_start must be in [0, 1], not 2");
}

TEST_CASE("schedules have names") {
  CHECK(Schedule{}.name() == std::string("constant"));
  CHECK(Schedule{OneCycle{}}.name() == std::string("one-cycle"));
}

/// A curve of one's own.
struct Steep {
  double power = 2;
  static constexpr const char* name = "steep";
  void check() const { expect_setting(power > 0, name, "power", "above 0", power); }
  double factor(const Progress& progress) const { return std::pow(1 - progress.part(), power); }
};

TEST_CASE("a schedule may be one's own, behind a warm-up too") {
  const Schedule schedule = {Steep{.power = 3}, 1.0, 0.25};
  CHECK(std::string(schedule.name()) == "steep");
  schedule.check();
  CHECK(schedule.factor({.step = 0, .steps = 30, .steps_per_epoch = 10}) == 0.25);
  CHECK(schedule.factor({.step = 10, .steps = 30, .steps_per_epoch = 10}) == 1);
  CHECK(schedule.factor({.step = 20, .steps = 30, .steps_per_epoch = 10}) ==
        doctest::Approx(0.125));
  const Schedule copy = schedule;
  CHECK(copy.factor({.step = 20, .steps = 30, .steps_per_epoch = 10}) == doctest::Approx(0.125));
  CHECK_THROWS_WITH_AS(Schedule(Steep{.power = 0}).check(), "steep: power must be above 0, not 0",
                       SettingError);
}

}  // namespace
