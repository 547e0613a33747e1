#include <angka/network/network.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace angka;

using Net =
    Network<Input<2, 8, 8>, Conv2D<4, 3>, ReLU, MaxPool2D<2>,
            Residual<Sequence<Conv2D<6, 3, Same, NoBias>, BatchNorm, Tanh>, Sequence<Conv2D<6, 1>>>,
            Sequence<Dense<5>, Dropout>, Dense<3>>;
static_assert(Net::input == Shape{2, 8, 8} && Net::output == Shape{3} && Net::outputs == 3);
static_assert(Net::parameter_count ==
              (4 * 2 * 9 + 4) + 6 * 4 * 9 + 2 * 6 + (6 * 4 + 6) + (6 * 9 * 5 + 5) + (5 * 3 + 3));

using Shape2 = std::vector<std::size_t>;

TEST_CASE("tensors are named by their place and have PyTorch's shapes") {
  const Net net{seed(1)};
  const std::vector<std::pair<std::string, Shape2>> expected{{"0.weight", {4, 2, 3, 3}},
                                                             {"0.bias", {4}},
                                                             {"3.main.0.weight", {6, 4, 3, 3}},
                                                             {"3.main.1.weight", {6}},
                                                             {"3.main.1.bias", {6}},
                                                             {"3.main.1.running_mean", {6}},
                                                             {"3.main.1.running_var", {6}},
                                                             {"3.skip.0.weight", {6, 4, 1, 1}},
                                                             {"3.skip.0.bias", {6}},
                                                             {"4.0.weight", {5, 54}},
                                                             {"4.0.bias", {5}},
                                                             {"5.weight", {3, 5}},
                                                             {"5.bias", {3}}};
  const std::vector<NamedTensor> tensors = net.export_tensors();
  REQUIRE(tensors.size() == expected.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    CHECK(tensors[i].name == expected[i].first);
    CHECK(tensors[i].shape == expected[i].second);
    std::size_t size = 1;
    for (const std::size_t axis : tensors[i].shape) size *= axis;
    CHECK(tensors[i].values.size() == size);
  }
}

TEST_CASE("files have PyTorch's order, memory the kernels'") {
  BasicNetwork<double, Input<2, 3, 4>, Conv2D<3, 2>, Dense<4>> net;
  std::vector<NamedTensor> tensors = net.export_tensors();
  for (NamedTensor& tensor : tensors)
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
      tensor.values[i] = static_cast<float>(1000 * tensor.shape.size() + i);
  net.import_tensors(tensors);
  // out 3, in 2, 2 x 2 in the file; row, column, in, out in memory.
  for (std::size_t o = 0; o < 3; ++o)
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t u = 0; u < 2; ++u)
        for (std::size_t v = 0; v < 2; ++v)
          CHECK(net.parameters()[((u * 2 + v) * 2 + i) * 3 + o] ==
                4000.0 + double(((o * 2 + i) * 2 + u) * 2 + v));
  // 4 x 18 in the file, 18 x 4 in memory, behind the convolution's 24 weights and 3 biases.
  for (std::size_t o = 0; o < 4; ++o)
    for (std::size_t i = 0; i < 18; ++i)
      CHECK(net.parameters()[27 + i * 4 + o] == 2000.0 + double(o * 18 + i));
}

TEST_CASE("in Keras' order an image is flattened pixel by pixel, whatever flattens it") {
  const auto parameters = []<class... Layers>(std::type_identity<Sequence<Layers...>>) {
    BasicNetwork<double, Input<2, 3, 4>, Layers...> net;
    std::vector<NamedTensor> tensors = net.export_tensors(WeightLayout::keras);
    for (NamedTensor& tensor : tensors)
      for (std::size_t i = 0; i < tensor.values.size(); ++i)
        tensor.values[i] = static_cast<float>(1000 * tensor.shape.size() + i);
    net.import_tensors(tensors, WeightLayout::keras);
    const std::vector<NamedTensor> again = net.export_tensors(WeightLayout::keras);
    for (std::size_t t = 0; t < tensors.size(); ++t) CHECK(again[t].values == tensors[t].values);
    return std::vector<double>(net.parameters().begin(), net.parameters().end());
  };
  // 24 x 5 in the file and in memory.
  const std::vector<double> expected = parameters(std::type_identity<Sequence<Dense<5>>>{});
  for (std::size_t c = 0; c < 2; ++c)
    for (std::size_t pixel = 0; pixel < 12; ++pixel)
      for (std::size_t o = 0; o < 5; ++o)
        CHECK(expected[(c * 12 + pixel) * 5 + o] == 2000.0 + double((pixel * 2 + c) * 5 + o));
  CHECK(parameters(std::type_identity<Sequence<Flatten, Dropout, Dense<5>>>{}) == expected);
  CHECK(parameters(std::type_identity<Sequence<Sequence<ReLU, Flatten>, Tanh, Dense<5>>>{}) ==
        expected);

  // Of two dense layers the second one's inputs have the first one's order.
  const std::vector<double> two =
      parameters(std::type_identity<Sequence<Dense<24, NoBias>, ReLU, Dense<2, NoBias>>>{});
  for (std::size_t i = 0; i < 48; ++i) CHECK(two[24 * 24 + i] == 2000.0 + double(i));
  // So have channels of an image, and of one pixel.
  const std::vector<double> norm =
      parameters(std::type_identity<Sequence<BatchNorm, GlobalAveragePool2D, Dense<1, NoBias>>>{});
  CHECK(norm == std::vector<double>{1000, 1001, 1000, 1001, 2000, 2001});

  Network<Input<2, 3, 4>, Flatten, Residual<Dense<24>>, Dense<2>> unlike;
  CHECK_THROWS_AS(
      unlike.import_tensors(unlike.export_tensors(WeightLayout::keras), WeightLayout::keras),
      Error);
  Network<Input<2, 3, 4>, Flatten, Residual<Tanh>, Dense<2>> alike;
  CHECK_NOTHROW(alike.import_tensors(alike.export_tensors(WeightLayout::keras),  //
                                     WeightLayout::keras));
}

