#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cstddef>
#include <cstring>

namespace {

using namespace angka;

/// Of one to five shares: into how many a layer's work on a single image can't be cut without
/// another output, bit by bit.
template <class Spec, class T, Shape In>
int differences() {
  using Bound = typename Spec::template Bind<In>;
  constexpr std::size_t room = Lanes<T>::count, outputs = Bound::output.size();
  Random random(seed(3), Purpose::test);
  const auto draw = [&](int size) {
    AlignedArray<T> values(std::size_t(size) + room);
    for (T& value : values) value = static_cast<T>(random.normal());
    return values;
  };
  const AlignedArray<T> image = draw(In.size()), parameters = draw(parameter_count<Bound>());
  const auto run = [&](AlignedArray<T>& output, auto... share) {
    AlignedArray<T> workspace(std::size_t(detail::single_workspace<Bound, Spec, T>()) + room);
    Bound::forward_single(Spec{},
                          SingleForward<T>{.parameters = parameters.data(),
                                           .input = image.data(),
                                           .output = output.data(),
                                           .workspace = workspace.data()},
                          share...);
  };
  AlignedArray<T> whole(outputs + room);
  run(whole);
  int count = 0;
  for (int shares = 1; shares <= 5; ++shares) {
    AlignedArray<T> together(outputs + room);
    for (int part = shares; part-- > 0;) run(together, Share{part, shares});
    count += std::memcmp(whole.data(), together.data(), outputs * sizeof(T)) != 0;
  }
  return count;
}

TEST_CASE_TEMPLATE("a single image in shares gets the same output, bit by bit", T, float, double) {
  CHECK(differences<Dense<131>, T, Shape{3, 7, 5}>() == 0);
  CHECK(differences<Dense<3, NoBias>, T, Shape{20, 1, 1}>() == 0);
  CHECK(differences<Conv2D<6, 5, Same>, T, Shape{2, 11, 28}>() == 0);   // over columns
  CHECK(differences<Conv2D<20, 3, NoBias>, T, Shape{5, 9, 6}>() == 0);  // over channels
  CHECK(differences<Conv2D<12, 3, Stride<2>, Groups<3>>, T, Shape{6, 13, 9}>() == 0);
  CHECK(differences<Conv2D<40, 3, Same>, T, Shape{32, 22, 17}>() == 0);  // Winograd's algorithm
}

TEST_CASE_TEMPLATE("so it does where max pooling goes with it", T, float, double) {
  using detail::ConvMaxPool;
  CHECK(differences<ConvMaxPool<Conv2D<36, 3, Same>, MaxPool2D<2>>, T, Shape{16, 15, 14}>() == 0);
  CHECK(differences<ConvMaxPool<Conv2D<6, 5>, MaxPool2D<2>>, T, Shape{1, 15, 30}>() == 0);
  CHECK(differences<ConvMaxPool<Conv2D<24, 3>, MaxPool2D<3>>, T, Shape{4, 21, 8}>() == 0);
}

}  // namespace
