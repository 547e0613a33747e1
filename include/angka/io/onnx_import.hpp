#pragma once

#include <angka/core/definitions.hpp>
#include <angka/core/named_setting.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/core/normalization.hpp>
#include <angka/core/shape.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// What an ONNX model may hold before it is refused.
struct OnnxLimits {
  std::uint64_t file_bytes = std::uint64_t{1} << 30;  ///< also of all files of weights beside it
};

/// A network from elsewhere: its static type as C++ text, and what a file of a model of that type
/// holds.
struct ImportedNetwork {
  std::string name{};      ///< of the type, an identifier: "Resnet20" of resnet20.onnx
  std::string type{};      ///< "angka::Network<angka::Input<1, 28, 28>, ...>", a layer a line
  std::string producer{};  ///< "pytorch 2.1", as the model says
  Shape input{}, output{};
  Normalization normalization{};
  bool of_bytes = false;                 ///< it reads pixels of 0 to 255, not numbers as they are
  std::vector<NamedTensor> tensors{};    ///< as `export_tensors` of that type has them
  std::vector<NamedSetting> settings{};  ///< as `export_settings` has them
  std::vector<std::string> layers{};     ///< what each layer is, as files of models say it
  std::vector<std::string> notes{};      ///< what differs from the model, sentence by sentence
};

/// Reads an ONNX model as a network of the library's layers, with its weights. Weights that lie in
/// files beside it are read, too.
///
/// Takes what PyTorch's exporters and Keras' write for convolutional networks of images or signals:
/// Conv, ConvTranspose, Gemm, MatMul, pooling, normalizations, activations, Pad, Slice, Split,
/// Resize, shuffled channels, and Add, Mul (of a factor for each channel) and Concat of branches;
/// shapes that follow from the image's are computed. Several inputs become `Inputs`, several
/// outputs one row. A Softmax that makes an output is left out. What is subtracted from the image
/// and divides it becomes the normalization. Any batch size is one image for each image.
///
/// Errors: FileError, with the node's name and operator, for what the library has no layers for,
/// for branches that aren't nested, and for a file that is damaged or larger than `limits`.
///
/// Source: the Open Neural Network Exchange's onnx.proto3 and its operators.
/// Example: `save_onnx("net.onnx", net); import_onnx("net.onnx").name == "Net"`
[[gnu::cold]] ANGKA_INLINE ImportedNetwork import_onnx(const std::filesystem::path& path,
                                                       const OnnxLimits& limits = {});

/// The same from the bytes of a file, which must hold its weights; `name` is what errors call it.
[[gnu::cold]] ANGKA_INLINE ImportedNetwork parse_onnx(std::span<const std::uint8_t> bytes,
                                                      const std::string& name);

/// The network as a C++ header that defines its type; `weights` is the file that it tells to load.
[[gnu::cold]] ANGKA_INLINE std::string cpp_type_header(const ImportedNetwork& net,
                                                       const std::string& weights);

/// Writes `header`, a C++ header that defines the network's type, and beside it a file of its
/// weights that ends in .safetensors, for `load_model`; returns the latter's path. Each is written
/// whole or not at all; new weights don't stay without their header.
///
/// Errors: FileError; SettingError for a header that ends in .safetensors.
/// Example: `save_onnx("net.onnx", net); save_imported("net.hpp", import_onnx("net.onnx")) ==
/// "net.safetensors"`
[[gnu::cold]] ANGKA_INLINE std::filesystem::path save_imported(const std::filesystem::path& header,
                                                               const ImportedNetwork& net);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/core/number.hpp>
#include <angka/data/file.hpp>
#include <angka/io/atomic_file.hpp>
#include <angka/io/metadata.hpp>
#include <angka/io/network_source.hpp>
#include <angka/io/onnx_file.hpp>
#include <angka/io/onnx_steps.hpp>
#include <angka/io/safetensors.hpp>
#include <angka/version.hpp>
#include <limits>
#include <map>
#include <system_error>
#include <utility>

namespace angka::inline ANGKA_ISA {

namespace detail::onnx {

/// A name of a type: "Resnet20" of "resnet20", "MyNet" of "my-net".
inline std::string type_identifier(const std::string& stem) {
  std::string name;
  bool begins = true;
  for (const char c : stem) {
    const bool digit = c >= '0' && c <= '9', small = c >= 'a' && c <= 'z';
    if (!digit && !small && !(c >= 'A' && c <= 'Z')) {
      begins = true;
      continue;
    }
    if (name.empty() && digit) name = "Net";
    name += begins && small ? static_cast<char>(c - 'a' + 'A') : c;
    begins = false;
  }
  return name.empty() ? "Net" : name;
}

/// Files beside a model that hold its weights.
class Beside {
 public:
  Beside(std::filesystem::path folder, std::uint64_t limit)
      : folder_(std::move(folder)), left_(limit) {}

  /// Fetches what lies in other files. Those must lie in the model's folder.
  void fetch(StoredModel& model, const std::string& file) {
    for (auto& [name, tensor] : model.tensors) fetch(tensor, name, file);
    for (StoredNode& node : model.nodes)
      for (auto& [name, attribute] : node.attributes)
        if (attribute.tensor) fetch(*attribute.tensor, name, file);
  }
  /// How many bytes were read.
  std::size_t size() const {
    std::size_t bytes = 0;
    for (const auto& [name, file] : files_) bytes += file.size();
    return bytes;
  }

