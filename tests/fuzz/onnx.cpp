// ONNX models, of which the program makes C++.
#include <angka/core/errors.hpp>
#include <angka/io/onnx_import.hpp>

#include "surface.hpp"

using namespace angka;

Loaded load(std::span<const std::uint8_t> file) {
  try {
    const ImportedNetwork net = parse_onnx(file, "input.onnx");
    for (const NamedTensor& tensor : net.tensors) {
      std::size_t size = 1;
      for (const std::size_t axis : tensor.shape) size *= axis;
      require(size == tensor.values.size(), "as many values as the shape says");
    }
    require(net.input.size() > 0 && net.output.size() > 0 && net.layers.size() > 1, "layers");
    // Names of the library and whole numbers: nothing of the model's texts becomes C++.
    long nested = 0;
    for (const char c : net.type) {
      nested += c == '<' ? 1 : c == '>' ? -1 : 0;
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      require(letter || (c >= '0' && c <= '9') ||
                  std::string_view("<>:, {}\n").find(c) != std::string_view::npos,
              "C++ of types alone");
    }
    require(nested == 0 && net.type.starts_with("angka::Network<angka::Input"), "a type");
    Content content;
    content.add(net.type).add(net.layers);
    for (const NamedTensor& tensor : net.tensors)
      content.add(tensor.name).add(tensor.shape).add(tensor.values);
    for (const NamedSetting& setting : net.settings) content.add(setting.name).add(setting.value);
    for (const PerChannel& numbers : {net.normalization.mean, net.normalization.standard_deviation})
      for (const float number : numbers) content.add(number);
    return content.loaded();
  } catch (const FileError& error) {
    require_reason(error.what());
    return std::nullopt;
  }
}

bool seal(std::span<std::uint8_t>) { return false; }