TEST_CASE("what was exported is imported, in any order, and gives the same network") {
  const Net from{seed(1)};
  Net to{seed(2)};
  std::vector<NamedTensor> tensors = from.export_tensors();
  std::reverse(tensors.begin(), tensors.end());
  to.import_tensors(tensors);
  CHECK(std::equal(from.state().begin(), from.state().end(), to.state().begin()));
  const std::vector<float> image(128, 0.3f);
  Net::Workspace a, b;
  const auto x = from.predict(image, a), y = to.predict(image, b);
  CHECK(std::equal(x.begin(), x.end(), y.begin()));
}

TEST_CASE("tensors that don't fit are refused by name, and nothing changes") {
  Net net{seed(1)};
  const Net before = net;
  const std::vector<NamedTensor> good = Net{seed(2)}.export_tensors();
  const auto refusal = [&](auto&& change) -> std::string {
    std::vector<NamedTensor> tensors = good;
    change(tensors);
    try {
      net.import_tensors(tensors);
    } catch (const Error& error) {
      CHECK(std::equal(net.state().begin(), net.state().end(), before.state().begin()));
      return error.what();
    }
    return "";
  };
  CHECK(refusal([](auto& t) { t.pop_back(); }) == "tensor 5.bias of shape [3] is missing");
  CHECK(refusal([](auto& t) { t[2].name = "3.main.9.weight"; }) ==
        "tensor 3.main.0.weight of shape [6, 4, 3, 3] is missing");
  CHECK(refusal([](auto& t) {
          t.push_back({"extra", {1}, {0}});
        }) == "tensor extra: the network has none of that name");
  CHECK(refusal([](auto& t) {
          t[9].shape = {54, 5};
        }) == "tensor 4.0.weight: expected shape [5, 54], found [54, 5]");
  CHECK(refusal([](auto& t) { t[9].values.pop_back(); }) ==
        "tensor 4.0.weight: expected 270 values, found 269");
  CHECK(refusal([](auto& t) { t[9].shape = {270}; }) ==
        "tensor 4.0.weight: expected shape [5, 54], found [270]");
}

TEST_CASE("layers are found by number and by type") {
  Net net;
  net.layer<4>();
  Network<Input<4, 1, 1>, Dense<4>, Dropout, Dense<4>, Dropout, LeakyReLU> other;
  other.layer<Dropout>().rate = 0.25f;
  other.layer<3>().rate = 0.75f;
  CHECK(other.layer<1>().rate == 0.25f);
  const auto& constant = other;
  CHECK(constant.layer<3>().rate == 0.75f);
  CHECK(constant.layer<LeakyReLU>().negative_slope == 0.01f);
}

TEST_CASE("weights are drawn by seed, and the same in every precision") {
  const Net a{seed(1)}, same{seed(1)}, other{seed(2)};
  const Net::With<double> wide{seed(1)};
  CHECK(std::equal(a.state().begin(), a.state().end(), same.state().begin()));
  CHECK_FALSE(std::equal(a.state().begin(), a.state().end(), other.state().begin()));
  for (std::size_t p = 0; p < a.parameters().size(); ++p)
    CHECK(double(a.parameters()[p]) == wide.parameters()[p]);

  std::map<std::string, NamedTensor> tensors;
  for (const NamedTensor& tensor : a.export_tensors()) tensors[tensor.name] = tensor;
  for (const auto& entry : tensors) {  // clang 14 captures no binding
    const std::string& name = entry.first;
    const NamedTensor& tensor = entry.second;
    const bool one = name == "3.main.1.weight" || name.ends_with("running_var");
    const bool zero = name.ends_with("bias") || name.ends_with("running_mean");
    CAPTURE(name);
    if (one) CHECK(std::count(tensor.values.begin(), tensor.values.end(), 1.0f) == 6);
    if (zero)
      CHECK(std::count(tensor.values.begin(), tensor.values.end(), 0.0f) ==
            std::ptrdiff_t(tensor.values.size()));
    if (!one && !zero) CHECK(std::count(tensor.values.begin(), tensor.values.end(), 0.0f) == 0);
  }
  CHECK(tensors["0.weight"].values[0] != tensors["3.main.0.weight"].values[0]);
}

