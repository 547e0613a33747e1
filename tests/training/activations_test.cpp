#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <angka/training/activations.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <formula.hpp>
#include <recorded/activations.hpp>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace angka;

template <class... Layers>
using Of = BasicNetwork<double, Input<2, 8, 8>, Layers...>;
using Main = Sequence<Conv2D<3, 3, Same>, BatchNorm>;
using Skip = Sequence<Conv2D<3, 1>>;
using Kinds = Of<Conv2D<3, 3, Same>, Tanh, MaxPool2D<2>, Residual<Main, Skip>, Dropout,
                 Branches<Concat, Conv2D<2, 1>, Sequence<BatchNorm, SpatialDropout>>, Dense<4>,
                 BatchNorm, LeakyReLU, Dense<3>>;

/// A network of random numbers.
template <class N>
N random_net() {
  N net{seed(3)};
  Random random(seed(5), Purpose::test);
  for (double& number : net.state()) number *= 1 + double(random.uniform(-0.3f, 0.3f));
  net.normalization = {.mean = {0.25f, 0.5f}, .standard_deviation = {0.5f, 0.75f}};
  return net;
}

std::vector<float> random_values(std::size_t count) {
  Random random(seed(6), Purpose::test);
  std::vector<float> values(count);
  for (float& value : values) value = random.uniform(-1, 1);
  return values;
}

template <class A, class B>
double difference(const A& a, const B& b) {
  if (a.size() != b.size()) return 1e9;
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    worst = std::max(worst, std::abs(double(a[i]) - double(b[i])));
  return worst;
}

/// What a network of the first layers alone says.
template <class Cut>
std::vector<double> cut(const Kinds& net, const std::vector<float>& image) {
  Cut first;
  std::copy_n(net.parameters().begin(), first.parameters().size(), first.parameters().begin());
  const auto statistics = net.export_tensors<double>();
  auto tensors = first.template export_tensors<double>();
  for (auto& tensor : tensors)
    for (const auto& other : statistics)
      if (other.name == tensor.name) tensor.values = other.values;
  first.import_tensors(tensors);
  first.normalization = net.normalization;
  typename Cut::Workspace workspace;
  const auto output = first.predict(std::span<const float>(image), workspace);
  return {output.begin(), output.end()};
}

TEST_CASE("values after a layer are those of the network that ends there") {
  const Kinds net = random_net<Kinds>();
  const std::vector<float> image = random_values(128);
  CHECK(difference(activations<At<9>>(net, image), cut<Kinds>(net, image)) < 1e-12);
  using Whole = Of<Conv2D<3, 3, Same>, Tanh, MaxPool2D<2>, Residual<Main, Skip>>;
  CHECK(difference(activations<At<3>>(net, image), cut<Whole>(net, image)) < 1e-12);
  CHECK(activation_shape<Kinds, At<3>> == Shape{3, 4, 4});
  CHECK(activations<At<4>>(net, image) == activations<At<3>>(net, image));
  // Of a block: the parts of a sum and of what is put side by side.
  auto main = activations<At<3, -1, 1>>(net, image);
  const auto skip = activations<At<3, -2, 0>>(net, image);
  for (std::size_t i = 0; i < main.size(); ++i) main[i] += skip[i];
  CHECK(difference(main, activations<At<3>>(net, image)) < 1e-12);
  auto side_by_side = activations<At<5, 0>>(net, image);
  const auto second = activations<At<5, 1, 1>>(net, image);
  side_by_side.insert(side_by_side.end(), second.begin(), second.end());
  CHECK(side_by_side == activations<At<5>>(net, image));
}

TEST_CASE("of layers that run as one, each has its values") {
  const Kinds net = random_net<Kinds>();
  const std::vector<float> image = random_values(128);
  const auto tensors = net.export_tensors<double>();
  std::vector<double> convolved(3 * 64), active(3 * 64), pooled(3 * 16, -9);
  for (int f = 0; f < 3; ++f)
    for (int y = 0; y < 8; ++y)
      for (int x = 0; x < 8; ++x) {
        double sum = tensors[1].values[std::size_t(f)];
        for (int c = 0; c < 2; ++c)
          for (int r = 0; r < 3; ++r)
            for (int k = 0; k < 3; ++k) {
              const int row = y + r - 1, column = x + k - 1;
              if (row < 0 || row > 7 || column < 0 || column > 7) continue;
              const double pixel = double(image[std::size_t((c * 8 + row) * 8 + column)]);
              sum += tensors[0].values[std::size_t(((f * 2 + c) * 3 + r) * 3 + k)] *
                     (c ? (pixel - 0.5) / 0.75 : (pixel - 0.25) / 0.5);
            }
        const auto at = std::size_t((f * 8 + y) * 8 + x);
        convolved[at] = sum;
        active[at] = std::tanh(sum);
        double& most = pooled[std::size_t((f * 4 + y / 2) * 4 + x / 2)];
        most = std::max(most, active[at]);
      }
  CHECK(difference(activations<At<0>>(net, image), convolved) < 1e-12);
  CHECK(difference(activations<At<1>>(net, image), active) < 1e-12);
  CHECK(difference(activations<At<2>>(net, image), pooled) < 1e-12);
}

