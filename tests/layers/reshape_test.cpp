#include <doctest/doctest.h>

#include <angka/layers/check_layer.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/reshape.hpp>
#include <angka/network/network.hpp>

namespace {

using namespace angka;

using Net = Network<Input<1, 2, 3>, Dense<12>, Reshape<3, 2, 2>>;
static_assert(Net::output == Shape{3, 2, 2});

TEST_CASE("a shape of as many numbers keeps the contract of a layer") {
  CHECK(check_layer<Reshape<3, 1, 4>, Input<2, 3, 2>>().message == "");
}

TEST_CASE("a shape of more or fewer numbers doesn't fit") {
  CHECK(Reshape<3, 1, 4>::needs({2, 3, 2}) == Shape{2, 3, 2});
  CHECK(Reshape<3, 1, 4>::needs({3, 1, 5}).channels != 3);
  CHECK(Reshape<3, 1, 4>::needs({12, 2, 1}).channels != 12);
}

}  // namespace
