#include <doctest/doctest.h>

#include <layers/pool_reference.hpp>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("pools of double are their naive twins", C,
                   Max<1, 6, 7, 3, Stride<2>, Padding<1>>, Max<2, 7, 6, 2, Dilation<2>, Stride<1>>,
                   Mean<3, 5, 7, 2>, Mean<2, 5, 6, 3, Same, Stride<2>>) {
  CHECK(pool_differences<C, double>() == 0);
}

}  // namespace
