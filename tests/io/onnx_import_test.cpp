#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <angka/io/model.hpp>
#include <angka/io/onnx.hpp>
#include <angka/io/onnx_import.hpp>

#include "every_layer.hpp"
#include "files.hpp"
#include "io/recorded_network.hpp"
#include "recorded/onnx/channels_last.hpp"
#include "recorded/onnx/layers.hpp"
#include "recorded/onnx/lenet.hpp"
#include "recorded/onnx/mobilenet.hpp"
#include "recorded/onnx/outputs.hpp"
#include "recorded/onnx/resnet.hpp"
#include "recorded/onnx/squeezenet.hpp"
#include "recorded/onnx/two_inputs.hpp"
#include "recorded/onnx/vgg.hpp"

using namespace angka;

TEST_CASE("import_onnx: networks as PyTorch's exporters write them") {
  check_recorded<Lenet>("lenet", 0, recorded::lenet_outputs);
  check_recorded<Vgg>("vgg", 1, recorded::vgg_outputs);
  check_recorded<Resnet>("resnet", 2, recorded::resnet_outputs);
  check_recorded<Squeezenet>("squeezenet", 3, recorded::squeezenet_outputs);
  check_recorded<Mobilenet>("mobilenet", 4, recorded::mobilenet_outputs);
  check_recorded<ChannelsLast>("channels_last", 5, recorded::channels_last_outputs, true);
  check_recorded<Layers>("layers", 6, recorded::layers_outputs);
}

TEST_CASE("import_onnx: a network of two inputs and two outputs") {
  check_recorded<TwoInputs>("two_inputs", 9, recorded::two_inputs_outputs);
  const auto imported = import_recorded("two_inputs");
  CHECK(imported.notes ==
        std::vector<std::string>{
            "Inputs lie in one row, one behind the other: picture (1 x 8 x 8), numbers (5).",
            "Outputs lie in one row, one behind the other: linear_2 (10), linear_3 (2)."});
}

TEST_CASE("import_onnx: notes of what differs from the model") {
  const ImportedNetwork lenet = import_onnx(recorded_folder + "lenet.onnx");
  REQUIRE(lenet.notes.size() == 1);
  CHECK(lenet.notes[0].starts_with("Softmax at the end is left out"));
  CHECK(lenet.name == "Lenet");
  CHECK(lenet.producer == "pytorch 2.13.0");
  CHECK_FALSE(lenet.of_bytes);
  const ImportedNetwork vgg = import_onnx(recorded_folder + "vgg.onnx");
  CHECK(vgg.of_bytes);
  CHECK(vgg.normalization.mean[2] == doctest::Approx(120 / 255.0));
  CHECK(vgg.normalization.standard_deviation[0] == doctest::Approx(50 / 255.0));
  CHECK(import_onnx(recorded_folder + "resnet.onnx").notes.empty());
}

