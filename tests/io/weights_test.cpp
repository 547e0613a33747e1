#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <limits>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <angka/io/weights.hpp>
#include <angka/layers/activation.hpp>
#include <angka/layers/batch_norm.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/flatten.hpp>
#include <angka/layers/pool.hpp>
#include <angka/network/network.hpp>
#include <formula.hpp>
#include <recorded/weights.hpp>

#include "files.hpp"

using namespace angka;

namespace {

/// The least that has weights: takes tensors in any order, by name.
class Stub {
 public:
  explicit Stub(float first = 1) {
    for (NamedTensor& tensor : tensors_)
      for (float& value : tensor.values) value = first++;
  }
  std::vector<NamedTensor> export_tensors(WeightLayout) const { return tensors_; }
  void import_tensors(std::span<const NamedTensor> tensors, WeightLayout) {
    ++imports;
    for (NamedTensor& mine : tensors_)
      for (const NamedTensor& other : tensors)
        if (other.name == mine.name) mine.values = other.values;
  }
  bool same_bits(const Stub& other) const {
    for (std::size_t i = 0; i < tensors_.size(); ++i)
      if (std::memcmp(tensors_[i].values.data(), other.tensors_[i].values.data(),
                      tensors_[i].values.size() * sizeof(float)) != 0)
        return false;
    return true;
  }
  int imports = 0;

 private:
  std::vector<NamedTensor> tensors_{{"conv1.weight", {2, 1, 2, 3}, std::vector<float>(12)},
                                    {"conv1.bias", {2}, std::vector<float>(2)},
                                    {"fc.weight", {3, 2}, std::vector<float>(6)}};
};

/// The same weights and statistics, bit by bit.
template <class Net>
bool same(const Net& a, const Net& b) {
  return std::memcmp(a.state().data(), b.state().data(), a.state().size_bytes()) == 0;
}

}  // namespace

TEST_CASE("weights go to a file and come back") {
  const TemporaryFolder folder;
  const Stub saved(5);
  save_weights(folder / "model.safetensors", saved, {{"net", "stub"}});
  Stub loaded(-3);
  REQUIRE(!loaded.same_bits(saved));
  const std::map<std::string, std::string> metadata =
      load_weights(folder / "model.safetensors", loaded);
  CHECK(metadata == std::map<std::string, std::string>{{"net", "stub"}});
  CHECK(loaded.same_bits(saved));
  CHECK(loaded.imports == 1);
}

TEST_CASE("a file of other tensors is refused by name and shapes, and the net is unchanged") {
  const TemporaryFolder folder;
  const auto failure = [&](auto change) {
    std::vector<NamedTensor> tensors = Stub(7).export_tensors(WeightLayout::pytorch);
    change(tensors);
    write_safetensors(folder / "model", tensors);
    Stub net(1);
    std::string text;
    try {
      load_weights(folder / "model", net, {.limits = {.finite_only = true}});
    } catch (const FileError& error) {
      CHECK(error.file() == (folder / "model").string());
      text = error.expected() + "; " + error.found();
      CHECK(net.imports == 0);
      CHECK(net.same_bits(Stub(1)));
    }
    if (text.empty()) CHECK(net.same_bits(Stub(7)));
    return text;
  };
  using Tensors = std::vector<NamedTensor>&;
  CHECK(failure([](Tensors) {}) == "");
  CHECK(failure([](Tensors t) { std::swap(t[0], t[2]); }) == "");
  CHECK(failure([](Tensors t) { t.pop_back(); }) ==
        "tensor \"fc.weight\" of shape [3, 2]; no tensor of this name");
  CHECK(failure([](Tensors t) { t.clear(); }) ==
        "tensor \"conv1.weight\" of shape [2, 1, 2, 3]; no tensor of this name");
  CHECK(failure([](Tensors t) { t[1].name = "conv1.Bias"; }) ==
        "tensor \"conv1.bias\" of shape [2]; no tensor of this name");
  CHECK(failure([](Tensors t) {
          t.push_back({"fc.bias", {3}, {1, 2, 3}});
        }) == "no tensor but the network's; tensor \"fc.bias\" of shape [3]");
  CHECK(failure([](Tensors t) {
          t.push_back({"fc.empty", {0}, {}});
        }) == "no tensor but the network's; tensor \"fc.empty\" of shape [0]");
  CHECK(failure([](Tensors t) {
          t[2].shape = {2, 3};
        }) == "tensor \"fc.weight\" of shape [3, 2]; shape [2, 3]");
  CHECK(failure([](Tensors t) {
          t[0].shape = {2, 6};
        }) == "tensor \"conv1.weight\" of shape [2, 1, 2, 3]; shape [2, 6]");
  CHECK(failure([](Tensors t) {
          t[1].shape = {2, 1};
        }) == "tensor \"conv1.bias\" of shape [2]; shape [2, 1]");
  CHECK(failure([](Tensors t) { t[2].values.back() = std::numeric_limits<float>::quiet_NaN(); }) ==
        "finite values in tensor \"fc.weight\"; NaN or infinity");
}

