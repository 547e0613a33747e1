#include <doctest/doctest.h>

#include <angka/layers/border.hpp>
#include <angka/layers/check_layer.hpp>
#include <numeric>
#include <trial.hpp>
#include <vector>

namespace {

using namespace angka;

template <class Layer>
constexpr Shape output_of_3x7x9 = Layer::template Bind<Shape{3, 7, 9}>::output;
static_assert(output_of_3x7x9<ZeroPad2D<2>> == Shape{3, 11, 13});
static_assert(output_of_3x7x9<ZeroPad2D<1, 0>> == Shape{3, 9, 9});
static_assert(output_of_3x7x9<ZeroPad2D<1, 2, 3, 4>> == Shape{3, 10, 16});
static_assert(output_of_3x7x9<Crop2D<2>> == Shape{3, 3, 5});
static_assert(output_of_3x7x9<Crop2D<0, 4>> == Shape{3, 7, 1});
static_assert(output_of_3x7x9<Crop2D<1, 2, 3, 4>> == Shape{3, 4, 2});
static_assert(Crop2D<1, 2, 3, 4>::needs({3, 7, 9}) == Shape{3, 4, 8});

TEST_CASE_TEMPLATE("borders keep the contract of a layer", Layer, ZeroPad2D<1>,
                   ZeroPad2D<0, 2, 1, 0>, Crop2D<1>, Crop2D<0, 2, 1, 0>) {
  CHECK(check_layer<Layer, Input<2, 4, 5>>().message == "");
}

TEST_CASE_TEMPLATE("each number lands at its place", T, float, double) {
  Trial<T, Input<2, 2, 3>, ZeroPad2D<1, 0, 2, 0>> padded;
  padded.input.resize(12);
  std::iota(padded.input.begin(), padded.input.end(), 1.0f);
  padded.slope.resize(2 * 3 * 5);
  std::iota(padded.slope.begin(), padded.slope.end(), T(0));
  padded.run();
  CHECK(padded.output == std::vector<T>{0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4,  5,  6,
                                        0, 0, 0, 0, 0, 0, 0, 7, 8, 9, 0, 0, 10, 11, 12});
  CHECK(padded.predicted == padded.output);
  CHECK(padded.input_gradient == std::vector<T>{7, 8, 9, 12, 13, 14, 22, 23, 24, 27, 28, 29});

  Trial<T, Input<1, 3, 4>, Crop2D<1, 0, 0, 2>> cropped;
  cropped.input.resize(12);
  std::iota(cropped.input.begin(), cropped.input.end(), 1.0f);
  cropped.slope = {1, 2, 3, 4};
  cropped.run();
  CHECK(cropped.output == std::vector<T>{5, 6, 9, 10});
  CHECK(cropped.predicted == cropped.output);
  CHECK(cropped.input_gradient == std::vector<T>{0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0});
}

}  // namespace
