#include <doctest/doctest.h>

#include <training/recorded_step.hpp>

namespace {

using namespace angka;

template <class T>
double lenet5_difference() {
  return step_difference<T, Input<1, 28, 28>, Conv2D<6, 5, Same>, ReLU, MaxPool2D<2>, Conv2D<16, 5>,
                         ReLU, MaxPool2D<2>, Dense<120>, ReLU, Dense<84>, ReLU, Dense<10>>(
      recorded::lenet5, {}, [](auto&) {});
}

TEST_CASE("a training step of lenet5 is PyTorch's") {
  CHECK(lenet5_difference<double>() < 1e-10);
  CHECK(lenet5_difference<float>() < 1e-4);
}

}  // namespace