namespace {

/// Of each kind of layer that ONNX can tell of, as the importer words it.
using Whole = Network<
    Input<2, 12, 14>, Conv2D<4, 3, Same, NoBias>, BatchNorm, ReLU,
    Residual<Conv2D<4, 3, Same, Groups<2>>, GroupNorm<2>, GELU, DepthwiseConv2D<3, Same>>,
    MaxPool2D<3, Same, Stride<2>>,
    Residual<Sequence<Conv2D<6, 2, Same, Stride<2>>, LayerNorm, SiLU>,
             Sequence<MaxPool2D<3, Padding<1>, Stride<2>>, Conv2D<6, 1>, HardSwish>>,
    Branches<Concat, Sequence<>, Sequence<Conv2D<2, 1>, LeakyReLU>,
             Sequence<AveragePool2D<3, Same, Stride<1>>,
                      Branches<Multiply, Sequence<>,
                               Sequence<GlobalAveragePool2D, Dense<3>, ReLU6, Dense<6>, Sigmoid>>>>,
    ConvTranspose2D<4, 3, Same, Stride<2>>, InstanceNorm, Mish, AveragePool2D<3, Padding<1>>, PReLU,
    ZeroPad2D<1, 0, 2, 1>, UpSample2D<2, Bilinear>, Crop2D<1, 2>, ELU, AdaptiveMaxPool2D<5, 7>,
    ChannelPad<2, 3>, ChannelShuffle<3>, AdaptiveMaxPool2D<5, 4>, AdaptiveAveragePool2D<2, 3>,
    Branches<Concat, Sequence<ChannelSlice<0, 4>>, Sequence<ChannelSlice<4, 2>, ReLU>>,
    Dense<12>, HardSigmoid, Reshape<3, 2, 2>, Conv2D<4, 2>, Softplus, Dense<5, NoBias>, Tanh,
    Branches<Add, Sequence<>, Sequence<Dense<5>>, Sequence<Tanh, Dense<5>>>>;

/// A type without spaces, by the name that one writes.
std::string type_words(std::string text) {
  const std::string full = "angka::BasicNetwork<float, ";
  if (text.starts_with(full)) text.replace(0, full.size(), "angka::Network<");
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

}  // namespace

TEST_CASE("import_onnx: what save_onnx wrote is the same network, bit by bit") {
  TemporaryFolder files;
  const auto net = random_network<Whole>();
  save_onnx(files / "whole-net.onnx", net);
  const ImportedNetwork imported = import_onnx(files / "whole-net.onnx");
  CHECK(imported.name == "WholeNet");
  CHECK(imported.of_bytes);
  CHECK(imported.layers == detail::layer_texts<Whole>());
  CHECK(type_words(imported.type) == type_words(detail::type_name<Whole>("angka::")));
  save_imported(files / "whole.hpp", imported);
  Whole again;
  load_model(files / "whole.safetensors", again);
  CHECK(again.normalization == net.normalization);
  CHECK(std::equal(again.state().begin(), again.state().end(), net.state().begin()));
}

TEST_CASE("import_onnx: several inputs and outputs that save_onnx wrote") {
  TemporaryFolder files;
  const auto net = random_network<Several>();
  save_onnx(files / "several.onnx", net);
  const ImportedNetwork imported = import_onnx(files / "several.onnx");
  CHECK(imported.type.starts_with(
      "angka::Network<angka::Inputs<angka::Input<2, 6, 5>, angka::Input<7, 1, 1>>,\n"
      "    angka::Branches<angka::Concat,"));
  CHECK(imported.of_bytes);
  CHECK(imported.normalization == net.normalization);
  const std::vector<NamedTensor> tensors = net.export_tensors();
  REQUIRE(imported.tensors.size() == tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i)
    CHECK(imported.tensors[i].values == tensors[i].values);
}

TEST_CASE("import_onnx: the Softmax of one of several heads that save_onnx wrote is left out") {
  using TwoHeads =
      Network<Input<3, 1, 1>, Branches<Concat, Sequence<Dense<10>, Softmax>, Dense<2>>>;
  TemporaryFolder files;
  const auto net = random_network<TwoHeads>();
  save_onnx(files / "heads.onnx", net);
  const ImportedNetwork imported = import_onnx(files / "heads.onnx");
  CHECK(type_words(imported.type) ==
        "angka::Network<angka::Input<3,1,1>,angka::Branches<angka::Concat,"
        "angka::Sequence<angka::Dense<10>>,angka::Sequence<angka::Dense<2>>>>");
  CHECK(imported.output == Shape{12, 1, 1});
  REQUIRE(imported.notes.size() == 1);
  CHECK(imported.notes[0].starts_with("Softmax at the end is left out"));
  const std::vector<NamedTensor> tensors = net.export_tensors();
  REQUIRE(imported.tensors.size() == tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i)
    CHECK(imported.tensors[i].values == tensors[i].values);
}

namespace {

/// What is said of a model of these steps, each of a kind that reads values.
std::string fate(const std::vector<std::pair<std::string, std::vector<int>>>& steps) {
  TemporaryFolder files;
  NetworkDescription net{.input = {2, 4, 4}};
  for (const auto& step : steps) {
    StepDescription next{.kind = step.first, .position = std::to_string(net.steps.size())};
    next.input = step.second[0];
    next.others.assign(step.second.begin() + 1, step.second.end());
    next.input_shape = next.output_shape = net.input;
    net.steps.push_back(next);
  }
  write_onnx(files / "net.onnx", net, {}, 1);
  const std::string error = error_of([&] { import_onnx(files / "net.onnx"); });
  return error.substr(std::min(error.size(), error.find(": ")));
}

}  // namespace

TEST_CASE("import_onnx: branches that aren't nested, and a network of nothing") {
  CHECK(fate({{"relu", {0}}, {"tanh", {1}}, {"add", {1, 2}}, {"tanh", {3}}, {"add", {4, 3}}}) ==
        "");
  CHECK(fate({{"relu", {0}}, {"tanh", {1}}, {"add", {1, 2}}, {"add", {2, 3}}}) ==
        ": expected branches that begin at one value and end in one, with no way from one to "
        "another, found node \"1/Tanh_1\" (Tanh)");
  CHECK(fate({{"flatten", {0}}}) == "");
  CHECK(fate({{"softmax", {0}}}) == ": expected a network of at least one layer, found none");
}

TEST_CASE("import_onnx: what the library has no layer for is named, and nothing is written") {
  TemporaryFolder files;
  const auto refused = [&](const std::string& name, const std::string& part,
                           const std::string& other) {
    std::string bytes = content(recorded_folder + name);
    const std::size_t at = bytes.find(part);
    REQUIRE(at != std::string::npos);
    REQUIRE(part.size() == other.size());
    bytes.replace(at, part.size(), other);
    put(files / "net.onnx", bytes);
    std::string error = error_of([&] { import_onnx(files / "net.onnx"); });
    return error.substr(std::min(error.size(), error.find("expected")));
  };
  CHECK(refused("lenet.onnx", "\"\x04Tanh", "\"\x04Sinh") ==
        "expected operators that the library has layers for, found node \"/1/Tanh\" (Sinh)");
  CHECK(refused("lenet.onnx", "AveragePool\"", "AveragePooq\"") == "");  // a node's name alone
  CHECK(refused("vgg.onnx", "vgg.onnx.data", "/gg.onnx.data") ==
        "expected weights in the model's folder, found /gg.onnx.data");
  CHECK(refused("vgg.onnx", "vgg.onnx.data", "../.onnx.data") ==
        "expected weights in the model's folder, found ../.onnx.data");
  CHECK(refused("vgg.onnx", "vgg.onnx.data", "Vgg.onnx.data") == "expected a file, found no file");
  put(files / "Vgg.onnx.data", "few");
  CHECK(refused("vgg.onnx", "vgg.onnx.data", "Vgg.onnx.data").find("found 3 bytes") !=
        std::string::npos);
  CHECK(error_of([&] {
          import_onnx(recorded_folder + "lenet.onnx", {.file_bytes = 1000});
        }).find("at most 1000 bytes") != std::string::npos);
  CHECK(error_of([&] {
          import_onnx(recorded_folder + "vgg.onnx", {.file_bytes = 5000});
        }).find("at most 5000 bytes") != std::string::npos);

  const ImportedNetwork lenet = import_onnx(recorded_folder + "lenet.onnx");
  std::filesystem::create_directory(files / "taken.hpp");
  CHECK(error_of([&] { save_imported(files / "taken.hpp", lenet); }) != "");
  CHECK_FALSE(std::filesystem::exists(files / "taken.safetensors"));
}

TEST_CASE(
    "import_onnx: a file that breaks off anywhere, or is damaged, is refused or is a network") {
  std::string bytes = content(recorded_folder + "layers_traced.onnx");
  const auto parse = [&](const std::string& those) {
    return error_of([&] {
      parse_onnx({reinterpret_cast<const std::uint8_t*>(those.data()), those.size()}, "net.onnx");
    });
  };
  CHECK(parse(bytes) == "");
  for (std::size_t size = 0; size < bytes.size(); size += 97)
    CHECK(parse(bytes.substr(0, size)) != "");
  int refused = 0;
  for (std::size_t at = 0; at < 3000; ++at) {
    const char before = bytes[at];
    bytes[at] = static_cast<char>(before ^ 1 << at % 8);
    refused += parse(bytes) != "";
    bytes[at] = before;
  }
  CHECK(refused > 500);
}
