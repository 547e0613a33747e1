#include <doctest/doctest.h>

#include <layers/conv_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("convolution without padding is its naive twin", C, Case<1, 1, 1, 1, 1>,
                   Case<1, 6, 7, 3, 3>, Case<3, 7, 5, 4, 2>, Case<2, 9, 8, 5, 5>,
                   Case<4, 4, 4, 7, 4, NoBias>, Case<1, 12, 12, 6, 5>, Case<6, 6, 6, 16, 3>,
                   Case<5, 1, 9, 2, 1>, Case<17, 3, 2, 9, 1, NoBias>) {
  CHECK(conv_differences<C, float>() == 0);
}

}  // namespace
