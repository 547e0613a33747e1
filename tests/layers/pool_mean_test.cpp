#include <doctest/doctest.h>

#include <layers/pool_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("the mean of windows is its naive twin's", C, Mean<2, 4, 6, 2>, Mean<3, 5, 7, 2>,
                   Mean<1, 9, 8, 3>, Mean<2, 6, 5, 3, Stride<2>>,
                   Mean<2, 5, 5, 3, Stride<1>, Padding<1>>, Mean<2, 5, 4, 2, Same>,
                   Mean<2, 5, 6, 3, Same, Stride<2>>, Mean<1, 7, 8, 2, Stride<3>>, Mean<1, 9, 8, 4>,
                   Mean<1, 6, 7, 4, Stride<2>, Padding<2>>, Mean<1, 4, 5, 2, Padding<1>>,
                   Mean<1, 3, 3, 3, Same, Stride<1>>, Mean<2, 5, 9, Kernel{1, 4}>,
                   Mean<2, 7, 8, Kernel{3, 2}, Stride<1, 2>, Padding<1, 0>>,
                   Mean<1, 8, 6, Kernel{2, 3}, Same, Stride<2, 1>>) {
  CHECK(pool_differences<C, float>() == 0);
}

}  // namespace
