#include <angka/metrics/evaluation.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <recorded/metrics.hpp>

namespace {
std::size_t allocations = 0;
}
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
// As std::stable_sort does; the sanitizers' own would not come here.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return ::operator new(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace angka;

template <class T>
Evaluation recorded_evaluation(std::size_t from = 0,
                               std::size_t to = static_cast<std::size_t>(recorded::images)) {
  Evaluation e(recorded::classes);
  for (std::size_t i = from; i < to; ++i) {
    std::array<T, recorded::classes> p;
    for (std::size_t c = 0; c < p.size(); ++c)
      p[c] = static_cast<T>(recorded::probabilities[i][c]) / 64;
    e.add(recorded::labels[i], p, 0.25);
  }
  return e;
}

void check_scores(const ClassScores& scores, const std::array<double, 3>& expected) {
  CHECK(scores.precision == doctest::Approx(expected[0]).epsilon(1e-12));
  CHECK(scores.recall == doctest::Approx(expected[1]).epsilon(1e-12));
  CHECK(scores.f1 == doctest::Approx(expected[2]).epsilon(1e-12));
}

void check_recorded(const Evaluation& e) {
  CHECK(e.total() == recorded::images);
  CHECK(e.accuracy() == doctest::Approx(recorded::top_k[0]).epsilon(1e-12));
  for (int k = 1; k <= 5; ++k)
    CHECK(e.top_k_accuracy(k) ==
          doctest::Approx(recorded::top_k[static_cast<std::size_t>(k - 1)]).epsilon(1e-12));
  std::int64_t diagonal = 0;
  for (int t = 0; t < recorded::classes; ++t) {
    const auto row = static_cast<std::size_t>(t);
    CAPTURE(t);
    for (int c = 0; c < recorded::classes; ++c)
      CHECK(e.confusion(t, c) == recorded::confusion[row][static_cast<std::size_t>(c)]);
    check_scores({e.precision(t), e.recall(t), e.f1(t)}, recorded::scores[row]);
    diagonal += e.confusion(t, t);
  }
  CHECK(e.correct() == diagonal);
  check_scores(e.macro_average(), recorded::macro);
  check_scores(e.weighted_average(), recorded::weighted);
  for (int i = 0; i < Calibration::bins; ++i)
    CHECK(e.calibration().bin(i).count == recorded::bin_counts[static_cast<std::size_t>(i)]);
  CHECK(e.calibration_error() == doctest::Approx(recorded::calibration_error).epsilon(1e-12));
  CHECK(e.loss() == 0.25);
}

TEST_CASE("figures are those that NumPy computes by definition") {
  check_recorded(recorded_evaluation<float>());
  check_recorded(recorded_evaluation<double>());
}

TEST_CASE("parts merge to the whole") {
  for (const std::size_t cut : {0u, 1u, 45u, 89u, 90u}) {
    Evaluation e = recorded_evaluation<float>(0, cut);
    e.merge(recorded_evaluation<float>(cut));
    check_recorded(e);
  }
}

TEST_CASE("cleared, it is as new") {
  Evaluation e = recorded_evaluation<float>();
  e.clear();
  CHECK(e.total() == 0);
  e.merge(recorded_evaluation<float>());
  check_recorded(e);
}

TEST_CASE("an image whose probabilities aren't finite is wrong and read as nothing") {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
        -std::numeric_limits<float>::infinity()})
    for (std::size_t at = 0; at < 3; ++at) {
      std::array<float, 3> p = {0.1f, 0.8f, 0.1f};
      Evaluation e(3);
      e.add(1, p);
      p[at] = bad;
      e.add(1, p);
      CHECK(e.total() == 2);
      CHECK(e.correct() == 1);
      CHECK(e.top_k_accuracy(3) == 0.5);
      CHECK(e.confusion(1, 1) == 1);
      CHECK(e.confusion(1, ConfusionMatrix::none) == 1);
      CHECK(e.support(1) == 2);
      CHECK(e.recall(1) == 0.5);
      CHECK(e.precision(1) == 1);
      CHECK(e.calibration_error() == doctest::Approx(0.2));
    }
}

TEST_CASE("of nothing, figures are 0 and the interval is [0, 1]") {
  const Evaluation e(4);
  CHECK(e.accuracy() == 0);
  CHECK(e.loss() == 0);
  CHECK(e.calibration_error() == 0);
  CHECK(e.accuracy_interval().low == 0);
  CHECK(e.accuracy_interval().high == 1);
}

TEST_CASE("what doesn't fit the classes is refused") {
  Evaluation e(3);
  const std::vector<float> p(3), q(2);
  CHECK_THROWS_WITH_AS(e.add(3, p), "Evaluation: label must be in [0, 3), not 3", SettingError);
  CHECK_THROWS_WITH_AS(e.add(-1, p), "Evaluation: label must be in [0, 3), not -1", SettingError);
  CHECK_THROWS_WITH_AS(e.add(0, q), "Evaluation: 3 classes want as many probabilities, not 2",
                       SettingError);
  CHECK_THROWS_WITH_AS(Evaluation(3, {"a", "b"}),
                       "Evaluation: 3 classes want as many class names, not 2", SettingError);
  CHECK_THROWS_AS(Evaluation(0), SettingError);
  CHECK_THROWS_AS(e.merge(Evaluation(2)), SettingError);
  CHECK(e.total() == 0);
}

TEST_CASE("counting and merging allocate nothing") {
  Evaluation e(10);
  const Evaluation other(10);
  const std::array<float, 10> p = {0.1f};
  const std::size_t before = allocations;
  e.add(3, p, 1.0);
  e.merge(other);
  e.clear();
  CHECK(allocations == before);
  const Evaluation copy = e;
  CHECK(allocations > before);
}

TEST_CASE("the report is readable") {
  Evaluation e(3, {"kucing", "ayam", "béo"});
  const auto add = [&](int label, std::array<double, 3> p, int times) {
    for (int i = 0; i < times; ++i) e.add(label, p, 0.5);
  };
  add(0, {0.8, 0.1, 0.1}, 12);
  add(1, {0.1, 0.6, 0.3}, 5);
  add(1, {0.6, 0.3, 0.1}, 1);
  add(2, {0.1, 0.2, 0.7}, 2);
  std::ostringstream out;
  out << e;
  CHECK(out.str() ==
        R"(accuracy 95.00% (19 of 20; 95% interval 76.39% to 99.11%)
loss 0.5000, calibration error 22.00%, top 2 100.00%

confusion matrix (rows: true class, columns: read as)
       kucing   ayam    béo
kucing     12      .      .
ayam        1      5      .
béo         .      .      2

class             precision   recall       f1  support
kucing               0.9231   1.0000   0.9600       12
ayam                 1.0000   0.8333   0.9091        6
béo                  1.0000   1.0000   1.0000        2
macro average        0.9744   0.9444   0.9564       20
weighted average     0.9538   0.9500   0.9487       20
)");

  add(2, {std::numeric_limits<double>::quiet_NaN(), 0, 0}, 1);
  std::ostringstream again;
  again << e;
  CHECK(again.str().find("béo  unread\n") != std::string::npos);
  CHECK(again.str().find("béo         .      .      2       1\n") != std::string::npos);
}

}  // namespace
