#include <doctest/doctest.h>

#include <layers/conv_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("convolution with padding is its naive twin", C, Case<2, 5, 4, 3, 3, Padding<1>>,
                   Case<2, 4, 5, 2, 3, Padding<2>>, Case<1, 3, 4, 3, 2, Padding<3>>,
                   Case<2, 6, 5, 4, 5, Padding<2>, NoBias>, Case<3, 2, 3, 2, 1, Padding<1>>,
                   Case<1, 1, 2, 2, 5, Padding<2>>, Case<2, 6, 7, 3, 4, Padding<1>, Stride<2>>,
                   Case<1, 8, 8, 9, 3, Padding<1>>) {
  CHECK(conv_differences<C, float>() == 0);
}

}  // namespace
