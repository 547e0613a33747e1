#include <doctest/doctest.h>

#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <angka/io/onnx.hpp>
#include <protozero/pbf_reader.hpp>

#include "every_layer.hpp"
#include "files.hpp"

// What other engines compute with such a file, tests/onnx/run.sh checks.

using namespace angka;

namespace {

/// What is read of a model, by the numbers of the fields in onnx.proto3.
struct OnnxModel {
  std::int64_t ir_version = 0, opset = 0;
  std::map<std::string, std::string> metadata;
  std::map<std::string, std::vector<std::int64_t>> tensors;  ///< shapes
  std::map<std::string, std::string> bytes;
  std::vector<std::string> node_types, inputs, outputs;
  std::vector<std::string> attributes;  ///< of each node that has some: "Elu alpha=0.7"
  std::set<std::string> node_names;
};

void read_tensor(protozero::pbf_reader tensor, OnnxModel& model) {
  std::vector<std::int64_t> shape;
  std::string name, bytes;
  int type = 0;
  while (tensor.next()) switch (tensor.tag()) {
      case 1:
        shape.push_back(tensor.get_int64());
        break;
      case 2:
        type = tensor.get_int32();
        break;
      case 8:
        name = tensor.get_string();
        break;
      case 9:
        bytes = tensor.get_bytes();
        break;
      default:
        FAIL("field " << tensor.tag() << " of a tensor");
    }
  std::size_t size = type == 1 ? 4 : 8;
  CHECK((type == 1 || type == 7));
  for (const std::int64_t axis : shape) size *= static_cast<std::size_t>(axis);
  CHECK(bytes.size() == size);
  CHECK(model.tensors.emplace(name, shape).second);
  model.bytes[name] = bytes;
}

/// "kernel_shape=2,2".
std::string text_of(protozero::pbf_reader attribute) {
  std::string name, text;
  int type = 0;
  const auto add = [&](const std::string& value) { text += (text.empty() ? "" : ",") + value; };
  while (attribute.next()) switch (attribute.tag()) {
      case 1:
        name = attribute.get_string();
        break;
      case 2:
        CHECK(type == 0);
        add(detail::number_text(attribute.get_float()));
        break;
      case 3:
      case 8:
        add(std::to_string(attribute.get_int64()));
        break;
      case 20:
        type = attribute.get_enum();
        break;
      default:
        FAIL("field " << attribute.tag() << " of an attribute");
    }
  CHECK((type == 1 || type == 2 || type == 7));
  return ' ' + name + '=' + text;
}

/// A node's values must be known before it.
void read_node(protozero::pbf_reader node, OnnxModel& model, std::set<std::string>& known) {
  std::string attributes;
  while (node.next()) switch (node.tag()) {
      case 1: {
        const std::string name = node.get_string();
        CAPTURE(name);
        CHECK((known.count(name) || model.tensors.count(name)));
        break;
      }
      case 2:
        CHECK(known.insert(node.get_string()).second);
        break;
      case 3:
        CHECK(model.node_names.insert(node.get_string()).second);
        break;
      case 4:
        model.node_types.push_back(node.get_string());
        break;
      case 5:
        attributes += text_of(node.get_message());
        break;
      default:
        node.skip();
    }
  if (!attributes.empty()) model.attributes.push_back(model.node_types.back() + attributes);
}

std::string name_of(protozero::pbf_reader value) {
  REQUIRE(value.next(1));
  return value.get_string();
}

OnnxModel read(const std::string& bytes) {
  OnnxModel model;
  protozero::pbf_reader file(bytes);
  while (file.next()) switch (file.tag()) {
      case 1:
        model.ir_version = file.get_int64();
        break;
      case 7: {
        const auto graph_bytes = file.get_view();
        protozero::pbf_reader tensors(graph_bytes), graph(graph_bytes);
        while (tensors.next(5)) read_tensor(tensors.get_message(), model);
        std::set<std::string> known{"image"};
        while (graph.next()) switch (graph.tag()) {
            case 1:
              read_node(graph.get_message(), model, known);
              break;
            case 11:
              model.inputs.push_back(name_of(graph.get_message()));
              break;
            case 12:
              model.outputs.push_back(name_of(graph.get_message()));
              break;
            default:
              graph.skip();
          }
        for (const std::string& output : model.outputs) CHECK(known.count(output));
        break;
      }
      case 8: {
        protozero::pbf_reader opset = file.get_message();
        REQUIRE(opset.next(2));
        model.opset = opset.get_int64();
        break;
      }
      case 14: {
        protozero::pbf_reader entry = file.get_message();
        REQUIRE(entry.next(1));
        const std::string key = entry.get_string();
        REQUIRE(entry.next(2));
        model.metadata[key] = entry.get_string();
        break;
      }
      default:
        file.skip();
    }
  return model;
}

/// The floats of a tensor.
std::vector<float> numbers(const std::string& bytes) {
  std::vector<float> result;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    std::uint32_t bits = 0;
    for (std::size_t k = 4; k > 0; --k)
      bits = bits << 8 | static_cast<std::uint8_t>(bytes[i + k - 1]);
    result.push_back(std::bit_cast<float>(bits));
  }
  return result;
}

}  // namespace

