#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
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

namespace {

namespace onnx = angka::detail::onnx;

onnx::StoredAttribute list_of(std::vector<std::int64_t> values) {
  return {.integers = std::move(values)};
}

/// The kinds of steps that a model of these nodes becomes, from 4 channels of 6 x 7 on, or what is
/// said of the node that can't be one.
std::string steps_of(std::vector<onnx::StoredNode> nodes, std::vector<double> places = {}) {
  onnx::StoredModel model{.opset = 13, .nodes = std::move(nodes)};
  model.inputs = {{.name = "x", .dims = {1, 4, 6, 7}}};
  model.outputs = {model.nodes.back().outputs[0]};
  for (onnx::StoredNode& node : model.nodes) node.name = "it";
  model.tensors["places"] = {.dims = {std::int64_t(places.size())},
                             .element = onnx::element_int64,
                             .values = std::move(places)};
  std::string words;
  const std::string error = error_of([&] {
    for (const StepDescription& step : onnx::steps_of(model, "net", 100000).net.steps)
      words += step.kind + ' ' + to_string(step.output_shape) + ", ";
  });
  return words + error.substr(std::min(error.size(), error.find("expected")));
}

}  // namespace

TEST_CASE("import_onnx: parts of a value, and what can't be one") {
  using List = std::vector<std::int64_t>;
  const auto slice = [](List starts, List ends, List axes, List steps) {
    return steps_of({{.type = "Slice",
                      .inputs = {"x"},
                      .outputs = {"y"},
                      .attributes = {{"starts", list_of(starts)},
                                     {"ends", list_of(ends)},
                                     {"axes", list_of(axes)},
                                     {"steps", list_of(steps)}}}});
  };
  CHECK(slice({1, 0}, {-1, 99}, {1, 3}, {1, 3}) == "channel_slice 2 x 6 x 7, max_pool 2 x 6 x 3, ");
  CHECK(slice({1}, {6}, {-1}, {3}) == "crop 4 x 6 x 6, max_pool 4 x 6 x 2, ");
  CHECK(slice({0}, {4}, {1}, {2}) ==
        "channel_slice 1 x 6 x 7, channel_slice 1 x 6 x 7, concat 2 x 6 x 7, ");
  CHECK(slice({-1}, {INT64_MIN}, {1}, {-2}) == slice({0}, {4}, {1}, {2}));
  CHECK(slice({-1}, {0}, {1}, {INT64_MIN}) == slice({-1}, {4}, {1}, {1}));
  CHECK(slice({0}, {-1}, {1}, {-1}) ==
        "expected a part of at least one channel, found node \"it\" (Slice)");
  for (const std::int64_t step : {0, -1, -99})
    CHECK(slice({5}, {0}, {2}, {step}) ==
          "expected a part forwards of at least one channel, row and column, found node \"it\" "
          "(Slice)");
  CHECK(slice({2}, {2}, {1}, {1}) == slice({5}, {0}, {2}, {-1}));
  CHECK(slice({0}, {INT64_MAX}, {3}, {INT64_MAX}) == "max_pool 4 x 6 x 1, ");

  const auto split = [](std::int64_t axis, std::vector<std::string> outputs, List sizes) {
    onnx::StoredNode node{.type = "Split", .inputs = {"x"}, .outputs = std::move(outputs)};
    node.attributes["axis"].integer = axis;
    if (!sizes.empty()) node.attributes["split"] = list_of(sizes);
    return steps_of({node});
  };
  CHECK(split(1, {"a", "b"}, {}) == "channel_slice 2 x 6 x 7, ");
  CHECK(split(3, {"a", "", "b"}, {}) == "crop 4 x 6 x 3, ");  // 3, 3 and 1
  CHECK(split(1, {"a", "b"}, {3, 1}) == "channel_slice 3 x 6 x 7, ");
  for (const List& sizes : {List{3, 2}, {2, 1}, {4, 0}, {-1, 5}, {INT64_MAX, 4}})
    CHECK(split(1, {"a", "b"}, sizes) ==
          "expected parts of the axis, found node \"it\" (Split)");
  CHECK(split(1, {"a", "b", "c", "d", "e"}, {}) == split(1, {"a", "b"}, {3, 2}));
  CHECK(split(1, {"a", "b"}, {4}) ==
        "expected a size for each part, found node \"it\" (Split)");

  // As PyTorch writes nn.AdaptiveMaxPool2d(1).
  CHECK(steps_of({{.type = "ReduceMax",
                   .inputs = {"x"},
                   .outputs = {"y"},
                   .attributes = {{"axes", list_of({-2, -1})}}}}) == "global_max_pool 4, ");

  const auto gather = [](std::int64_t axis, std::vector<double> places) {
    onnx::StoredNode node{.type = "Gather", .inputs = {"x", "places"}, .outputs = {"y"}};
    node.attributes["axis"].integer = axis;
    return steps_of({node}, std::move(places));
  };
  CHECK(gather(1, {1, 2}) == "channel_slice 2 x 6 x 7, ");
  CHECK(gather(2, {1, 3, -1}) == "crop 4 x 5 x 7, max_pool 4 x 3 x 7, ");
  CHECK(gather(1, {2, 3, 1}) ==
        "channel_slice 2 x 6 x 7, channel_slice 1 x 6 x 7, concat 3 x 6 x 7, ");
  CHECK(gather(1, {0, 1, 2, 3, 1}) == "channel_slice 1 x 6 x 7, concat 5 x 6 x 7, ");
  CHECK(gather(1, std::vector<double>(257, 1)) ==
        "expected at most 256 parts of channels, found node \"it\" (Gather)");
  CHECK(gather(1, {}) == "expected channels, or rows or columns at even distances, found node "
                         "\"it\" (Gather)");
  CHECK(gather(1, {1, 4}) == "expected places on the axis, found node \"it\" (Gather)");
  CHECK(gather(2, {0, 1, 1}) ==  // which could be windows
        "expected operators that the library has layers for, found node \"it\" (Gather)");
}

