#include <doctest/doctest.h>

#include <angka/core/aligned_array.hpp>
#include <angka/core/lanes.hpp>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("arrays are aligned for every register, and zero at first", T, float, double,
                   Lanes<float>, Lanes<double>) {
  for (const std::size_t size : {1u, 3u, 100u}) {
    // Memory that was in use before.
    {
      AlignedArray<T> before(size);
      std::fill(before.begin(), before.end(), T(7));
    }
    const AlignedArray<T> array(size);
    CHECK(array.size() == size);
    CHECK(reinterpret_cast<std::uintptr_t>(array.data()) % 64 == 0);
    const auto* bytes = reinterpret_cast<const unsigned char*>(array.data());
    for (std::size_t i = 0; i < size * sizeof(T); ++i) REQUIRE(bytes[i] == 0);
  }
}

TEST_CASE("copies are apart, moves keep the place") {
  AlignedArray<int> array(5);
  std::iota(array.begin(), array.end(), 1);
  AlignedArray<int> copy = array;
  copy[0] = 9;
  CHECK(array[0] == 1);
  CHECK(copy[4] == 5);

  const int* place = array.data();
  AlignedArray<int> moved = std::move(array);
  CHECK(moved.data() == place);
  CHECK(moved.size() == 5);
  CHECK(array.size() == 0);  // NOLINT: what is left is an empty array

  array = copy;
  CHECK(array[0] == 9);
  CHECK(array.data() != copy.data());
  AlignedArray<int>& same = array;
  array = same;
  CHECK(array[4] == 5);
  array = std::move(moved);
  CHECK(array.data() == place);
  CHECK(array[0] == 1);
}

TEST_CASE("an array is a span of its values, and may be empty") {
  AlignedArray<int> array(4);
  std::span<int> span = array;
  span[2] = 6;
  const AlignedArray<int>& constant = array;
  const std::span<const int> view = constant;
  CHECK(view[2] == 6);
  CHECK(view.size() == 4);
  CHECK(std::accumulate(constant.begin(), constant.end(), 0) == 6);

  const AlignedArray<int> none, zero(0);
  CHECK(none.size() == 0);
  CHECK(none.begin() == none.end());
  CHECK(zero.begin() == zero.end());
  const AlignedArray<int> copy = none;
  CHECK(copy.size() == 0);
}

}  // namespace
