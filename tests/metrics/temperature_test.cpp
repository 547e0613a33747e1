#include <angka/metrics/probabilities.hpp>
#include <angka/metrics/temperature.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace {

using namespace angka;
using doctest::Approx;

/// Labels of images of which nothing else is known.
DataView labelled(const std::vector<int>& labels) {
  return {.count = labels.size(), .labels = labels.data()};
}

template <class T = float>
std::vector<T> hundredths(const std::vector<int>& percent) {
  std::vector<T> p;
  for (const int value : percent) p.push_back(static_cast<T>(value) / 100);
  return p;
}

// Drawn by NumPy: too sure, and not sure enough.
const std::vector<int> too_sure{
    44, 30, 14, 12, 10, 83, 4, 3,  1,  3,  13, 83, 1,  15, 10, 74, 1, 1,  91, 7,   //
    1,  11, 3,  85, 8,  1,  1, 90, 51, 11, 20, 18, 1,  2,  96, 1,  3, 6,  1,  90,  //
    57, 3,  7,  33, 1,  5,  1, 93, 91, 1,  2,  6,  96, 1,  1,  2,  2, 96, 1,  1,   //
    31, 1,  1,  67, 97, 1,  1, 1,  1,  90, 1,  8,  97, 1,  1,  1,  2, 11, 72, 15};
const std::vector<int> too_sure_labels{3, 2, 2, 3, 2, 3, 3, 0, 0, 1, 1, 3, 3, 0, 1, 3, 0, 3, 0, 1};
const std::vector<int> unsure{
    4,  2,  6,  88, 8,  9,  20, 63, 11, 11, 58, 20, 10, 56, 25, 9,  18, 7,  34, 41,  //
    27, 15, 54, 4,  6,  57, 2,  35, 3,  64, 6,  27, 13, 7,  36, 44, 26, 22, 24, 28,  //
    76, 7,  11, 6,  25, 6,  54, 15, 43, 19, 24, 14, 13, 54, 16, 17, 4,  7,  68, 21,  //
    16, 22, 58, 4,  13, 9,  3,  75, 45, 19, 9,  27, 18, 61, 11, 10, 44, 8,  17, 31};
const std::vector<int> unsure_labels{3, 3, 2, 1, 3, 2, 1, 1, 1, 3, 0, 0, 2, 1, 3, 0, 3, 0, 1, 3};

}  // namespace

TEST_CASE("the temperature is the one that SciPy and PyTorch find") {
  // scipy.optimize.brentq on the derivative in 1/T; torch.optim.LBFGS on cross_entropy(logits / T)
  // gives 2.26905 and 0.70286, and the probabilities are its softmax.
  const auto check = [](const std::vector<int>& percent, const std::vector<int>& labels, double t,
                        double before, double after, const std::vector<double>& first) {
    auto p = hundredths(percent);
    CHECK(evaluate_probabilities(p, labelled(labels)).loss() == Approx(before).epsilon(1e-6));
    const Temperature found = fit_temperature(p, labelled(labels));
    CHECK(found.value == Approx(t).epsilon(1e-9));
    CHECK(!found.at_limit());
    found.apply(p, labels.size());
    CHECK(evaluate_probabilities(p, labelled(labels)).loss() == Approx(after).epsilon(1e-6));
    for (std::size_t i = 0; i < first.size(); ++i)
      CHECK(double{p[i]} == Approx(first[i]).epsilon(1e-5));
    // In double the same images give nearly the same.
    CHECK(fit_temperature(hundredths<double>(percent), labelled(labels)).value ==
          Approx(t).epsilon(1e-6));
  };
  check(too_sure, too_sure_labels, 2.2690476836155726, 1.3901581929336229, 1.0999498762732072,
        {0.33195704, 0.28039957, 0.20040293, 0.18724046, 0.20845154, 0.52973112, 0.13919623,
         0.12262111});
  check(unsure, unsure_labels, 0.7028613837046531, 0.9005881293343174, 0.8689493803686463,
        {0.01184483, 0.00441812, 0.02108937, 0.96264768});
}

TEST_CASE("a view's own labels count") {
  std::vector<std::uint32_t> backwards;
  std::vector<int> percent;
  for (std::uint32_t i = 20; i-- > 0;) {
    backwards.push_back(i);
    for (std::size_t c = 0; c < 4; ++c) percent.push_back(too_sure[i * 4 + c]);
  }
  DataView view = labelled(too_sure_labels);
  view.index = backwards.data();
  CHECK(fit_temperature(hundredths(percent), view).value ==
        Approx(2.2690476836155726).epsilon(1e-9));
}

