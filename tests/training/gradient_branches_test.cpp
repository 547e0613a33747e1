#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <gradients.hpp>

namespace {

using namespace angka;

template <class InputShape, class... Layers>
double branches_error() {
  BasicNetwork<double, InputShape, Shift, Layers...> net;
  return gradient_error(net, CrossEntropy{});
}

TEST_CASE("the gradient of branches whose channels are put one behind the other") {
  CHECK(branches_error<
            Input<2, 4, 4>, Conv2D<3, 1>,
            Branches<Concat, Conv2D<2, 1>, Sequence<Conv2D<2, 1>, Tanh, Conv2D<2, 3, Same>, ReLU>,
                     Sequence<MaxPool2D<3, Stride<1>, Same>, Conv2D<1, 1>>>,
            ReLU, Dense<3>>() < 1e-6);
  // Flat values; what a dense layer keeps for the whole batch lies among the others.
  CHECK(branches_error<Input<5, 1, 1>,
                       Branches<Concat, Sequence<>, Dense<4>, Sequence<Dense<2>, Tanh>>, Dense<3>,
                       Branches<Concat, Sequence<>, Sequence<Dense<2>, Sigmoid>>>() < 1e-6);
}

TEST_CASE("the gradient of branches in which layers are run as one") {
  CHECK(branches_error<
            Input<2, 4, 4>,
            Branches<Concat, Sequence<Conv2D<2, 3, Same>, ReLU, MaxPool2D<2>>,
                     Sequence<Tanh, MaxPool2D<2>>, Sequence<Conv2D<1, 2>, MaxPool2D<2, Stride<1>>>>,
            Dense<3>>() < 1e-6);
}

TEST_CASE("the gradient of blocks that put new channels behind what they read") {
  CHECK(branches_error<Input<2, 3, 3>,
                       Branches<Concat, Sequence<>, Sequence<BatchNorm, ReLU, Conv2D<2, 3, Same>>>,
                       Branches<Concat, Sequence<>, Sequence<Conv2D<2, 3, Same>>>, Tanh,
                       GlobalAveragePool2D, Dense<2>>() < 1e-6);
}

TEST_CASE("the gradient of a small U-Net: what was there beside what comes back from below") {
  CHECK(branches_error<
            Input<1, 4, 4>, Conv2D<2, 3, Same>,
            Branches<Concat, Sequence<>,
                     Sequence<MaxPool2D<2>, Conv2D<3, 3, Same>, GroupNorm<3>, ReLU,
                              Branches<Concat, Sequence<>,
                                       Sequence<MaxPool2D<2>, Conv2D<2, 1>, UpSample2D<2>>>,
                              UpSample2D<2>>>,
            ReLU, Conv2D<1, 1>, Dense<2>>() < 1e-6);
}

TEST_CASE("the gradient of branches that each read a part of the image: several inputs") {
  CHECK(branches_error<Input<1, 5, 4>,
                       Branches<Concat, Sequence<Crop2D<0, 1, 0, 0>, Conv2D<2, 3>, Tanh, Dense<3>>,
                                Sequence<Crop2D<4, 0, 0, 1>, Dense<2>>>,
                       Tanh, Dense<2>>() < 1e-6);
}

TEST_CASE("the gradient of values that stand in several places, and are read later") {
  CHECK(branches_error<Input<2, 2, 2>, Branches<Concat, Sequence<>, Sequence<>>,
                       Branches<Add, Sequence<>, Tanh, Sequence<>>,
                       Branches<Multiply, Sequence<>, Sequence<>>, Dense<2>>() < 1e-6);
  CHECK(branches_error<
            Input<2, 2, 2>, Conv2D<2, 1>,
            Branches<Concat, Sequence<>,
                     Sequence<Branches<Concat, Sequence<>, Conv2D<1, 1>>, Tanh, Conv2D<2, 1>>>,
            Residual<Branches<Concat, Conv2D<2, 1>, Sequence<Conv2D<2, 1>, Sigmoid>>, Tanh>,
            Dense<2>>() < 1e-6);
}

TEST_CASE("the gradient of products, value by value and channel by channel") {
  CHECK(branches_error<Input<2, 3, 3>, Conv2D<3, 1>,
                       Branches<Multiply, Sequence<>,
                                Sequence<GlobalAveragePool2D, Dense<2>, ReLU, Dense<3>, Sigmoid>>,
                       Dense<2>>() < 1e-6);
  CHECK(
      branches_error<Input<2, 2, 3>, Branches<Multiply, GlobalMaxPool2D, Conv2D<2, 1>, Sequence<>>,
                     GlobalAveragePool2D, Branches<Multiply, Dense<2>, Sequence<>>>() < 1e-6);
}

TEST_CASE("the gradient where batch normalization stands in several branches at once") {
  CHECK(branches_error<Input<2, 3, 2>, Conv2D<2, 1>,
                       Branches<Concat, BatchNorm, Sequence<Conv2D<2, 1>, BatchNorm, ReLU>,
                                Sequence<Residual<BatchNorm, Tanh>>>,
                       BatchNorm, Branches<Add, Dropout, BatchNorm, Conv2D<6, 1>>, Dense<2>>() <
        1e-6);
}

TEST_CASE("branches that begin the network: nobody needs the gradient by input") {
  BasicNetwork<double, Input<2, 3, 3>,
               Branches<Concat, Sequence<>, Conv2D<2, 3, Same>, Sequence<>, Tanh>, Dense<2>>
      concat;
  CHECK(gradient_error(concat, CrossEntropy{}) < 1e-6);
  BasicNetwork<double, Input<2, 3, 3>, Branches<Multiply, Sequence<>, Conv2D<2, 3, Same>>, Dense<2>>
      product;
  CHECK(gradient_error(product, CrossEntropy{}) < 1e-6);
}

}  // namespace
