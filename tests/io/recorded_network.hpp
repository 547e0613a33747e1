#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <angka/io/model.hpp>
#include <angka/io/onnx_file.hpp>
#include <angka/io/onnx_import.hpp>

#include "files.hpp"
#include "formula.hpp"

inline const std::string recorded_folder = ANGKA_SOURCE_DIR "/tests/recorded/onnx/";

/// What stands below the comments, which name a version.
inline std::string code(const std::string& text) {
  return text.substr(text.find("#include <angka/angka.hpp>"));
}

/// Reads a recorded model. Weights that it looks for in files "STREAM.what" are the formula's.
inline angka::ImportedNetwork import_recorded(const std::string& name) {
  const std::string model = recorded_folder + name + ".onnx";
  const std::string text = content(model);
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  TemporaryFolder files;
  std::filesystem::copy(model, files / (name + ".onnx"));
  for (const auto& [tensor, stored] : angka::detail::onnx::read_model(bytes, model).tensors) {
    if (stored.external.empty()) continue;
    const std::string location = stored.external.at("location");
    if (std::filesystem::exists(recorded_folder + location)) {
      std::filesystem::copy(recorded_folder + location, files / location,
                            std::filesystem::copy_options::skip_existing);
      continue;
    }
    std::vector<float> values =
        formula::parameter(static_cast<std::uint32_t>(std::stoul(location)), location,
                           {stored.dims.begin(), stored.dims.end()});
    if (location.ends_with("running_var"))
      for (float& value : values) value = 1 + std::abs(value);
    put(files / location,
        std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
  }
  return angka::import_onnx(files / (name + ".onnx"));
}

/// The model must become the type of the same name, and compute what PyTorch computed.
template <class Net>
void check_recorded(const std::string& name, std::uint32_t stream,
                    const std::vector<double>& wanted, bool channels_last = false) {
  using namespace angka;
  CAPTURE(name);
  const ImportedNetwork imported = import_recorded(name);
  CHECK(code(cpp_type_header(imported, name + ".safetensors")) ==
        code(content(recorded_folder + name + ".hpp")));
  TemporaryFolder files;
  const auto weights = save_imported(files / (name + ".hpp"), imported);
  Net net;
  CHECK(load_model(weights, net).untold.empty());
  CHECK(net.normalization == imported.normalization);
  CHECK(imported.output == Net::output);

  std::vector<float> image = formula::values(stream, std::size_t(Net::input.size()));
  if (imported.of_bytes)
    for (float& pixel : image) pixel = (pixel + 1) * 127 / 255;
  if (channels_last) {
    const std::vector<float> turned = image;
    const auto channels = std::size_t(Net::input.channels),
               pixels = std::size_t(Net::input.pixels());
    for (std::size_t i = 0; i < image.size(); ++i)
      image[i] = turned[i % pixels * channels + i / pixels];
  }
  typename Net::Workspace workspace;
  const auto outputs = net.predict(image, workspace);
  REQUIRE(outputs.size() == wanted.size());
  double largest = 0, error = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    largest = std::max(largest, std::abs(wanted[i]));
    error = std::max(error, std::abs(double(outputs[i]) - wanted[i]));
  }
  CHECK(error < 1e-5 * largest);
}
