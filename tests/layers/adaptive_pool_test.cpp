#include <doctest/doctest.h>

#include <angka/core/random.hpp>
#include <angka/layers/adaptive_pool.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/pool.hpp>
#include <cstddef>
#include <trial.hpp>

namespace {

using namespace angka;

static_assert(AdaptiveAveragePool2D<4>::Bind<Shape{3, 7, 10}>::output == Shape{3, 4, 4});
static_assert(AdaptiveAveragePool2D<2, 5>::Bind<Shape{3, 7, 10}>::output == Shape{3, 2, 5});

TEST_CASE_TEMPLATE("pools of any size keep the contract of a layer", Layer,
                   AdaptiveAveragePool2D<1>, AdaptiveAveragePool2D<3, 2>, AdaptiveAveragePool2D<7>,
                   AdaptiveMaxPool2D<3, 2>, AdaptiveMaxPool2D<7>, MaxPool2D<2, CeilMode>,
                   AveragePool2D<3, CeilMode, Stride<2>, Padding<1>>) {
  CHECK(check_layer<Layer, Input<2, 5, 7>>().message == "");
}

TEST_CASE_TEMPLATE("an image alone is pooled as in a pack, bit by bit", Layer,
                   AdaptiveAveragePool2D<3, 4>, AdaptiveMaxPool2D<3, 4>,
                   AveragePool2D<2, CeilMode>) {
  Random random(seed(4), Purpose::test);
  Trial<float, Input<2, 5, 7>, Layer> trial;
  trial.draw(std::size_t{Lanes<float>::count + 1}, [&] { return random.uniform(-1, 1); });
  trial.run();
  CHECK(trial.predicted == trial.output);
}

template <class Pool>
constexpr Shape output = Pool::template Bind<Shape{2, 12, 13}>::output;
// As PyTorch's ceil_mode.
static_assert(output<MaxPool2D<2, CeilMode>> == Shape{2, 6, 7});
static_assert(output<MaxPool2D<3, Stride<5>, CeilMode>> == Shape{2, 3, 3});
static_assert(output<MaxPool2D<2, Stride<6>, CeilMode>> == Shape{2, 2, 3});
static_assert(output<AveragePool2D<2, Stride<3>, CeilMode>> == Shape{2, 4, 5});

}  // namespace
