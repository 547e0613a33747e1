#include <doctest/doctest.h>

#include <cstring>
#include <filesystem>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <angka/io/weights.hpp>
#include <angka/layers/activation.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/pool.hpp>
#include <angka/network.hpp>

#include "temporary_folder.hpp"

using namespace angka;

namespace {

/// The least that has weights: takes tensors in any order, by name.
class Stub {
 public:
  explicit Stub(float first = 1) {
    for (NamedTensor& tensor : tensors_)
      for (float& value : tensor.values) value = first++;
  }
  std::vector<NamedTensor> export_tensors() const { return tensors_; }
  void import_tensors(std::span<const NamedTensor> tensors) {
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
    std::vector<NamedTensor> tensors = Stub(7).export_tensors();
    change(tensors);
    write_safetensors(folder / "model", tensors);
    Stub net(1);
    std::string text;
    try {
      load_weights(folder / "model", net, {.finite_only = true});
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
  using Net = Network<Input<1, 6, 6>, Conv2D<2, 3>, ReLU, MaxPool2D<2>, Dense<3>>;
  using Other = Network<Input<1, 6, 6>, Conv2D<2, 3>, ReLU, MaxPool2D<2>, Dense<4>>;
  const TemporaryFolder folder;
  const Net saved(seed(1));
  save_weights(folder / "model", saved);
  const std::vector<NamedTensor> stored = read_safetensors(folder / "model").tensors;
  REQUIRE(stored.size() == 4);
  CHECK(stored[0].shape == std::vector<std::size_t>{2, 1, 3, 3});
  CHECK(stored[1].shape == std::vector<std::size_t>{2});
  CHECK(stored[2].shape == std::vector<std::size_t>{3, 8});

  const auto same = [](const auto& a, const auto& b) {
    return a.state().size_bytes() == b.state().size_bytes() &&
           std::memcmp(a.state().data(), b.state().data(), a.state().size_bytes()) == 0;
  };
  Net loaded(seed(2));
  REQUIRE(!same(saved, loaded));
  load_weights(folder / "model", loaded);
  CHECK(same(saved, loaded));

  Other other(seed(3));
  CHECK_THROWS_AS(load_weights(folder / "model", other), FileError);
  CHECK(same(other, Other(seed(3))));
}
