#include <doctest/doctest.h>

#include <training/recorded_step.hpp>

namespace {

using namespace angka;

template <class T>
double inception() {
  return step_difference<T, Input<2, 10, 10>, Conv2D<8, 3>, ReLU,
                         Branches<Concat, Sequence<Conv2D<4, 1>, ReLU>,
                                  Sequence<Conv2D<3, 1>, ReLU, Conv2D<6, 3, Same>, ReLU>,
                                  Sequence<Conv2D<2, 1>, ReLU, Conv2D<3, 5, Same>, ReLU>,
                                  Sequence<MaxPool2D<3, Stride<1>, Same>, Conv2D<3, 1>, ReLU>>,
                         MaxPool2D<2>, Dense<10>>(recorded::inception, {}, [](auto&) {});
}

template <int Filters>
using Layer =
    Branches<Concat, Sequence<>, Sequence<BatchNorm, ReLU, Conv2D<Filters, 3, Same, NoBias>>>;

template <class T>
double dense_block() {
  return step_difference<T, Input<2, 7, 7>, Conv2D<4, 3, Same, NoBias>, Layer<3>, Layer<3>,
                         Layer<3>, BatchNorm, ReLU, GlobalAveragePool2D, Dense<10>>(
      recorded::dense_block, {}, [](auto&) {});
}

template <class T>
double squeeze() {
  using Excitation = Branches<Multiply, Sequence<>,
                              Sequence<GlobalAveragePool2D, Dense<3>, ReLU, Dense<6>, Sigmoid>>;
  return step_difference<T, Input<2, 7, 7>, Conv2D<6, 3, Same>, ReLU,
                         Residual<Conv2D<6, 3, Same, NoBias>, BatchNorm, Excitation>, ReLU,
                         GlobalAveragePool2D, Dense<10>>(recorded::squeeze, {}, [](auto&) {});
}

TEST_CASE("a training step of an Inception block is PyTorch's") {
  CHECK(inception<double>() < 1e-10);
  CHECK(inception<float>() < 1e-4);
}

TEST_CASE("a training step of a dense block, with its running statistics, is PyTorch's") {
  CHECK(dense_block<double>() < 1e-10);
  CHECK(dense_block<float>() < 1e-4);
}

TEST_CASE("a training step of squeeze and excitation in a residual block is PyTorch's") {
  CHECK(squeeze<double>() < 1e-10);
  CHECK(squeeze<float>() < 1e-4);
}

}  // namespace