TEST_CASE("a probability of 0 counts as the least normal number") {
  // SciPy, as above.
  std::vector<int> percent, labels;
  for (int i = 0; i < 400; ++i) percent.insert(percent.end(), {99, 1}), labels.push_back(0);
  percent.insert(percent.end(), {100, 0}), labels.push_back(1);
  auto p = hundredths(percent);
  const Temperature found = fit_temperature(p, labelled(labels));
  CHECK(found.value == Approx(1.5327240921054326).epsilon(1e-6));
  found.apply(p, labels.size());
  for (const float value : p) CHECK((value >= 0 && value <= 1));
  // As a network with a single output says it.
  std::vector<float> single;
  for (std::size_t i = 1; i < percent.size(); i += 2)
    single.push_back(static_cast<float>(percent[i]) / 100);
  CHECK(fit_temperature(single, labelled(labels)).value == Approx(found.value).epsilon(1e-6));
  found.apply(single, labels.size());
  CHECK(single[0] == Approx(p[1]));
  CHECK(evaluate_probabilities(single, labelled(labels)).correct() == 400);
}

TEST_CASE("where the images don't tell, the temperature is at its limit, or 1") {
  const std::vector<int> right{0, 1, 2}, one{2};
  const auto sure = hundredths({98, 1, 1, 2, 97, 1, 0, 0, 100});
  CHECK(fit_temperature(sure, labelled(right)).value == Temperature::lowest);
  CHECK(fit_temperature(sure, labelled(right)).at_limit());
  CHECK(fit_temperature(hundredths<double>({100, 0, 0}), labelled({0})).value ==
        Temperature::lowest);
  CHECK(fit_temperature(hundredths({20, 20, 60}), labelled(one)).value == Temperature::lowest);
  CHECK(fit_temperature(hundredths({70, 20, 10}), labelled(one)).value == Temperature::highest);
  const std::vector<float> same(3, 1.0f / 3);
  CHECK(fit_temperature(same, labelled(one)).value == 1);
  CHECK(!fit_temperature(same, labelled(one)).at_limit());
  const std::vector<float> broken{0, std::numeric_limits<float>::quiet_NaN(), 1};
  CHECK(fit_temperature(broken, labelled(one)).value == 1);
}

TEST_CASE("what an image is read as stays") {
  // Neighbouring numbers, which become one at 20.
  std::vector<float> p{0.33333334f, 0.33333337f, 0.3333333f};
  Temperature{20}.apply(std::span(p));
  CHECK(p[1] > p[0]);
  CHECK(p[1] > p[2]);
  std::vector<float> single{0.50000006f, 0.5f, 0.49999997f};
  Temperature{20}.apply(std::span(single), 3);
  CHECK(single[0] > 0.5f);
  CHECK(single[1] == 0.5f);
  CHECK(single[2] <= 0.5f);
  std::vector<float> extreme{0.5f, 0.25f, 0.25f, 0};
  Temperature{Temperature::lowest}.apply(std::span(extreme));
  CHECK(extreme[0] == Approx(1));
  CHECK(extreme[3] == 0);
  // Where one isn't finite, all stay.
  std::vector<float> broken{0.5f, std::numeric_limits<float>::infinity(), 0.25f};
  Temperature{2}.apply(std::span(broken));
  CHECK(broken[0] == 0.5f);
  CHECK(broken[2] == 0.25f);
}

TEST_CASE("what doesn't belong together is refused") {
  const std::vector<float> p(6, 0.5f);
  std::vector<float> changed = p;
  CHECK_THROWS_AS(fit_temperature(p, labelled({0, 1, 0, 1})), SettingError);
  CHECK_THROWS_AS(fit_temperature(p, labelled({0, 2, 0})), SettingError);
  CHECK_THROWS_AS(fit_temperature(p, labelled({0, -1, 0})), SettingError);
  CHECK_THROWS_AS(fit_temperature(p, DataView{.count = 3}), SettingError);
  CHECK_THROWS_AS(fit_temperature(std::span<const float>(), labelled({})), SettingError);
  CHECK_THROWS_AS(evaluate_probabilities(p, labelled({0, 1, 0, 1})), SettingError);
  CHECK_THROWS_AS(evaluate_probabilities(p, labelled({0, 2, 0})), SettingError);
  CHECK_THROWS_AS(evaluate_probabilities(p, DataView{.count = 3}), SettingError);
  CHECK_THROWS_AS(evaluate_probabilities(p, labelled({0, 1, 0}), {"a"}), SettingError);
  for (const double wrong : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_AS(Temperature{wrong}.apply(std::span(changed), 3), SettingError);
  CHECK(changed == p);
}

TEST_CASE("probabilities are counted as an evaluation counts them") {
  const std::vector<int> labels{0, 1, 1};
  const Evaluation e = evaluate_probabilities(hundredths({90, 10, 30, 70, 60, 40}),
                                              labelled(labels), {"cat", "dog"});
  CHECK(e.total() == 3);
  CHECK(e.correct() == 2);
  CHECK(e.confusion(1, 0) == 1);
  CHECK(e.class_name(1) == "dog");
  CHECK(e.loss() == Approx((-std::log(0.9) - std::log(0.7) - std::log(0.4)) / 3).epsilon(1e-6));
  CHECK(e.calibration_error() == Approx((0.1 + 0.3 + 0.6) / 3).epsilon(1e-6));
}
