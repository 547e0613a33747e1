#include <doctest/doctest.h>

#include <layers/pool_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("the maximum of windows is its naive twin's", C, Max<2, 4, 6, 2>,
                   Max<3, 5, 7, 2>, Max<1, 9, 8, 3>, Max<2, 6, 5, 3, Stride<2>>,
                   Max<2, 5, 5, 3, Stride<1>, Padding<1>>, Max<1, 6, 7, 3, Stride<2>, Padding<1>>,
                   Max<2, 5, 4, 2, Same>, Max<2, 5, 6, 3, Same, Stride<2>>,
                   Max<1, 7, 8, 2, Stride<3>>, Max<2, 7, 6, 2, Dilation<2>, Stride<1>>,
                   Max<1, 9, 9, 3, Dilation<2>, Stride<2>>, Max<1, 3, 3, 3>, Max<4, 1, 1, 1>,
                   Max<1, 1, 5, 2, Same>, Max<2, 5, 9, Kernel{1, 3}>,
                   Max<2, 7, 8, Kernel{3, 2}, Stride<1, 2>, Padding<1, 0>>,
                   Max<1, 8, 6, Kernel{2, 3}, Same, Stride<2, 1>>,
                   Max<2, 9, 7, Kernel{3, 2}, Dilation<1, 3>, Stride<2, 1>>, Max<1, 4, 5, 2, Padding<1>>) {
  CHECK(pool_differences<C, float>() == 0);
}

}  // namespace
