#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <gradients.hpp>

namespace {

using namespace angka;

template <class InputShape, class... Layers>
double residual_error() {
  BasicNetwork<double, InputShape, Shift, Layers...> net;
  return gradient_error(net, CrossEntropy{});
}

TEST_CASE("the gradient of a residual network with batch normalization") {
  CHECK(residual_error<Input<1, 6, 5>, Conv2D<2, 3, Same, NoBias>, BatchNorm, ReLU,
                       Residual<Conv2D<2, 3, Same, NoBias>, BatchNorm, ReLU,
                                Conv2D<2, 3, Same, NoBias>, BatchNorm>,
                       ReLU,
                       Residual<Sequence<Conv2D<3, 3, Same, Stride<2>, NoBias>, BatchNorm>,
                                Sequence<Conv2D<3, 1, Stride<2>, NoBias>, BatchNorm>>,
                       ReLU, GlobalAveragePool2D, Dense<3>>() < 1e-6);
}

TEST_CASE("the gradient of nested residual blocks and sequences") {
  CHECK(residual_error<
            Input<2, 3, 3>,
            Residual<Residual<Conv2D<2, 1>, Residual<Tanh, Sequence<Conv2D<2, 1>>>>, Sigmoid>,
            Sequence<Sequence<Conv2D<2, 2>>, Tanh>, Dense<3>>() < 1e-6);
}

TEST_CASE("the gradient of blocks whose branches share memory, or have but one layer") {
  CHECK(residual_error<Input<2, 2, 2>, Residual<ReLU>, Residual<Dropout>, Residual<Softmax>,
                       Residual<Sequence<Tanh>, Sequence<Sigmoid>>, Flatten,
                       Residual<Flatten, Flatten>>() < 1e-6);
  CHECK(residual_error<Input<2, 2, 2>, Conv2D<2, 1>, Residual<Sequence<>, Sequence<Tanh>>,
                       Residual<Sequence<Conv2D<2, 1>, ReLU>, Sequence<>>, Dense<2>>() < 1e-6);
}

TEST_CASE("the gradient where batch normalization stands in one branch, or in both at once") {
  CHECK(residual_error<Input<2, 3, 2>, Conv2D<2, 1>, Residual<BatchNorm>,
                       Residual<Sequence<Tanh>, Sequence<BatchNorm, Conv2D<2, 1>, BatchNorm>>,
                       BatchNorm, Residual<Dropout, BatchNorm>, Dense<2>>() < 1e-6);
  CHECK(residual_error<Input<3, 2, 2>, Residual<Residual<BatchNorm, ReLU>, BatchNorm>, ReLU,
                       GlobalMaxPool2D>() < 1e-6);
}

TEST_CASE("a block of dense layers") {
  CHECK(residual_error<Input<5, 1, 1>, Residual<Dense<7>, Tanh, Dense<5>>,
                       Residual<Sequence<Dense<3>>, Sequence<Dense<3>, ReLU>>>() < 1e-6);
}

TEST_CASE("a block that begins the network: nobody needs the gradient by input") {
  BasicNetwork<double, Input<2, 3, 3>, Residual<Conv2D<2, 3, Same>, ReLU>, Dense<2>> first;
  CHECK(gradient_error(first, CrossEntropy{}) < 1e-6);
  BasicNetwork<double, Input<2, 3, 3>,
               Residual<Sequence<BatchNorm, Conv2D<2, 1>>, Sequence<Conv2D<2, 1>>>, Dense<2>>
      both;
  CHECK(gradient_error(both, CrossEntropy{}) < 1e-6);
}

}  // namespace
