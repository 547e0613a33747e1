#include <doctest/doctest.h>

#include <angka/core/errors.hpp>
#include <angka/losses/focal.hpp>
#include <angka/losses/hinge.hpp>
#include <angka/losses/huber.hpp>
#include <limits>

namespace {

using namespace angka;

static_assert(Loss<Huber> && Loss<MeanAbsoluteError> && Loss<Focal> && Loss<KLDivergence> &&
              Loss<Hinge>);

TEST_CASE("settings that make no loss are refused") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const float wrong : {0.0f, -1.0f, nan}) {
    CHECK_THROWS_AS(Huber{wrong}.check(1), SettingError);
    CHECK_THROWS_AS(Hinge{wrong}.check(1), SettingError);
  }
  CHECK_NOTHROW(Focal{0}.check(2));
  CHECK_THROWS_AS(Focal{-1}.check(2), SettingError);
  CHECK_THROWS_AS(Focal{}.check(1), SettingError);
  CHECK_THROWS_AS(KLDivergence{}.check(1), SettingError);
}

TEST_CASE_TEMPLATE("huge outputs leave losses and gradients finite", T, float, double) {
  Lanes<T> output[2] = {Lanes<T>(T(1e4)), Lanes<T>(T(-1e4))}, gradient[2];
  for (const int label : {0, 1}) {
    int labels[Lanes<T>::count];
    for (int& each : labels) each = label;
    const Truth<T> truth{.labels = labels, .count = Lanes<T>::count};
    const auto check = [&](const auto& loss) {
      const double value = loss.gradient(output, 2, truth, T(1), gradient);
      CHECK(finite(value));
      CHECK((label == 0 ? value < 1e-3 : value > 1000) == true);
      for (const Lanes<T>& slope : gradient) CHECK(finite(double(slope[0])));
    };
    check(Focal{});
    check(Focal{0.5f});
    check(KLDivergence{});
    check(Hinge{});
  }
}

TEST_CASE("one score is compared with 0, several with each other") {
  const int labels[] = {1};
  const Truth<double> truth{.labels = labels, .count = 1};
  Lanes<double> one[] = {Lanes<double>(0.25)};
  CHECK(Hinge{}.gradient(one, 1, truth, 1.0, static_cast<Lanes<double>*>(nullptr)) == 0.75);
  Hinge{}.activate(one, 1);
  CHECK(one[0][0] > 0.5);
}

}  // namespace