TEST_CASE("an ONNX file holds a sound graph with the network's tensors") {
  const TemporaryFolder folder;
  const auto net = random_network<Windows>();
  save_onnx(folder / "a", net, {{"classes", "[\"0\"]"}, {"net", "w"}});
  const OnnxModel model = read(content(folder / "a"));
  CHECK(model.ir_version == 7);
  CHECK(model.opset == 13);
  CHECK(model.metadata == std::map<std::string, std::string>{{"classes", "[\"0\"]"}, {"net", "w"}});
  CHECK(model.inputs == std::vector<std::string>{"image"});
  CHECK(model.outputs == std::vector<std::string>{"output"});
  CHECK(model.node_types ==
        std::vector<std::string>{"Sub",       "Div",         "Conv",    "BatchNormalization",
                                 "LeakyRelu", "Conv",        "Sigmoid", "Mul",
                                 "Conv",      "Add",         "Elu",     "MaxPool",
                                 "Pad",       "AveragePool", "Mul",     "Mul",
                                 "Erf",       "Add",         "Mul",     "Flatten",
                                 "Gemm",      "Tanh",        "Gemm",    "Softmax",
                                 "Identity"});
  for (const NamedTensor& tensor : net.export_tensors()) {
    CAPTURE(tensor.name);
    REQUIRE(model.tensors.count(tensor.name));
    CHECK(model.tensors.at(tensor.name) ==
          std::vector<std::int64_t>(tensor.shape.begin(), tensor.shape.end()));
    const std::string& bytes = model.bytes.at(tensor.name);
    REQUIRE(numbers(bytes) == tensor.values);
  }
  // Pixels are 0 to 255 there.
  CHECK(model.tensors.at("mean") == std::vector<std::int64_t>{1, 2, 1, 1});
  CHECK(model.tensors.at("deviation") == std::vector<std::int64_t>{1, 2, 1, 1});
  CHECK(numbers(model.bytes.at("mean")) == std::vector{63.75f, 127.5f});
  CHECK(numbers(model.bytes.at("deviation")) == std::vector{255 * 0.3f, 255 * 0.7f});
  save_onnx(folder / "numbers", net, {}, 1);
  const OnnxModel of_numbers = read(content(folder / "numbers"));
  CHECK(numbers(of_numbers.bytes.at("mean")) == std::vector{0.25f, 0.5f});
  CHECK(numbers(of_numbers.bytes.at("deviation")) == std::vector{0.3f, 0.7f});
  save_onnx(folder / "as they are", Network<Input<1, 2, 2>, ReLU>(), {}, 1);
  CHECK(read(content(folder / "as they are")).node_types ==
        std::vector<std::string>{"Relu", "Identity"});
  save_onnx(folder / "b", net, {{"classes", "[\"0\"]"}, {"net", "w"}});
  CHECK(content(folder / "a") == content(folder / "b"));
}

