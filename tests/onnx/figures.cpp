// Writes networks as ONNX, and images with what the library makes of them, for other engines to be
// compared with: NAME.onnx and NAME.json for each.
// usage: onnx_figures FOLDER

#include <angka/core/random.hpp>
#include <angka/io/onnx.hpp>
#include <cstdint>
#include <filesystem>
#include <formula.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../../examples/digits/nets/nets.hpp"
#include "../../examples/zoo/all_cnn.hpp"
#include "../../examples/zoo/autoencoder.hpp"
#include "../../examples/zoo/densenet.hpp"
#include "../../examples/zoo/inception.hpp"
#include "../../examples/zoo/lenet5.hpp"
#include "../../examples/zoo/mobilenet.hpp"
#include "../../examples/zoo/resnet20.hpp"
#include "../../examples/zoo/signals.hpp"
#include "../../examples/zoo/squeezenet.hpp"
#include "../../examples/zoo/unet.hpp"
#include "io/every_layer.hpp"

namespace {

/// Ends in values that aren't flat, and has a convolution of flat ones.
using Reshaped = angka::Network<angka::Input<1, 5, 5>, angka::Dense<6>, angka::ReLU,
                                angka::Conv2D<4, 1>, angka::BatchNorm, angka::Softmax>;
using Image = angka::Network<angka::Input<3, 6, 7>, angka::Conv2D<4, 3>, angka::Softmax>;

template <class Net>
void write(const std::filesystem::path& folder, const std::string& name,
           const Net& net = random_network<Net>()) {
  angka::save_onnx(folder / (name + ".onnx"), net, {{"name", name}});
  angka::Random random(angka::seed(5), angka::Purpose::test);
  typename Net::Workspace workspace;
  constexpr int images = 3;
  std::vector<int> pixels;
  std::vector<float> outputs;
  for (int i = 0; i < images; ++i) {
    std::vector<std::uint8_t> image(static_cast<std::size_t>(Net::input.size()));
    for (std::uint8_t& pixel : image) pixel = static_cast<std::uint8_t>(random.below(256));
    pixels.insert(pixels.end(), image.begin(), image.end());
    const auto result = net.predict(image, workspace);
    outputs.insert(outputs.end(), result.begin(), result.end());
  }
  const angka::Shape in = Net::input, out = Net::output;
  std::vector<int> shape{images, out.channels};
  if (!out.flat()) shape.insert(shape.end(), {out.height, out.width});
  std::ofstream(folder / (name + ".json"))
      << nlohmann::json{{"input_shape", {images, in.channels, in.height, in.width}},
                        {"output_shape", shape},
                        {"image", pixels},
                        {"output", outputs}};
}

/// The same of two inputs, with what each of its two outputs is.
void write_several(const std::filesystem::path& folder) {
  write<Several>(folder, "several");
  const std::filesystem::path file = folder / "several.json";
  nlohmann::json facts = nlohmann::json::parse(std::ifstream(file));
  const std::vector<int> pixels = facts["image"];
  const std::vector<float> outputs = facts["output"];
  const int images = facts["input_shape"][0];
  const auto part = [&](const auto& all, int begin, int count) {
    auto some = all;
    some.clear();
    const auto each = std::ptrdiff_t(all.size()) / images;
    for (std::ptrdiff_t i = 0; i < images; ++i)
      some.insert(some.end(), all.begin() + i * each + begin,
                  all.begin() + i * each + begin + count);
    return some;
  };
  const angka::Shape first = Both::shapes[0], second = Both::shapes[1];
  facts["inputs"] = {{{"shape", {images, first.channels, first.height, first.width}},
                      {"values", part(pixels, 0, first.size())}},
                     {{"shape", {images, second.channels}},
                      {"values", part(pixels, first.size(), second.size())}}};
  facts["outputs"] = {part(outputs, 0, 3), part(outputs, 3, 2)};
  std::ofstream(file) << facts;
}

/// Weights at random would let the values of deep networks grow without bounds.
template <class Net>
void write_zoo(const std::filesystem::path& folder, const std::string& name) {
  Net net;
  formula::set_parameters(net);
  write(folder, name, net);
}

}  // namespace

int main(int, char** argv) {
  const std::filesystem::path folder = argv[1];
  write<LeNet5>(folder, "lenet5");
  write<Small>(folder, "small");
  write<ResidualNet>(folder, "residual");
  write<Windows>(folder, "windows");
  write<Dilated>(folder, "dilated");
  write<Uneven>(folder, "uneven");
  write<Pools>(folder, "pools");
  write<Rectangles>(folder, "rectangles");
  write<Resized>(folder, "resized");
  write<Normalized>(folder, "normalized");
  write<Enlarged>(folder, "enlarged");
  write<Ceiled>(folder, "ceiled");
  write<Adaptive>(folder, "adaptive");
  write_several(folder);
  write<SamePools>(folder, "same_pools");
  write<Joins>(folder, "joins");
  write<Reshaped>(folder, "reshaped");
  write<Image>(folder, "image");
  write_zoo<zoo::AllCNN>(folder, "all_cnn");
  write_zoo<zoo::Autoencoder>(folder, "autoencoder");
  write_zoo<zoo::DenseNet>(folder, "densenet");
  write_zoo<zoo::GoogLeNet>(folder, "inception");
  write_zoo<zoo::LeNet5>(folder, "lenet5_1998");
  write_zoo<zoo::MobileNet>(folder, "mobilenet");
  write_zoo<zoo::ResNet20>(folder, "resnet20");
  write_zoo<zoo::Signals>(folder, "signals");
  write_zoo<zoo::SqueezeNet>(folder, "squeezenet");
  write_zoo<zoo::UNet>(folder, "unet");
}