TEST_CASE("import_onnx: activations of what is scaled and shifted") {
  const auto one = [](const char* type, std::map<std::string, float> numbers) {
    onnx::StoredNode node{.type = type, .inputs = {"r"}, .outputs = {"y"}};
    for (const auto& [name, number] : numbers) node.attributes[name].number = number;
    const std::string words = steps_of({{.type = "Relu", .inputs = {"x"}, .outputs = {"r"}}, node}),
                      first = "relu 4 x 6 x 7, ";
    return words.starts_with(first) ? words.substr(first.size()) : words;
  };
  const std::string line = "conv 4 x 6 x 7, ";
  CHECK(one("Clip", {}) == "");
  CHECK(one("Clip", {{"min", 0}}) == "relu 4 x 6 x 7, ");
  CHECK(one("Clip", {{"min", 0}, {"max", 6}}) == "relu6 4 x 6 x 7, ");
  CHECK(one("Clip", {{"min", -1}}) == line + "relu 4 x 6 x 7, " + line);
  CHECK(one("Clip", {{"min", -1}, {"max", 1}}) == line + "relu6 4 x 6 x 7, " + line);
  for (const auto& [low, high] : {std::pair{1.f, 1.f}, {2.f, 1.f}, {-31.f, 1.f}, {0.f, 31.f}})
    CHECK(one("Clip", {{"min", low}, {"max", high}}) ==
          "expected Clip at limits of at most 30, found node \"it\" (Clip)");
  CHECK(one("HardSigmoid", {}) == line + "hard_sigmoid 4 x 6 x 7, ");
  CHECK(one("HardSigmoid", {{"alpha", 1 / 6.f}}) == "hard_sigmoid 4 x 6 x 7, ");
  CHECK(one("HardSigmoid", {{"alpha", 31}}) ==
        "expected HardSigmoid of at most 30 x + 30, found node \"it\" (HardSigmoid)");
  CHECK(one("Selu", {}) == "elu 4 x 6 x 7, " + line);

  const auto hard = [](std::vector<std::array<std::string, 4>> last) {
    std::vector<onnx::StoredNode> nodes;
    for (const float number : {3.f, 6.f})
      nodes.push_back({.type = "Constant",
                       .outputs = {number == 3 ? "three" : "six"},
                       .attributes = {{"value_float", {.number = number}}}});
    nodes.push_back({.type = "Relu", .inputs = {"x"}, .outputs = {"r"}});
    nodes.push_back({.type = "Add", .inputs = {"r", "three"}, .outputs = {"a"}});
    nodes.push_back({.type = "Clip", .inputs = {"a"}, .outputs = {"c"}});
    nodes.back().attributes["min"].number = 0;
    nodes.back().attributes["max"].number = 6;
    for (const auto& [type, left, right, output] : last)
      nodes.push_back({.type = type, .inputs = {left, right}, .outputs = {output}});
    return steps_of(nodes).substr(std::string("relu 4 x 6 x 7, ").size());
  };
  CHECK(hard({{"Div", "c", "six", "y"}}) == "hard_sigmoid 4 x 6 x 7, ");
  CHECK(hard({{"Div", "c", "six", "s"}, {"Mul", "r", "s", "y"}}) == "hard_swish 4 x 6 x 7, ");
  CHECK(hard({{"Mul", "r", "c", "s"}, {"Div", "s", "six", "y"}}) == "hard_swish 4 x 6 x 7, ");
  CHECK(hard({{"Mul", "r", "c", "y"}}) == "hard_swish 4 x 6 x 7, " + line);
  CHECK(hard({{"Mul", "r", "c", "s"}, {"Div", "s", "three", "y"}}) ==
        "hard_swish 4 x 6 x 7, " + line);
}

