#include <doctest/doctest.h>

#include <angka/losses/binary_cross_entropy.hpp>
#include <angka/losses/check_loss.hpp>
#include <angka/losses/cross_entropy.hpp>
#include <angka/losses/focal.hpp>
#include <angka/losses/hinge.hpp>
#include <angka/losses/huber.hpp>
#include <angka/losses/mean_squared_error.hpp>
#include <string>

namespace {

using namespace angka;

/// Cross-entropy of targets with labels beside them, as a teacher's are.
struct Taught : CrossEntropy {
  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    int labels[Lanes<T>::count];
    for (int lane = 0; lane < Lanes<T>::count; ++lane) labels[lane] = lane % outputs;
    return CrossEntropy::gradient(
        output, outputs, {.labels = labels, .targets = truth.targets, .count = truth.count}, scale,
        to);
  }
};

TEST_CASE("every loss keeps the contract of a loss") {
  for (const TruthKind kind : {TruthKind::labels, TruthKind::targets})
    for (const int outputs : {1, 2, 5}) {
      CAPTURE(outputs);
      CHECK(check_loss(MeanSquaredError{}, outputs, kind).message == "");
      CHECK(check_loss(BinaryCrossEntropy{}, outputs, kind).message == "");
      CHECK(check_loss(Huber{.delta = 0.4f}, outputs, kind).message == "");
      CHECK(check_loss(MeanAbsoluteError{}, outputs, kind).message == "");
      if (outputs == 1 && kind == TruthKind::targets) continue;
      CHECK(check_loss(Hinge{.margin = 0.7f}, outputs, kind).message == "");
      if (outputs == 1) continue;
      CHECK(check_loss(CrossEntropy{}, outputs, kind).message == "");
      CHECK(check_loss(KLDivergence{}, outputs, kind).message == "");
      for (const float gamma : {0.0f, 0.5f, 1.0f, 2.0f})
        CHECK(check_loss(Focal{gamma}, outputs, kind).message == "");
    }
  CHECK(check_loss(CrossEntropy{.temperature = 4}, 5, TruthKind::targets).message == "");
  CHECK(check_loss(Taught{{.label_smoothing = 0.1f, .temperature = 3, .target_weight = 0.7f}}, 5,
                   TruthKind::targets)
            .message == "");
  CHECK(check_loss(CrossEntropy{.label_smoothing = 0.1f, .class_weights = {1, 2, 0.5f}}).message ==
        "");
}

enum Fault {
  none,
  wrong,
  no_scale,
  unused_has_gradient,
  counts_unused,
  takes_to,
  beyond,
  activates
};

/// y^4 / 4 with one fault each.
template <Fault F>
struct Quartic {
  void check(int) const {}
  double weight(int) const { return 1; }
  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    Lanes<T> loss(T(0));
    const Lanes<T> used = F == unused_has_gradient ? Lanes<T>(T(1)) : lanes_in_use(truth);
    for (int o = 0; o < outputs; ++o) {
      const Lanes<T> y = output[o];
      loss = fma(y * y, y * y, loss);
      if (F != takes_to && !to) continue;
      to[o] = Lanes<T>(F == no_scale ? T(1) : scale) * used * y * y * y;
      if (F == wrong && o == 1) to[o] = to[o] * Lanes<T>(T(1.00001));
    }
    if (F == beyond && to) to[outputs] = loss;
    return sum_of_lanes(loss, F == counts_unused ? Lanes<T>::count : truth.count) / 4;
  }
  template <class T>
  void activate(Lanes<T>* output, int outputs) const {
    for (int o = 0; o < outputs && F == activates; ++o) output[o] = Lanes<T>(T(1)) / Lanes<T>(T(0));
  }
};

template <Fault F>
bool says(const std::string& part) {
  const std::string message = check_loss(Quartic<F>{}).message;
  CAPTURE(message);
  return message.find(part) != std::string::npos;
}

TEST_CASE("check_loss finds what a loss does wrong") {
  CHECK(check_loss(Quartic<none>{}).message == "");
  CHECK(says<wrong>("the gradient by output 1 of image 0 is"));
  CHECK(says<no_scale>("the gradient by output 0 of image 0 is"));
  CHECK(says<beyond>("writes beyond the outputs"));
  CHECK(says<activates>("not finite"));
  if (Lanes<double>::count > 1) {
    CHECK(says<unused_has_gradient>("but the lane has no image"));
    CHECK(says<counts_unused>("counts lanes without an image"));
  }
#if __has_include(<sys/wait.h>)
  CHECK(says<takes_to>("crashes where `to` is null"));
#endif
}

}  // namespace