TEST_CASE("values after layers, and gradients by the image, are PyTorch's") {
  Kinds net;
  auto tensors = net.export_tensors<double>();
  std::uint32_t stream = 0;
  for (auto& tensor : tensors) {
    const bool running = tensor.name.find("running") != std::string::npos;
    std::vector<float> drawn = running ? formula::values(++stream, tensor.values.size())
                                       : formula::parameter(++stream, tensor.name, tensor.shape);
    if (running)
      for (float& value : drawn) value = value / 4 + (tensor.name.ends_with("var") ? 1.0f : 0.0f);
    tensor.values.assign(drawn.begin(), drawn.end());
  }
  net.import_tensors(tensors);
  net.normalization = {.mean = {0.25f, 0.5f}, .standard_deviation = {0.5f, 0.75f}};
  const std::vector<float> image = formula::values(1000, 128);
  const auto difference_to = [](const formula::Summary& expected,
                                const std::vector<double>& found) {
    return formula::difference(formula::summary(found), expected, found.size());
  };
  CHECK(difference_to(recorded::at_0, activations<At<0>>(net, image)) < 1e-12);
  CHECK(difference_to(recorded::at_3_main, activations<At<3, -1, 1>>(net, image)) < 1e-12);
  CHECK(difference_to(recorded::at_3, activations<At<3>>(net, image)) < 1e-12);
  CHECK(difference_to(recorded::at_5, activations<At<5>>(net, image)) < 1e-12);
  CHECK(difference_to(recorded::at_8, activations<At<8>>(net, image)) < 1e-12);
  CHECK(difference_to(recorded::gradient_0, saliency(net, image, 0)) < 1e-12);
  CHECK(difference_to(recorded::gradient_2, saliency(net, image, 2)) < 1e-12);
}

TEST_CASE("an embedding is the same for each image, in any number of threads") {
  const Model<Kinds, CrossEntropy, Adam> model{seed(2)};
  Dataset data{.shape = {2, 8, 8}};
  Random random(seed(7), Purpose::test);
  for (int i = 0; i < 128 * 35; ++i)
    data.pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
  std::vector<std::uint32_t> index;
  for (std::uint32_t i = 35; i-- > 2;) index.push_back(i);
  const DataView view = data.select(index);
  std::vector<double> expected;
  for (std::size_t i = 0; i < view.size(); ++i)
    for (const double value : activations<At<6>>(model, view.image(i))) expected.push_back(value);
  CHECK(expected.size() == 33 * 4);
  CHECK(embed<At<6>>(model, view, 1) == expected);
  CHECK(embed<At<6>>(model, view, 3) == expected);
  CHECK_THROWS_AS(embed<At<6>>(model, DataView{}), SettingError);
}

TEST_CASE("the gradient of an output by the image is that of differences") {
  const Kinds net = random_net<Kinds>();
  std::vector<float> image = random_values(128);
  for (float& value : image) value = std::round(value * 64) / 64;
  Kinds::Workspace workspace;
  for (const int output : {0, 2}) {
    const std::vector<double> gradient = saliency(net, image, output);
    REQUIRE(gradient.size() == 128);
    double worst = 0;
    for (std::size_t i = 0; i < image.size(); ++i) {
      const float kept = image[i];
      const auto at = [&](float value) {
        image[i] = value;
        return net.predict(std::span<const float>(image), workspace)[std::size_t(output)];
      };
      const double rise = (at(kept + 0x1p-16f) - at(kept - 0x1p-16f)) / 0x1p-15;
      image[i] = kept;
      worst = std::max(worst, std::abs(gradient[i] - rise));
    }
    CHECK(worst < 1e-7);
  }
  CHECK_THROWS_WITH_AS(saliency(net, image, 3), "saliency: there is no output 3 among 3",
                       SettingError);
  image.pop_back();
  CHECK_THROWS_WITH_AS(activations<At<0>>(net, image),
                       "activations: an image of 127 values, the network takes 2 x 8 x 8",
                       SettingError);
}

}  // namespace
