#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <angka/io/network_source.hpp>
#include <angka/io/onnx_steps.hpp>

#include "files.hpp"

using namespace angka;

namespace {

namespace onnx = angka::detail::onnx;

onnx::StoredAttribute list_of(std::vector<std::int64_t> values) {
  return {.integers = std::move(values)};
}

/// The kinds of steps that a model of these nodes becomes, from 4 channels of 6 x 7 on, or what is
/// said of the node that can't be one. Its output is the last node's, or these.
std::string steps_of(std::vector<onnx::StoredNode> nodes, std::vector<double> places = {},
                     std::vector<std::string> outputs = {}, std::size_t inputs = 1) {
  onnx::StoredModel model{.opset = 13, .nodes = std::move(nodes)};
  for (std::size_t i = 0; i < inputs; ++i)
    model.inputs.push_back({.name = std::string(i, 'u') + 'x', .dims = {1, 4, 6, 7}});
  model.outputs = std::move(outputs);
  if (model.outputs.empty()) model.outputs = {model.nodes.back().outputs[0]};
  for (onnx::StoredNode& node : model.nodes) node.name = "it";
  model.tensors["places"] = {.dims = {std::int64_t(places.size())},
                             .element = onnx::element_int64,
                             .values = std::move(places)};
  model.tensors["weight"] = {.dims = {4, 4, 1, 1}, .element = onnx::element_float};
  model.tensors["weight"].values.resize(16, 0.5);
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
    CHECK(split(1, {"a", "b"}, sizes) == "expected parts of the axis, found node \"it\" (Split)");
  CHECK(split(1, {"a", "b", "c", "d", "e"}, {}) == split(1, {"a", "b"}, {3, 2}));
  CHECK(split(1, {"a", "b"}, {4}) == "expected a size for each part, found node \"it\" (Split)");

  // Of an image's rows and columns taken by steps, one is left, and then no axis.
  const auto take = [](List axes, List steps) {
    return onnx::StoredNode{.type = "Slice",
                            .inputs = {"x"},
                            .outputs = {"s"},
                            .attributes = {{"starts", list_of(List(axes.size(), 0))},
                                           {"ends", list_of(List(axes.size(), 99))},
                                           {"axes", list_of(axes)},
                                           {"steps", list_of(steps)}}};
  };
  const onnx::StoredNode flat{.type = "Flatten", .inputs = {"s"}, .outputs = {"f"}},
      halves{.type = "Split",
             .inputs = {"f"},
             .outputs = {"y", ""},
             .attributes = {{"axis", {.integer = 1}}}},
      pool{.type = "MaxPool",
           .inputs = {"x"},
           .outputs = {"s"},
           .attributes = {{"kernel_shape", list_of({1, 1})}, {"strides", list_of({6, 7})}}};
  CHECK(steps_of({take({2, 3}, {6, 7}), flat, halves}) == "max_pool 4, channel_slice 2, ");
  CHECK(steps_of({pool, flat, halves}) == "max_pool 4, channel_slice 2, ");
  const onnx::StoredNode signal{
      .type = "Squeeze", .inputs = {"s"}, .outputs = {"f"}, .attributes = {{"axes", list_of({2})}}},
      rest{.type = "Slice",
           .inputs = {"f"},
           .outputs = {"y"},
           .attributes = {
               {"starts", list_of({1})}, {"ends", list_of({99})}, {"axes", list_of({2})}}};
  CHECK(steps_of({take({2}, {6}), signal, rest}) == "max_pool 4 x 1 x 7, crop 4 x 1 x 6, ");
  CHECK(steps_of({take({2, 3}, {6, 2}), signal, rest}) == "max_pool 4 x 1 x 4, crop 4 x 1 x 3, ");

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
  CHECK(gather(1, {}) ==
        "expected channels, or rows or columns at even distances, found node "
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

  const auto hard = [](std::vector<std::array<std::string, 4>> last, const char* first = "Relu") {
    std::vector<onnx::StoredNode> nodes;
    for (const float number : {3.f, 6.f})
      nodes.push_back({.type = "Constant",
                       .outputs = {number == 3 ? "three" : "six"},
                       .attributes = {{"value_float", {.number = number}}}});
    nodes.push_back({.type = first, .inputs = {"x", "weight"}, .outputs = {"r"}});
    nodes.push_back({.type = "Add", .inputs = {"r", "three"}, .outputs = {"a"}});
    nodes.push_back({.type = "Clip", .inputs = {"a"}, .outputs = {"c"}});
    nodes.back().attributes["min"].number = 0;
    nodes.back().attributes["max"].number = 6;
    for (const auto& [type, left, right, output] : last)
      nodes.push_back({.type = type, .inputs = {left, right}, .outputs = {output}});
    return steps_of(nodes).substr(std::string(first).size() + std::string(" 4 x 6 x 7, ").size());
  };
  CHECK(hard({{"Div", "c", "six", "y"}}) == "hard_sigmoid 4 x 6 x 7, ");
  CHECK(hard({{"Div", "c", "six", "s"}, {"Mul", "r", "s", "y"}}) == "hard_swish 4 x 6 x 7, ");
  CHECK(hard({{"Mul", "r", "c", "s"}, {"Div", "s", "six", "y"}}) == "hard_swish 4 x 6 x 7, ");
  CHECK(hard({{"Mul", "r", "c", "y"}}) == "hard_swish 4 x 6 x 7, " + line);
  CHECK(hard({{"Mul", "r", "c", "s"}, {"Div", "s", "three", "y"}}) ==
        "hard_swish 4 x 6 x 7, " + line);
  // Whose 3 could be the convolution's bias.
  CHECK(hard({{"Div", "c", "six", "y"}}, "Conv") == "hard_sigmoid 4 x 6 x 7, ");
  CHECK(hard({{"Mul", "r", "c", "s"}, {"Div", "s", "six", "y"}}, "Conv") ==
        "hard_swish 4 x 6 x 7, ");
  CHECK(hard({{"Add", "r", "six", "y"}}, "Conv") == "");
  CHECK(hard({{"Add", "r", "six", "s"}, {"Mul", "r", "s", "y"}}, "Conv") ==
        line + "multiply 4 x 6 x 7, ");
}

TEST_CASE("import_onnx: a layer is joined with what follows it only where nothing else reads it") {
  const auto cut = [](const char* to) {
    return onnx::StoredNode{
        .type = "Slice",
        .inputs = {"c"},
        .outputs = {to},
        .attributes = {
            {"starts", list_of({1, 1})}, {"ends", list_of({-1, -1})}, {"axes", list_of({2, 3})}}};
  };
  const onnx::StoredNode enlarged{
      .type = "ConvTranspose", .inputs = {"x", "weight"}, .outputs = {"c"}};
  CHECK(steps_of({enlarged, cut("y")}) == "conv_transpose 4 x 4 x 5, ");
  CHECK(
      steps_of({enlarged,
                cut("a"),
                cut("b"),
                {.type = "Relu", .inputs = {"a"}, .outputs = {"r"}},
                {.type = "Add", .inputs = {"r", "b"}, .outputs = {"y"}}}) ==
      "conv_transpose 4 x 6 x 7, crop 4 x 4 x 5, crop 4 x 4 x 5, relu 4 x 4 x 5, add 4 x 4 x 5, ");
}

TEST_CASE("import_onnx: several outputs, and more of what a model may have than it may") {
  const onnx::StoredNode softmax{.type = "Softmax",
                                 .inputs = {"x"},
                                 .outputs = {"s"},
                                 .attributes = {{"axis", {.integer = 1}}}},
      tanh{.type = "Tanh", .inputs = {"x"}, .outputs = {"t"}};
  const std::string flat = "flatten 168, ",
                    both = "tanh 4 x 6 x 7, " + flat + flat + "concat 336, ";
  CHECK(steps_of({softmax, tanh}, {}, {"s", "t"}) == both);
  // Whose first are all side by side, as save_onnx writes them.
  const onnx::StoredNode beside{.type = "Concat", .inputs = {"s", "t"}, .outputs = {"y"}};
  CHECK(steps_of({softmax, tanh, beside}, {}, {"y", "s", "t"}) ==
        "tanh 4 x 6 x 7, concat 8 x 6 x 7, ");

  const onnx::StoredNode larger{
      .type = "Upsample", .inputs = {"x", "places"}, .outputs = {"y"}};  // 44 million numbers
  CHECK(steps_of({larger}, {1, 1, 512, 512}) == "upsample_nearest 4 x 3072 x 3584, ");
  CHECK(steps_of({larger}, {1, 1, 512, 512}, std::vector<std::string>(256, "y")) ==
        "expected outputs of fewer numbers, found 11274289152");
  CHECK(steps_of({tanh}, {}, std::vector<std::string>(257, "t")) ==
        "expected at most 256 outputs, found 257");
  CHECK(steps_of({tanh}, {}, {"t"}, 257) == "expected at most 256 inputs, found 257");

  std::vector<double> places;
  for (int i = 0; i < 256; ++i) places.push_back(i % 2 * 2);
  onnx::StoredNode gather{.type = "Gather", .inputs = {"x", "places"}, .outputs = {"y"}};
  gather.attributes["axis"].integer = 1;
  CHECK(steps_of({gather}, places).ends_with("concat 256 x 6 x 7, "));
  CHECK(steps_of(std::vector(40, gather), places) ==
        "expected a network of fewer steps, found node \"it\" (Gather)");
}

TEST_CASE("network_source: as many layers and branches as compilers take") {
  const auto fate = [](std::vector<StepDescription> steps) {
    for (StepDescription& step : steps) step.input_shape = step.output_shape = {1, 1, 1};
    const std::string error = error_of([&] {
      angka::detail::network_source({.input = {1, 1, 1}, .steps = std::move(steps)}, "net");
    });
    return error.substr(std::min(error.size(), error.find("expected")));
  };
  const auto chain = [](const char* kind, int count) {
    std::vector<StepDescription> steps;
    for (int i = 0; i < count; ++i) {
      steps.push_back({.kind = kind, .position = "there", .input = i});
      if (steps.back().kind == "add") steps.back().others = {0};
    }
    return steps;
  };
  CHECK(fate(chain("relu", 800)) == "");
  for (const int count : {801, 60000})
    CHECK(fate(chain("relu", count)) == "expected at most 800 layers, found there");
  CHECK(fate(chain("add", 799)) == "");
  CHECK(fate(chain("add", 800)) == "expected at most 800 branches, found there");
  std::vector<StepDescription> wide(1, {.kind = "concat", .position = "there"});
  wide[0].others.resize(799);
  CHECK(fate(wide) == "");
  wide[0].others.resize(800);
  CHECK(fate(wide) == "expected at most 800 branches, found there");
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
