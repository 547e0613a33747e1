#include <doctest/doctest.h>

#include <angka/core/random.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/upsample.hpp>
#include <cstddef>
#include <trial.hpp>

namespace {

using namespace angka;

static_assert(UpSample2D<Kernel{2, 3}>::Bind<Shape{3, 4, 5}>::output == Shape{3, 8, 15});

TEST_CASE_TEMPLATE("enlarging keeps the contract of a layer", Layer, UpSample2D<2>,
                   UpSample2D<Kernel{1, 3}>, UpSample2D<2, Bilinear>,
                   UpSample2D<Kernel{3, 1}, Bilinear>, UpSample2D<5, Bilinear>) {
  CHECK(check_layer<Layer, Input<2, 3, 2>>().message == "");
  CHECK(check_layer<Layer, Input<1, 1, 1>>().message == "");
}

TEST_CASE_TEMPLATE("an image alone is enlarged as in a pack, bit by bit", Layer, UpSample2D<3>,
                   UpSample2D<3, Bilinear>) {
  Random random(seed(4), Purpose::test);
  Trial<float, Input<2, 5, 4>, Layer> trial;
  trial.draw(std::size_t{Lanes<float>::count + 1}, [&] { return random.uniform(-1, 1); });
  trial.run();
  CHECK(trial.predicted == trial.output);
}

}  // namespace
