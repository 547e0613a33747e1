// ResNet-56 of He et al. 2015 (arXiv 1512.03385), narrow and on small images: what is tested is
// that compilers take so many layers without an option.
#include <doctest/doctest.h>

#include <algorithm>
#include <angka/layers/layers.hpp>
#include <angka/losses/cross_entropy.hpp>
#include <angka/optimizers/sgd.hpp>
#include <angka/training/model.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using namespace angka;

/// A network to which layers can be added.
template <class... Layers>
struct Stack {
  template <class... More>
  using Add = Stack<Layers..., More...>;
  using Net = Network<Input<1, 8, 8>, Layers...>;
};
template <int Times, class Base, class... More>
struct Repeat : Repeat<Times - 1, typename Base::template Add<More...>, More...> {};
template <class Base, class... More>
struct Repeat<0, Base, More...> {
  using Type = Base;
};

template <int Filters, class... Modifiers>
using Conv = Conv2D<Filters, 3, Same, NoBias, Modifiers...>;
template <int Filters>
using Block = Residual<Conv<Filters>, BatchNorm, ReLU, Conv<Filters>, BatchNorm>;
template <int Filters>
using Down = Residual<Sequence<Conv<Filters, Stride<2>>, BatchNorm, ReLU, Conv<Filters>, BatchNorm>,
                      Sequence<Conv2D<Filters, 1, Stride<2>, NoBias>, BatchNorm>>;

using First = Repeat<9, Stack<Conv<4>, BatchNorm, ReLU>, Block<4>, ReLU>::Type;
using Second = Repeat<8, First::Add<Down<6>, ReLU>, Block<6>, ReLU>::Type;
using Third = Repeat<8, Second::Add<Down<8>, ReLU>, Block<8>, ReLU>::Type;
using ResNet56 = Third::Add<GlobalAveragePool2D, Dense<2>>::Net;
static_assert(detail::ArchitectureOf<ResNet56>::size == 198);

TEST_CASE("ResNet-56 compiles by default, trains and predicts") {
  // Class 0 is bright on the left, class 1 on the right.
  Dataset data;
  data.shape = {1, 8, 8};
  Random random(seed(1), Purpose::test);
  for (int i = 0; i < 40; ++i) {
    data.labels.push_back(i % 2);
    for (int p = 0; p < 64; ++p)
      data.pixels.push_back(
          static_cast<std::uint8_t>(random.below(100) + (p % 8 / 4 == i % 2 ? 150 : 0)));
  }
  Model<ResNet56, CrossEntropy, SGD> model{seed(1), {}, {.learning_rate = 0.05f}};
  const std::vector<float> before(model.network.parameters().begin(),
                                  model.network.parameters().end());
  const History history = model.fit(data, {.epochs = 6, .batch_size = 20});
  CHECK(history.status == FitStatus::done);
  CHECK(history.epochs.back().loss < 0.5 * history.epochs.front().loss);

  // The first and the last of the many layers were trained.
  const auto after = model.network.parameters();
  CHECK(!std::equal(before.begin(), before.begin() + 36, after.begin()));
  CHECK(!std::equal(before.end() - 18, before.end(), after.end() - 18));
  const std::vector<float> batch = model.predict_batch(data);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto single = model.predict(DataView(data).image(i));
    CHECK(single.probabilities[0] == batch[2 * i]);
    CHECK(single.probabilities[1] == batch[2 * i + 1]);
  }
}

}  // namespace
