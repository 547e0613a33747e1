#include <doctest/doctest.h>

#include <layers/conv_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("convolution in groups is its naive twin", C, Case<4, 5, 6, 6, 3, Groups<2>>,
                   Case<3, 6, 5, 3, 3, Groups<3>, Same>, Case<2, 5, 5, 8, 3, Groups<2>, NoBias>,
                   Case<4, 7, 6, 4, 3, Groups<2>, Stride<2>, Same>, Case<8, 3, 4, 12, 1, Groups<4>>,
                   Case<5, 6, 7, 5, 3, Groups<5>, Dilation<2>, Same>,
                   Case<4, 9, 8, 6, 3, Groups<2>, Stride<2>, Dilation<2>, Padding<3>, NoBias>,
                   Case<6, 5, 4, 18, 2, Groups<3>>) {
  CHECK(conv_differences<C, float>() == 0);
}

}  // namespace
