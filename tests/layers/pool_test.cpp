#include <doctest/doctest.h>

#include <angka/core/random.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/pool.hpp>
#include <cstddef>
#include <trial.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("the pools' gradients are those by differences", Layer, MaxPool2D<3, Stride<2>>,
                   MaxPool2D<2, Same>, MaxPool2D<3, Stride<1>, Padding<1>>,
                   MaxPool2D<2, Dilation<2>, Stride<1>>, AveragePool2D<3, Stride<2>>,
                   AveragePool2D<2, Same>, AveragePool2D<3, Same, Stride<2>>,
                   AveragePool2D<3, Stride<1>, Padding<1>>, GlobalAveragePool2D, GlobalMaxPool2D) {
  CHECK(check_layer<Layer, Input<2, 5, 6>>().message == "");
}

TEST_CASE_TEMPLATE("global pools are pools of the whole image", T, float, double) {
  Random random(seed(8), Purpose::test);
  Trial<T, Input<3, 4, 4>, GlobalMaxPool2D> maximum;
  Trial<T, Input<3, 4, 4>, MaxPool2D<4>> maximum_of_window;
  Trial<T, Input<3, 4, 4>, GlobalAveragePool2D> mean;
  Trial<T, Input<3, 4, 4>, AveragePool2D<4>> mean_of_window;
  maximum.draw(static_cast<std::size_t>(Lanes<T>::count + 2),
               [&] { return static_cast<int>(random.below(7)) - 3; });
  maximum_of_window.input = mean.input = mean_of_window.input = maximum.input;
  maximum_of_window.slope = mean.slope = mean_of_window.slope = maximum.slope;
  maximum.run();
  maximum_of_window.run();
  mean.run();
  mean_of_window.run();
  CHECK(maximum.output == maximum_of_window.output);
  CHECK(maximum.input_gradient == maximum_of_window.input_gradient);
  CHECK(mean.output == mean_of_window.output);
  CHECK(mean.input_gradient == mean_of_window.input_gradient);
}

}  // namespace