 private:
  void fetch(StoredTensor& tensor, const std::string& name, const std::string& file) {
    if (tensor.external.empty()) return;
    const std::string location = tensor.external.at("location");
    const std::filesystem::path path(location);
    const bool inside =
        std::none_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
    if (path.empty() || path.is_absolute() || !inside)
      raise(FileError(file, "weights in the model's folder", printable(path)));
    const auto known = files_.find(location);
    if (known == files_.end()) {
      files_[location] = read_file(folder_ / path, left_);
      left_ -= files_[location].size();
    }
    const Bytes& bytes = files_[location];
    const auto number = [&](const char* key, std::size_t usual) {
      const auto text = tensor.external.find(key);
      std::size_t value = usual;
      if (text != tensor.external.end() && !read_number(text->second, value))
        value = bytes.size() + 1;
      return value;
    };
    const std::size_t offset = number("offset", 0);
    const std::size_t length = offset <= bytes.size() ? number("length", bytes.size() - offset) : 0;
    if (offset > bytes.size() || length > bytes.size() - offset)
      raise(FileError(printable(folder_ / path),
                      "tensor \"" + printable(std::string_view(name)) + '"',
                      std::to_string(bytes.size()) + " bytes"));
    tensor.bytes = std::span(bytes).subspan(offset, length);
    tensor.external.clear();
  }

  std::filesystem::path folder_;
  std::uint64_t left_;
  std::map<std::string, Bytes> files_{};
};

inline ImportedNetwork imported(const StoredModel& model, const std::string& file,
                                std::size_t bytes, const std::string& stem) {
  // Weights are decoded, put into order and written: a few times what the file holds.
  ModelSteps steps = steps_of(model, file, (std::size_t{1} << 20) + 2 * bytes);
  ImportedNetwork result{.name = type_identifier(stem),
                         .producer = model.producer,
                         .input = steps.net.input,
                         .normalization = steps.net.normalization,
                         .of_bytes = steps.of_bytes,
                         .notes = std::move(steps.notes)};
  if (!steps.net.steps.empty()) result.output = steps.net.steps.back().output_shape;
  NetworkSource source = network_source(std::move(steps.net), file);
  result.type = std::move(source.type);
  result.tensors = std::move(source.tensors);
  result.settings = std::move(source.settings);
  result.layers = std::move(source.layers);
  return result;
}

}  // namespace detail::onnx

ANGKA_INLINE ImportedNetwork import_onnx(const std::filesystem::path& path,
                                         const OnnxLimits& limits) {
  const std::string file = detail::printable(path);
  const Bytes bytes = read_file(path, limits.file_bytes);
  detail::onnx::StoredModel model = detail::onnx::read_model(bytes, file);
  detail::onnx::Beside beside(path.parent_path(), limits.file_bytes);
  beside.fetch(model, file);
  return detail::onnx::imported(model, file, bytes.size() + beside.size(), path.stem().string());
}

ANGKA_INLINE ImportedNetwork parse_onnx(std::span<const std::uint8_t> bytes,
                                        const std::string& name) {
  return detail::onnx::imported(detail::onnx::read_model(bytes, name), name, bytes.size(),
                                std::filesystem::path(name).stem().string());
}

ANGKA_INLINE std::string cpp_type_header(const ImportedNetwork& net, const std::string& weights) {
  std::string text = "#pragma once\n\n";
  const auto comment = [&](const std::string& line) {
    text += "//" + (line.empty() ? "" : ' ' + detail::printable(std::string_view(line))) + '\n';
  };
  comment("Made by angka " ANGKA_VERSION " of an ONNX model" +
          (net.producer.empty() ? "" : " of " + net.producer) + ". Its weights are in " + weights +
          ":");
  comment("");
  comment("  #include <angka/io/model.hpp>");
  comment("");
  comment("  " + net.name + " net;");
  comment("  angka::load_model(\"" + weights + "\", net);");
  comment("  " + net.name + "::Workspace workspace;");
  comment("  const auto outputs = net.predict(image, workspace);  // " + to_string(net.output));
  comment("");
  comment("An image is a std::span of " + to_string(net.input) +
          (net.of_bytes ? " bytes (std::uint8_t), or of numbers, 1 for 255 (const float)."
                        : " numbers (const float), as the model takes them."));
  comment("To train it on, angka::Model<" + net.name +
          ", angka::CrossEntropy, angka::Adam> is loaded alike.");
  for (const std::string& note : net.notes) comment(note);
  text += "\n#include <angka/angka.hpp>\n\nusing " + net.name + " = " + net.type + ";\n";
  return text;
}

ANGKA_INLINE std::filesystem::path save_imported(const std::filesystem::path& header,
                                                 const ImportedNetwork& net) {
  std::filesystem::path weights = header;
  weights.replace_extension(".safetensors");
  if (weights == header)
    raise(SettingError("save_imported: the header may not end in .safetensors, as its weights do"));
  detail::metadata::Texts texts;
  detail::metadata::put(texts, {.normalization = net.normalization,
                                .settings = net.settings,
                                .classes = {},
                                .layers = net.layers});
  const std::string text = cpp_type_header(net, detail::printable(weights.filename()));
  std::error_code error;
  const bool existed = std::filesystem::exists(weights, error);
  write_safetensors(weights, net.tensors, texts);
#if defined(__cpp_exceptions)
  try {
    write_file_atomically(header, text);
  } catch (...) {
    if (!existed) std::filesystem::remove(weights, error);
    throw;
  }
#else
  write_file_atomically(header, text);
#endif
  return weights;
}

}  // namespace angka::inline ANGKA_ISA

#endif