TEST_CASE("each layer is visited once, those in blocks too, and can be changed") {
  Net net;
  std::string kinds;
  net.for_each_layer([&](auto& layer) {
    kinds += std::string(layer.kind) + ' ';
    if constexpr (requires { layer.initializer; }) layer.initializer = constant(0.25f);
  });
  CHECK(kinds == "conv relu max_pool conv batch_norm tanh conv add dense dropout dense ");
  net.initialize(seed(1));
  for (const NamedTensor& tensor : net.export_tensors())
    if (tensor.name.ends_with("weight") && tensor.shape.size() > 1)
      for (const float w : tensor.values) CHECK(w == 0.25f);
}

/// The largest of a tensor's values.
float largest(const NamedTensor& tensor) {
  float result = 0;
  for (const float value : tensor.values) result = std::max(result, std::abs(value));
  return result;
}

TEST_CASE("weights and biases are drawn by their layer's initializer, inputs and outputs") {
  Network<Input<32, 6, 6>, Conv2D<64, 3, Groups<2>>, BatchNorm, ReLU, MaxPool2D<2>, Dense<256>> net;
  auto tensors = net.export_tensors();
  double squares = 0;
  for (const float w : tensors[0].values) squares += double(w) * double(w);
  CHECK(squares / (64 * 16 * 9) == doctest::Approx(2.0 / (9 * 32)).epsilon(0.03));
  CHECK(largest(tensors[1]) == 0);
  CHECK(largest(tensors[6]) == doctest::Approx(std::sqrt(6.0 / (256 + 256))).epsilon(0.01));
  CHECK(largest(tensors[7]) == 0);

  net.layer<0>().initializer = torch_uniform;
  net.layer<4>().initializer = constant(0.5f);
  net.initialize(seed(1));
  tensors = net.export_tensors();
  CHECK(largest(tensors[0]) == doctest::Approx(1 / std::sqrt(9.0 * 16)).epsilon(0.01));
  CHECK(largest(tensors[1]) == doctest::Approx(1 / std::sqrt(9.0 * 16)).epsilon(0.1));
  for (const float w : tensors[6].values) CHECK(w == 0.5f);
  CHECK(largest(tensors[7]) == 0);
}

TEST_CASE("values neither fade nor explode in many convolutions without normalisation") {
  using Four =
      Sequence<Conv2D<32, 1>, ReLU, Conv2D<32, 1>, ReLU, Conv2D<32, 1>, ReLU, Conv2D<32, 1>, ReLU>;
  const Network<Input<32, 1, 1>, Four, Four, Four, Four, Four> net{seed(1)};
  decltype(net)::Workspace workspace;
  const std::vector<float> ones(32, 1.0f);
  double squares = 0;
  for (const float output : net.predict(ones, workspace))
    squares += double(output) * double(output);
  CHECK(squares / 32 > 0.05);
  CHECK(squares / 32 < 20);
}

/// A user's layer whose weights start at random, without a word on how.
struct Custom {
  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr std::array parameters{
        Parameter{.name = "weight", .shape = {4, 1, 1, 1}, .fill = Fill::weights, .fan_in = 4}};
    template <class T>
    static void forward(const Custom&, const Forward<T>&) {}
    template <class T>
    static void backward(const Custom&, const Backward<T>&) {}
  };
};

TEST_CASE("a layer that names no initializer has the default one") {
  const Network<Input<1, 1, 4>, Custom> net;
  for (const float w : net.parameters()) {
    CHECK(w != 0);
    CHECK(std::abs(w) <= std::sqrt(6.0f / (4 + 1)));
  }
}

TEST_CASE("an unusable setting of a layer within a block is found") {
  Network<Input<4, 1, 1>, Residual<Dense<4>, Dropout>> net;
  CHECK_NOTHROW(net.check());
  std::get<1>(net.layer<0>().main.layers).rate = 1;
  CHECK_THROWS_AS(net.check(), SettingError);
}

TEST_CASE("bytes are normalized, and numbers, where 1 is what 255 is for bytes") {
  Network<Input<1, 1, 2>, Dense<1, NoBias>> net;
  net.normalization = {.mean = 0.5f, .standard_deviation = 0.25f};
  net.parameters()[0] = 1;
  net.parameters()[1] = 0;
  decltype(net)::Workspace workspace;
  const std::vector<std::uint8_t> bytes{255, 7};
  CHECK(net.predict(bytes, workspace)[0] == doctest::Approx(2));
  const std::vector<float> numbers{255, 7};
  CHECK(net.predict(numbers, workspace)[0] == 1018);
  net.normalization = {};
  CHECK(net.predict(numbers, workspace)[0] == 255);
}

}  // namespace
