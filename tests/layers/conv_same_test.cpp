#include <doctest/doctest.h>

#include <layers/conv_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("convolution that keeps the size is its naive twin", C,
                   Case<2, 5, 6, 3, 3, Same>, Case<3, 4, 7, 2, 2, Same>,
                   Case<1, 6, 5, 5, 4, Same, NoBias>, Case<2, 2, 2, 3, 5, Same>,
                   Case<3, 1, 1, 4, 3, Same>, Case<2, 1, 6, 2, 3, Same>, Case<1, 3, 3, 2, 7, Same>,
                   Case<1, 28, 3, 6, 5, Same>) {
  CHECK(conv_differences<C, float>() == 0);
}

}  // namespace
