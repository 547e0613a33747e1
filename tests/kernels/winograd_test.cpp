#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/aligned_array.hpp>
#include <angka/core/random.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/pool.hpp>
#include <angka/network/fusion.hpp>
#include <cmath>
#include <cstddef>
#include <type_traits>

using namespace angka;

namespace {

template <class T>
AlignedArray<Lanes<T>> random_lanes(int size, std::uint32_t item) {
  AlignedArray<Lanes<T>> values(static_cast<std::size_t>(size));
  Random random(seed(7), Purpose::test, 0, item);
  for (auto& value : values)
    for (int lane = 0; lane < Lanes<T>::count; ++lane)
      value.set(lane, static_cast<T>(random.normal()));
  return values;
}

/// The largest difference, as a part of the largest value.
template <class T>
double difference(const T* a, const T* b, std::size_t size) {
  double most = 0, largest = 0;
  for (std::size_t i = 0; i < size; ++i) {
    most = std::max(most, std::abs(double(a[i]) - double(b[i])));
    largest = std::max(largest, std::abs(double(a[i])));
  }
  return most / largest;
}

/// One layer, run twice on the same numbers: directly, which other tests compare with naive loops,
/// and by Winograd's algorithm.
template <class Fast, class Slow, Shape In, class T>
void compare(double bound) {
  using F = typename Fast::template Bind<In>;
  using S = typename Slow::template Bind<In>;
  static_assert(F::template backward_workspace_lanes<T> > S::template backward_workspace_lanes<T>,
                "the fast one doesn't take Winograd's way");
  constexpr auto parameters = static_cast<std::size_t>(parameter_count<F>());
  const auto input = random_lanes<T>(In.size(), 1);
  const auto slope = random_lanes<T>(F::output.size(), 2);
  AlignedArray<T> weights(parameters + 64);
  Random random(seed(7), Purpose::test, 0, 3);
  for (T& weight : weights) weight = static_cast<T>(0.1f * random.normal());

  const auto run = [&]<class L>(std::type_identity<L>, const auto& settings, auto& output,
                                auto& input_gradient, auto& gradient) {
    constexpr auto room = static_cast<std::size_t>(
        std::max(forward_workspace_lanes<L, T>(), backward_workspace_lanes<L, T>()) + 1);
    AlignedArray<Lanes<T>> workspace(room);
    AlignedArray<Lanes<T>> kept(static_cast<std::size_t>(kept_lanes<L, T>() + 1));
    L::forward(settings, Forward<T>{.parameters = weights.data(),
                                    .input = input.data(),
                                    .output = output.data(),
                                    .kept = kept.data(),
                                    .workspace = workspace.data()});
    L::backward(settings, Backward<T>{.parameters = weights.data(),
                                      .input = input.data(),
                                      .kept = kept.data(),
                                      .workspace = workspace.data(),
                                      .output_gradient = slope.data(),
                                      .input_gradient = input_gradient.data(),
                                      .parameter_gradient = gradient.data()});
  };
  AlignedArray<Lanes<T>> output_a(slope.size()), output_b(slope.size());
  AlignedArray<Lanes<T>> input_a(input.size()), input_b(input.size());
  AlignedArray<T> gradient_a(parameters), gradient_b(parameters);
  run(std::type_identity<S>{}, Slow{}, output_a, input_a, gradient_a);
  run(std::type_identity<F>{}, Fast{}, output_b, input_b, gradient_b);
  const std::size_t lanes = Lanes<T>::count;
  CHECK(difference(scalars(output_a.data()), scalars(output_b.data()), slope.size() * lanes) <
        bound);
  CHECK(difference(scalars(input_a.data()), scalars(input_b.data()), input.size() * lanes) < bound);
  CHECK(difference(gradient_a.data(), gradient_b.data(), parameters) < bound);
}

/// The same of a single image.
template <class Fast, class Slow, Shape In, class T>
void compare_single(double bound) {
  using F = typename Fast::template Bind<In>;
  using S = typename Slow::template Bind<In>;
  static_assert(detail::single_workspace<F, Fast, T>() != detail::single_workspace<S, Slow, T>(),
                "the fast one doesn't take Winograd's way");
  constexpr int room = Lanes<T>::count;
  const auto random = [](int size, std::uint32_t item) {
    AlignedArray<T> values(static_cast<std::size_t>(size + room));
    Random numbers(seed(7), Purpose::test, 0, item);
    for (T& value : values) value = static_cast<T>(0.1f * numbers.normal());
    return values;
  };
  const AlignedArray<T> weights = random(parameter_count<F>(), 1), image = random(In.size(), 2);
  const auto run = [&]<class L>(std::type_identity<L>, const auto& settings) {
    using Settings = std::remove_cvref_t<decltype(settings)>;
    AlignedArray<T> output(static_cast<std::size_t>(L::output.size() + room));
    AlignedArray<T> workspace(
        static_cast<std::size_t>(detail::single_workspace<L, Settings, T>() + room));
    L::forward_single(settings, SingleForward<T>{.parameters = weights.data(),
                                                 .input = image.data(),
                                                 .output = output.data(),
                                                 .workspace = workspace.data()});
    return output;
  };
  const auto slow = run(std::type_identity<S>{}, Slow{}),
             fast = run(std::type_identity<F>{}, Fast{});
  CHECK(difference(slow.data(), fast.data(), std::size_t{F::output.size()}) < bound);
}

template <int Inputs, int Outputs, int Height, int Width, class Around>
void compare_shape() {
  using Fast = Conv2D<Outputs, 3, Around>;
  using Slow = Conv2D<Outputs, 3, Around, Direct>;
  compare<Fast, Slow, Shape{Inputs, Height, Width}, double>(1e-13);
  compare<Fast, Slow, Shape{Inputs, Height, Width}, float>(2e-5);
}

}  // namespace