TEST_CASE("import_onnx: channels in groups") {
  const auto reshape = [](const char* from, const char* to, std::vector<std::int64_t> sizes) {
    return onnx::StoredNode{.type = "Reshape",
                            .inputs = {from},
                            .outputs = {to},
                            .attributes = {{"shape", list_of(sizes)}}};
  };
  const auto moved = [](std::vector<std::int64_t> order) {
    return onnx::StoredNode{.type = "Transpose",
                            .inputs = {"g"},
                            .outputs = {"t"},
                            .attributes = {{"perm", list_of(order)}}};
  };
  const auto groups = reshape("x", "g", {1, 2, 2, 6, 7}), whole = reshape("t", "y", {1, 4, 6, 7});
  CHECK(steps_of({groups, moved({0, 2, 1, 3, 4}), whole}) == "channel_shuffle 4 x 6 x 7, ");
  CHECK(steps_of({reshape("x", "g", {1, 2, 2, 42}), moved({0, 2, 1, 3}), whole}) ==
        "channel_shuffle 4 x 6 x 7, ");
  CHECK(steps_of({reshape("x", "g", {1, 2, 2, 42}), moved({0, 2, 1, 3})}) ==
        "channel_shuffle 4 x 6 x 7, reshape 2 x 2 x 42, ");
  CHECK(steps_of({reshape("x", "g", {1, 1, 4, 6, 7}), moved({0, 2, 1, 3, 4}), whole}) == "");
  CHECK(steps_of({reshape("x", "g", {1, 4, 6, 7, 1}), moved({0, 2, 1, 3, 4}), whole}) ==
        "expected an image or flat values for each image, found node \"it\" (Reshape)");
  CHECK(steps_of({groups, moved({0, 1, 2, 4, 3}), whole}) ==
        "expected channels moved to the first axis or the last, found node \"it\" (Transpose)");
  CHECK(steps_of({reshape("x", "g", {1, 2, 12, 7}), moved({0, 2, 1, 3}), whole}) ==
        "expected groups of channels moved behind the channels in them, found node \"it\" "
        "(Transpose)");
  CHECK(steps_of({groups, {.type = "Relu", .inputs = {"g"}, .outputs = {"y"}}}) ==
        "expected batch x channels x height x width, found node \"it\" (Relu)");
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
