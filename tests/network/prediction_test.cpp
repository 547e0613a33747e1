#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cstddef>
#include <trial.hpp>

namespace {

using namespace angka;

/// How many outputs of single images are not, bit by bit, those of training, where nothing is
/// random and nothing depends on the batch.
template <class T, class InputShape, class... Layers>
int differences() {
  Trial<T, InputShape, Layers...> trial;
  Random random(seed(13), Purpose::test);
  trial.draw(std::size_t{Lanes<T>::count} + 3, [&] { return random.uniform(-1, 1); });
  for (T& parameter : trial.net.parameters()) parameter = T(random.uniform(-0.5f, 0.5f));
  trial.run();
  int count = trial.predicted.size() != trial.output.size();
  for (std::size_t i = 0; i < trial.output.size(); ++i)
    count += trial.predicted[i] != trial.output[i] || trial.output[i] == 0;
  return count;
}

TEST_CASE_TEMPLATE("shortcuts, branches and sequences are in predictions, too", T, float, double) {
  CHECK(differences<T, Input<2, 5, 4>, Residual<Conv2D<2, 3, Same>, Tanh>,
                    Residual<Residual<GELU, Conv2D<2, 1>>, Softmax>,
                    Residual<Sequence<Conv2D<3, 3, Same, Stride<2>>, SiLU>,
                             Sequence<Conv2D<3, 1, Stride<2>, NoBias>>>,
                    Sequence<Sigmoid, Residual<Sequence<>, Sequence<Tanh>>>, Flatten,
                    Residual<Dense<18>, ELU>, Dense<3>>() == 0);
}

TEST_CASE_TEMPLATE("a block that begins the network adds its input", T, float, double) {
  CHECK(differences<T, Input<3, 3, 3>, Residual<Sigmoid>, GlobalAveragePool2D>() == 0);
  CHECK(differences<T, Input<3, 3, 3>, Residual<Sequence<Tanh>, Sequence<Sigmoid>>,
                    GlobalMaxPool2D>() == 0);
}

TEST_CASE_TEMPLATE("joined branches", T, float, double) {
  CHECK(differences<
            T, Input<2, 5, 4>, Conv2D<3, 3, Same>,
            Branches<Concat, Conv2D<3, 1>, Sequence<Conv2D<2, 3, Same>, Tanh>, Sequence<>,
                     Sequence<MaxPool2D<3, Stride<1>, Same>, Conv2D<3, 1>, ELU>>,
            Branches<Concat, Sequence<>, Sequence<Branches<Concat, Sequence<>, Tanh>, Sigmoid>>,
            Branches<Multiply, Sequence<>, Sequence<GlobalAveragePool2D, Dense<33>, Sigmoid>>,
            Branches<Add, Sequence<>, Sequence<>, SiLU>,
            Branches<Multiply, Sigmoid, Tanh, Sequence<>>, Dense<3>>() == 0);
}

TEST_CASE_TEMPLATE("branches that begin the network", T, float, double) {
  CHECK(differences<T, Input<2, 3, 3>, Branches<Concat, Sequence<>, Sigmoid, Sequence<>>,
                    GlobalAveragePool2D>() == 0);
  CHECK(differences<T, Input<2, 3, 3>, Branches<Multiply, Sequence<>, GlobalMaxPool2D>>() == 0);
}

TEST_CASE_TEMPLATE("pools and steps that run as one", T, float, double) {
  CHECK(differences<T, Input<2, 9, 10>, Conv2D<6, 3, Same>, Tanh, MaxPool2D<2>,
                    AveragePool2D<2, Same>, Conv2D<4, 2, Groups<2>, NoBias, Padding<1>>,
                    MaxPool2D<2>, LeakyReLU, Dense<7>, Softmax>() == 0);
}

}  // namespace