TEST_CASE("Winograd's convolution agrees with the direct one, forward and both ways backward") {
  compare_shape<16, 16, 6, 6, Valid>();
  compare_shape<16, 16, 4, 4, Same>();
  compare_shape<16, 20, 9, 7, Same>();
  compare_shape<19, 33, 7, 10, Valid>();
  compare_shape<32, 64, 14, 14, Same>();
  compare_shape<17, 16, 5, 8, Padding<2>>();
  compare_shape<16, 18, 5, 75, Same>();  // rows of tiles in segments, the last one with zeros
}

TEST_CASE("a convolution with max pooling agrees too") {
  // Values of a window lie apart, so that both find the same largest one.
  using Fast = detail::ConvMaxPool<Conv2D<20, 3, Same>, MaxPool2D<2>>;
  using Slow = detail::ConvMaxPool<Conv2D<20, 3, Same, Direct>, MaxPool2D<2>>;
  compare<Fast, Slow, Shape{16, 9, 11}, double>(1e-13);
  compare<Fast, Slow, Shape{16, 6, 43}, double>(1e-13);
}

TEST_CASE("a single image by Winograd's convolution agrees with the direct one") {
  if (Lanes<double>::count == 1) return;  // never taken
  compare_single<Conv2D<20, 3, Same>, Conv2D<20, 3, Same, Direct>, Shape{17, 15, 13}, double>(
      1e-13);
  compare_single<Conv2D<64, 3>, Conv2D<64, 3, Direct>, Shape{32, 16, 12}, float>(2e-5);
  using Fast = detail::ConvMaxPool<Conv2D<36, 3, Same>, MaxPool2D<2>>;
  using Slow = detail::ConvMaxPool<Conv2D<36, 3, Same, Direct>, MaxPool2D<2>>;
  compare_single<Fast, Slow, Shape{16, 14, 15}, double>(1e-13);
  compare_single<Fast, Slow, Shape{16, 13, 12}, float>(2e-5);
}

TEST_CASE("Winograd's convolution is taken where it pays, and not where a user wants exact sums") {
  const auto pays = []<class Conv, Shape In>() {
    return detail::winograd_pays(Conv::template Bind<In>::convolution);
  };
  CHECK(pays.operator()<Conv2D<32, 3, Same>, Shape{32, 14, 14}>());
  CHECK_FALSE(pays.operator()<Conv2D<32, 3, Same, Direct>, Shape{32, 14, 14}>());
  CHECK_FALSE(pays.operator()<Conv2D<32, 3, Same>, Shape{1, 28, 28}>());
  CHECK_FALSE(pays.operator()<Conv2D<32, 5, Same>, Shape{32, 14, 14}>());
  CHECK_FALSE(pays.operator()<Conv2D<32, 3, Same, Stride<2>>, Shape{32, 14, 14}>());
  CHECK_FALSE(pays.operator()<Conv2D<32, 3, Same, Dilation<2>>, Shape{32, 14, 14}>());
  CHECK_FALSE(pays.operator()<Conv2D<32, 3, Same, Groups<2>>, Shape{32, 14, 14}>());
}
