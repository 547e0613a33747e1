#include <doctest/doctest.h>

#include <training/recorded_step.hpp>

namespace {

using namespace angka;

template <int Filters>
using Block = Residual<Conv2D<Filters, 3, Same, NoBias>, BatchNorm, ReLU,
                       Conv2D<Filters, 3, Same, NoBias>, BatchNorm>;

template <class T>
double residual() {
  return step_difference<T, Input<1, 28, 28>, Conv2D<32, 5, Same, Stride<2>, NoBias>, BatchNorm,
                         ReLU, Block<32>, ReLU, Conv2D<64, 3, Same, Stride<2>, NoBias>, BatchNorm,
                         ReLU, Block<64>, ReLU, GlobalAveragePool2D, Flatten, Dropout, Dense<10>>(
      recorded::residual, {.label_smoothing = 0.25f},
      [](auto& net) { net.template layer<Dropout>().rate = 0; });
}

template <class T>
double blocks() {
  return step_difference<T, Input<2, 9, 9>, Conv2D<4, 3, Same>, ReLU,
                         Residual<Sequence<Conv2D<6, 3, Same, Stride<2>, NoBias>, BatchNorm, ReLU,
                                           Conv2D<6, 3, Same, NoBias>, BatchNorm>,
                                  Sequence<Conv2D<6, 1, Stride<2>, NoBias>, BatchNorm>>,
                         ReLU, Residual<Residual<BatchNorm, ReLU>, Conv2D<6, 3, Same>>,
                         GlobalAveragePool2D, Dense<10>>(recorded::blocks, {}, [](auto&) {});
}

TEST_CASE("a training step of residual, with its running statistics, is PyTorch's") {
  CHECK(residual<double>() < 1e-10);
  CHECK(residual<float>() < 1e-4);
}

TEST_CASE("a training step of nested blocks, with layers in the shortcut, is PyTorch's") {
  CHECK(blocks<double>() < 1e-10);
  CHECK(blocks<float>() < 1e-4);
}

}  // namespace
