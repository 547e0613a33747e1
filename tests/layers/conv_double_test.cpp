#include <doctest/doctest.h>

#include <layers/conv_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("convolution of double is its naive twin", C, Case<3, 7, 5, 4, 2>,
                   Case<1, 28, 3, 6, 5, Same>, Case<2, 10, 8, 3, 5, Stride<3>, Padding<2>>,
                   Case<1, 8, 8, 9, 3, Padding<1>>,
                   Case<2, 9, 7, 2, 3, Dilation<2>, Stride<3>, Same, NoBias>,
                   Case<4, 9, 8, 6, 3, Groups<2>, Stride<2>, Dilation<2>, Padding<3>, NoBias>) {
  CHECK(conv_differences<C, double>() == 0);
}

}  // namespace