TEST_CASE("a damaged file leaves the net unchanged") {
  const TemporaryFolder folder;
  save_weights(folder / "model", Stub(7));
  const std::string whole = content(folder / "model");
  for (std::size_t size = 0; size < whole.size(); size += 3) {
    put(folder / "model", whole.substr(0, size));
    Stub net(1);
    CHECK_THROWS_AS(load_weights(folder / "model", net), FileError);
    CHECK(net.same_bits(Stub(1)));
  }
}

TEST_CASE("saving that fails leaves the existing file") {
  const TemporaryFolder folder;
  put(folder / "model", "old");
  CHECK_THROWS_AS(save_weights(folder / "model", Stub(), {{"k", "\xFF"}}), FileError);
  CHECK_THROWS_AS(save_weights(folder.path(), Stub()), FileError);
  CHECK(content(folder / "model") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a network's weights go to a file and come back") {
  using Written = Network<Input<1, 6, 6>, Conv2D<2, 3>, ReLU, MaxPool2D<2>, Dense<3>>;
  using Other = Network<Input<1, 6, 6>, Conv2D<2, 3>, ReLU, MaxPool2D<2>, Dense<4>>;
  const TemporaryFolder folder;
  const Written saved(seed(1));
  save_weights(folder / "model", saved);
  const std::vector<NamedTensor> stored = read_safetensors(folder / "model").tensors;
  REQUIRE(stored.size() == 4);
  CHECK(stored[0].shape == std::vector<std::size_t>{2, 1, 3, 3});
  CHECK(stored[1].shape == std::vector<std::size_t>{2});
  CHECK(stored[2].shape == std::vector<std::size_t>{3, 8});

  Written loaded(seed(2));
  REQUIRE(!same(saved, loaded));
  load_weights(folder / "model", loaded);
  CHECK(same(saved, loaded));

  Other other(seed(3));
  CHECK_THROWS_AS(load_weights(folder / "model", other), FileError);
  CHECK(same(other, Other(seed(3))));
}

namespace {

/// The network of tests/record/weights.py.
using Recorded = Network<Input<2, 6, 8>, Conv2D<3, 3, Same>, BatchNorm, ReLU, MaxPool2D<2>,  //
                         Flatten, BatchNorm, Dense<5>, ReLU, Dense<4, NoBias>>;

const WeightFormat pytorch{
    .names = {
        {"conv1", "0"}, {"bn1", "1"}, {"bn2", "5"}, {"fc1", "6"}, {"fc2.weight", "8.weight"}}};
const WeightFormat keras{.names = {{"conv2d", "0"},
                                   {"batch_normalization", "1"},
                                   {"batch_normalization_1", "5"},
                                   {"dense", "6"},
                                   {"dense_1", "8"}},
                         .layout = WeightLayout::keras};

/// The largest difference between outputs and those recorded.
double difference(const Recorded& net) {
  const std::vector<float> images = formula::values(1000, 3 * 2 * 6 * 8);
  Recorded::Workspace workspace;
  double worst = 0;
  for (std::size_t image = 0; image < 3; ++image) {
    const auto output = net.predict(std::span(images).subspan(image * 96, 96), workspace);
    for (std::size_t o = 0; o < 4; ++o)
      worst =
          std::max(worst, std::abs(double(output[o]) - recorded::weights_output[image * 4 + o]));
  }
  return worst;
}

}  // namespace

TEST_CASE("weights of PyTorch and of Keras make the network that they made there") {
  const TemporaryFolder folder;
  put(folder / "pytorch", from_hex(recorded::pytorch_weights));
  put(folder / "keras", from_hex(recorded::keras_weights));
  Recorded from_pytorch(seed(1)), from_keras(seed(2));
  CHECK(difference(from_pytorch) > 0.1);
  load_weights(folder / "pytorch", from_pytorch, pytorch);
  load_weights(folder / "keras", from_keras, keras);
  CHECK(difference(from_pytorch) < 1e-6);
  CHECK(difference(from_keras) < 1e-6);
  CHECK(same(from_pytorch, from_keras));
}

TEST_CASE("what doesn't fit a file from elsewhere is refused, and the net is unchanged") {
  const TemporaryFolder folder;
  put(folder / "keras", from_hex(recorded::keras_weights));
  const Safetensors stored = read_safetensors(folder / "keras");
  const auto failure = [&](auto change) {
    Safetensors file = stored;
    WeightFormat format = keras;
    change(file.tensors, format);
    write_safetensors(folder / "changed", file.tensors);
    Recorded net(seed(1));
    try {
      load_weights(folder / "changed", net, format);
    } catch (const FileError& error) {
      CHECK(same(net, Recorded(seed(1))));
      return error.expected() + "; " + error.found();
    }
    CHECK(difference(net) < 1e-6);
    return std::string();
  };
  using Tensors = std::vector<NamedTensor>&;
  const auto tensor = [](Tensors tensors, const std::string& name) -> NamedTensor& {
    for (NamedTensor& each : tensors)
      if (each.name == name) return each;
    FAIL(name);
    return tensors[0];
  };
  CHECK(failure([](Tensors, WeightFormat&) {}) == "");
  CHECK(failure([](Tensors t, WeightFormat&) {
          for (NamedTensor& each : t) each.name += ":0";  // as Keras 2 names them
        }) == "");
  CHECK(failure([](Tensors, WeightFormat& f) {
          f.names.insert(f.names.begin(), {"dense/kernel", "6.weight"});
        }) == "");
  CHECK(failure([](Tensors, WeightFormat& f) {
          f.names.push_back({"dense_2", "9"});
        }) == "a tensor for the name \"dense_2\"; none");
  CHECK(failure([](Tensors, WeightFormat& f) {
          f.names.push_back({"dense", "8"});
        }) == "a tensor for the name \"dense\"; none");
  CHECK(failure([](Tensors, WeightFormat& f) {
          f.names.push_back({"conv", "0"});
        }) == "a tensor for the name \"conv\"; none");
  CHECK(failure([](Tensors, WeightFormat& f) { f.names.pop_back(); }) ==
        "tensor \"8.weight\" of shape [5, 4]; no tensor of this name");
  CHECK(failure([](Tensors, WeightFormat& f) { f.names.back().second = "9"; }) ==
        "tensor \"8.weight\" of shape [5, 4]; no tensor of this name");
  CHECK(failure([](Tensors t, WeightFormat&) {
          t.push_back({"dense_1/bias", {4}, {1, 2, 3, 4}});
        }) == "no tensor but the network's; tensor \"dense_1/bias\" of shape [4]");
  CHECK(failure([](Tensors t, WeightFormat&) {
          t.push_back({"dense/weight", {36, 5}, std::vector<float>(180)});
        }) == "one tensor for the network's \"6.weight\"; \"dense/kernel\" and \"dense/weight\"");
  CHECK(failure([&](Tensors t, WeightFormat&) {
          tensor(t, "dense_1/kernel").shape = {4, 5};
        }) == "tensor \"dense_1/kernel\" of shape [5, 4]; shape [4, 5]");
  CHECK(failure([&](Tensors t, WeightFormat&) {
          tensor(t, "conv2d/kernel").shape = {3, 2, 3, 3};
        }) == "tensor \"conv2d/kernel\" of shape [3, 3, 2, 3]; shape [3, 2, 3, 3]");
  CHECK(failure([&](Tensors, WeightFormat& f) { f.layout = WeightLayout::pytorch; }) ==
        "tensor \"0.weight\" of shape [3, 2, 3, 3]; no tensor of this name");
}

TEST_CASE("a part of a file is taken where it fits, and told") {
  using Body =
      Network<Input<1, 6, 6>, Conv2D<3, 3>, BatchNorm, LeakyReLU, Dense<5>, LeakyReLU, Dense<10>>;
  using Other = Network<Input<1, 6, 6>, Conv2D<3, 3>, BatchNorm, LeakyReLU, Dense<5>, Tanh,
                        Dense<4>, Softmax>;
  const TemporaryFolder folder;
  Body body{seed(1)};
  body.normalization = {.mean = 0.25f, .standard_deviation = 0.5f};
  body.layer<2>().negative_slope = 0.125f;
  for (float& number : body.state()) number += 0.5f;
  save_weights(folder / "w", body, {{"by", "me"}});

  Other net{seed(2)};
  const Other before = net;
  CHECK_THROWS_AS(load_weights(folder / "w", net), FileError);
  const LoadedWeights loaded = load_weights(folder / "w", net, {.partial = true});
  CHECK(loaded.at("by") == "me");
  CHECK(loaded.taken == std::vector<std::string>{"0.weight", "0.bias", "1.weight", "1.bias",
                                                 "1.running_mean", "1.running_var", "3.weight",
                                                 "3.bias"});
  std::string skipped;
  for (const SkippedTensor& each : loaded.skipped) skipped += each.name + ": " + each.reason + '\n';
  CHECK(skipped ==
        "5.weight: expected tensor \"5.weight\" of shape [4, 5], found shape [10, 5]\n"
        "5.bias: expected tensor \"5.bias\" of shape [4], found shape [10]\n"
        "4.negative_slope: setting 4.negative_slope: the network has none of that name\n");
  CHECK(net.normalization.mean == PerChannel(0.25f));
  CHECK(net.layer<2>().negative_slope == 0.125f);
  const auto of_body = body.export_tensors(), old = before.export_tensors(),
             now = net.export_tensors();
  for (std::size_t i = 0; i < now.size(); ++i)
    CHECK(now[i].values == (i < 8 ? of_body : old)[i].values);

  // What the network lacks and what the file lacks; a layer that stands elsewhere.
  using Head = BasicNetwork<double, Input<3, 1, 3>, Dense<3, NoBias>, Dense<5>, Dense<10>>;
  Head head{seed(3)};
  const Head head_before = head;
  const LoadedWeights part = load_weights(
      folder / "w", head, {.names = {{"5", "2"}, {"0", "9"}, {"1", "8"}}, .partial = true});
  CHECK(part.taken == std::vector<std::string>{"2.weight", "2.bias"});
  CHECK(part.skipped.size() == 3 + 8 + 4);  // of the network, of the file, settings
  const auto theirs = head.export_tensors<double>(), kept = head_before.export_tensors<double>();
  for (std::size_t i = 0; i < 3; ++i) CHECK(theirs[i].values == kept[i].values);
  CHECK(theirs[4].values[9] == double(of_body[9].values[9]));
  std::ostringstream text;
  text << part;
  CHECK(text.str().starts_with("taken: 2.weight 2.bias\nskipped: 0.weight: expected tensor"));
  CHECK(part.untold.empty());

  using Stranger = Network<Input<2, 2, 2>, Dense<7>>;
  Stranger stranger{seed(4)};
  CHECK_THROWS_WITH_AS(load_weights(folder / "w", stranger, {.partial = true}),
                       doctest::Contains("expected a tensor that fits the network, found none"),
                       FileError);
}
