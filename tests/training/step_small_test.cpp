#include <doctest/doctest.h>

#include <training/recorded_step.hpp>

namespace {

using namespace angka;

template <class T>
double small_difference() {
  CrossEntropy loss{.label_smoothing = 0.1f};
  for (int c = 1; c <= 10; ++c) loss.class_weights.push_back(static_cast<float>(c) / 4);
  return step_difference<T, Input<1, 28, 28>, Conv2D<32, 3, Same>, ReLU, MaxPool2D<2>,
                         Conv2D<64, 3, Same>, ReLU, MaxPool2D<2>, Dense<128>, ReLU, Dropout,
                         Dense<10>>(recorded::small, loss,
                                    [](auto& net) { net.template layer<Dropout>().rate = 0; });
}

TEST_CASE("a training step of small, with smoothed labels and weighted classes, is PyTorch's") {
  CHECK(small_difference<double>() < 1e-10);
  CHECK(small_difference<float>() < 1e-4);
}

}  // namespace
