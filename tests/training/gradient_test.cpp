#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <gradients.hpp>

namespace {

using namespace angka;

template <class InputShape, class... Layers>
double error() {
  BasicNetwork<double, InputShape, Shift, Layers...> net;
  return gradient_error(net, CrossEntropy{.label_smoothing = 0.1f});
}

TEST_CASE("the gradient of a small LeNet") {
  CHECK(error<Input<1, 8, 8>, Conv2D<3, 3, Same>, ReLU, MaxPool2D<2>, Conv2D<4, 3>, ReLU, Dense<6>,
              ReLU, Dense<3>>() < 1e-6);
}

TEST_CASE("the gradient of convolutions with every option") {
  CHECK(error<Input<2, 7, 6>, Conv2D<4, 3, Stride<2>, Same, NoBias>, Tanh,
              Conv2D<4, 2, Groups<2>, Same>, Tanh, Conv2D<4, 3, Groups<4>, Dilation<2>, Padding<2>>,
              Tanh, Dense<2>>() < 1e-6);
}

TEST_CASE("the gradient of a network with every activation") {
  CHECK(error<Input<3, 1, 1>, Dense<4>, LeakyReLU, Dense<4>, ELU, Dense<4>, GELU, Dense<4>, SiLU,
              Dense<4>, Sigmoid, Dense<4>, Tanh, Dense<4>, Softmax, Dense<3>>() < 1e-6);
}

TEST_CASE("the gradient of layers that share their memory") {
  CHECK(error<Input<2, 2, 2>, Flatten, ReLU, Flatten, Flatten, Dropout, Tanh, Flatten, Softmax,
              Flatten, LeakyReLU, Dropout, Flatten, Sigmoid, Dense<3>, Softmax, Softmax, Tanh,
              Flatten>() < 1e-6);
}

TEST_CASE("the gradient with dropout, in front of convolution and dense layers and at the end") {
  CHECK(error<Input<1, 6, 6>, Dropout, Conv2D<2, 3>, Dropout, Sigmoid, Dense<5>, Dropout, Dense<4>,
              Dropout>() < 1e-6);
}

TEST_CASE("the gradient of pools") {
  CHECK(error<Input<2, 9, 8>, MaxPool2D<3, Stride<2>, Padding<1>>, AveragePool2D<2, Same>,
              Conv2D<3, 1>, MaxPool2D<2, Stride<1>>, GlobalMaxPool2D>() < 1e-6);
  CHECK(error<Input<2, 5, 4>, AveragePool2D<3, Stride<1>, Padding<1>>, MaxPool2D<2, Same>,
              GlobalAveragePool2D, Dense<2>>() < 1e-6);
}

TEST_CASE("the gradient of batch normalization: first, last, twice, of flat values") {
  CHECK(error<Input<2, 3, 3>, BatchNorm, Conv2D<3, 2>, BatchNorm, BatchNorm, Tanh, Dense<3>,
              BatchNorm, Sigmoid, Dense<2>>() < 1e-6);
  CHECK(error<Input<2, 3, 3>, Conv2D<3, 2>, ReLU, BatchNorm, GlobalAveragePool2D, BatchNorm>() <
        1e-6);
}

TEST_CASE("the gradient of wide dense layers, whose parts any thread computes") {
  CHECK(error<Input<1, 5, 8>, Dense<33>, Tanh, Dense<3>>() < 1e-6);
  CHECK(error<Input<1, 24, 22>, Dense<2, NoBias>>() < 1e-6);
}

}  // namespace
