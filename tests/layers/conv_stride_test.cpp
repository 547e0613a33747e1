#include <doctest/doctest.h>

#include <layers/conv_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("convolution that skips pixels is its naive twin", C,
                   Case<2, 7, 9, 3, 3, Stride<2>>, Case<2, 7, 8, 3, 3, Stride<2>, Same>,
                   Case<3, 7, 8, 2, 2, Stride<3>>, Case<4, 6, 5, 3, 1, Stride<2>, NoBias>,
                   Case<1, 9, 10, 2, 3, Same, Stride<4>>,
                   Case<2, 10, 8, 3, 5, Stride<3>, Padding<2>>,
                   Case<2, 5, 6, 2, 2, Same, Stride<2>>, Case<1, 3, 3, 5, 3, Stride<5>>) {
  CHECK(conv_differences<C, float>() == 0);
}

}  // namespace
