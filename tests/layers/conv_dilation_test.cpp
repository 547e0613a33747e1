#include <doctest/doctest.h>

#include <layers/conv_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("convolution with dilation is its naive twin", C,
                   Case<2, 7, 8, 3, 3, Dilation<2>>, Case<2, 6, 5, 2, 3, Dilation<2>, Same>,
                   Case<1, 6, 7, 3, 2, Dilation<3>, Padding<2>>,
                   Case<2, 9, 8, 2, 3, Dilation<2>, Stride<2>>,
                   Case<1, 4, 4, 3, 3, Dilation<3>, Same>,
                   Case<2, 9, 7, 2, 3, Dilation<2>, Stride<3>, Same, NoBias>,
                   Case<3, 8, 8, 2, 2, Dilation<4>, Stride<2>>, Case<1, 10, 9, 2, 5, Dilation<2>>) {
  CHECK(conv_differences<C, float>() == 0);
}

}  // namespace