TEST_CASE("an ONNX file has every option and setting of the layers") {
  const TemporaryFolder folder;
  const auto attributes = [&](const auto& net) {
    save_onnx(folder / "net", net);
    return read(content(folder / "net")).attributes;
  };
  using Lines = std::vector<std::string>;
  Network<Input<4, 8, 8>, BatchNorm, LeakyReLU, ELU, Softmax> settings;
  settings.layer<0>().epsilon = 0.25f;
  settings.layer<1>().negative_slope = 0.3f;
  settings.layer<2>().alpha = 0.7f;
  CHECK(attributes(settings) == Lines{"BatchNormalization epsilon=0.25", "LeakyRelu alpha=0.3",
                                      "Elu alpha=0.7", "Softmax axis=1"});
  CHECK(attributes(random_network<Pools>()) ==
        Lines{"MaxPool kernel_shape=2,2 strides=1,1 pads=0,0,0,0 dilations=2,2",
              "Conv kernel_shape=3,3 strides=2,2 pads=0,0,0,0 dilations=2,2 group=2",
              "Conv kernel_shape=3,3 strides=1,1 pads=2,2,2,2 dilations=2,2 group=2",
              "MaxPool kernel_shape=3,3 strides=2,2 pads=1,1,1,1 dilations=1,1",
              "AveragePool kernel_shape=2,2 strides=1,1 pads=0,0,0,0",
              "Conv kernel_shape=3,3 strides=2,2 pads=2,2,2,2 dilations=2,2 group=4",
              "Flatten axis=1", "Gemm transB=1"});
  CHECK(attributes(random_network<SamePools>()) ==
        Lines{"MaxPool kernel_shape=3,3 strides=2,2 pads=1,0,1,1 dilations=1,1",
              "AveragePool kernel_shape=2,2 strides=1,1 pads=0,0,1,1",
              "AveragePool kernel_shape=3,3 strides=2,2 pads=1,0,1,1",
              "MaxPool kernel_shape=2,2 strides=1,1 pads=0,0,1,1 dilations=1,1",
              "Conv kernel_shape=2,2 strides=1,1 pads=0,0,1,1 dilations=1,1 group=1",
              "AveragePool kernel_shape=2,2 strides=2,2 pads=0,0,1,0", "Flatten axis=1",
              "Gemm transB=1"});
}

TEST_CASE("what ONNX can't hold, or a folder can't take, is refused and leaves the old file") {
  const TemporaryFolder folder;
  save_onnx(folder / "net", random_network<Uneven>());
  const std::string before = content(folder / "net");
  CHECK(read(before).tensors.at("mean") == std::vector<std::int64_t>{1});
  const Network<Input<1, 4, 4>, Conv2D<2, 3>, Twice, Dense<2>> twice;
  CHECK_THROWS_WITH_AS(save_onnx(folder / "net", twice), doctest::Contains("Twice"), SettingError);
  NetworkDescription unknown = describe(random_network<Uneven>());
  unknown.steps[1].kind = "wavelet";
  CHECK_THROWS_WITH_AS(write_onnx(folder / "net", unknown), doctest::Contains("wavelet"),
                       SettingError);
  NetworkDescription dilated = describe(random_network<Uneven>());
  dilated.steps[1].kind = "average_pool";  // padding that doesn't count, and dilation
  dilated.steps[1].dilation = {2, 2};
  CHECK_THROWS_WITH_AS(write_onnx(folder / "net", dilated),
                       doctest::Contains("layer 1: ONNX (opset 13) has no dilated average pooling"),
                       SettingError);
  auto wrong = random_network<Uneven>();
  wrong.normalization.standard_deviation = 0;
  CHECK_THROWS_WITH_AS(save_onnx(folder / "net", wrong), doctest::Contains("standard_deviation"),
                       SettingError);
  wrong = random_network<Uneven>();
  wrong.parameters()[0] = std::numeric_limits<float>::infinity();
  CHECK_THROWS_WITH_AS(save_onnx(folder / "net", wrong), "ONNX: 0.weight isn't finite in float32",
                       SettingError);
  NetworkDescription sloped = describe(random_network<Uneven>());
  sloped.steps[1].kind = "elu";
  sloped.steps[1].settings = {{"alpha", 1e300}};
  CHECK_THROWS_WITH_AS(write_onnx(folder / "net", sloped), "ONNX: 1.alpha isn't finite in float32",
                       SettingError);
  CHECK(content(folder / "net") == before);
  CHECK_THROWS_AS(save_onnx(folder / "absent" / "net", random_network<Uneven>()), FileError);
  CHECK(folder.entries() == 1);
}
