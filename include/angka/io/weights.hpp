#pragma once

#include <algorithm>
#include <concepts>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/errors.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/io/safetensors.hpp>

namespace angka::inline ANGKA_ISA {

/// What hands out its weights as named tensors and takes them back: a network.
template <class T>
concept HasTensors = requires(T& net, const T& constant, std::span<const NamedTensor> tensors) {
  { constant.export_tensors() } -> std::convertible_to<std::vector<NamedTensor>>;
  net.import_tensors(tensors);
};

/// Writes the weights of `net`, and text about them, as a safetensors file.
///
/// Errors: FileError; an existing file is then unchanged.
template <HasTensors Net>
void save_weights(const std::filesystem::path& path, const Net& net,
                  const std::map<std::string, std::string>& metadata = {}) {
  const std::vector<NamedTensor> tensors = net.export_tensors();
  write_safetensors(path, tensors, metadata);
}

/// Reads the weights of `net` from a safetensors file that holds exactly its tensors, by name and
/// shape and in any order, and returns the file's metadata.
///
/// Errors: FileError, which names the tensor and both shapes; `net` is then unchanged.
template <HasTensors Net>
std::map<std::string, std::string> load_weights(const std::filesystem::path& path, Net& net,
                                                const SafetensorsLimits& limits = {}) {
  using detail::safetensors::json_list, detail::safetensors::shown;
  Safetensors file = read_safetensors(path, limits);
  const std::vector<NamedTensor> wanted = net.export_tensors();
  const auto of_shape = [](const NamedTensor& tensor) {
    return "tensor " + shown(tensor.name) + " of shape " + json_list(tensor.shape);
  };
  for (const NamedTensor& tensor : wanted) {
    const NamedTensor* found = file.find(tensor.name);
    if (!found) raise(FileError(path.string(), of_shape(tensor), "no tensor of this name"));
    if (found->shape != tensor.shape)
      raise(FileError(path.string(), of_shape(tensor), "shape " + json_list(found->shape)));
  }
  for (const NamedTensor& tensor : file.tensors) {
    const auto same_name = [&](const NamedTensor& other) { return other.name == tensor.name; };
    if (std::none_of(wanted.begin(), wanted.end(), same_name))
      raise(FileError(path.string(), "no tensor but the network's", of_shape(tensor)));
  }
  net.import_tensors(file.tensors);
  return std::move(file.metadata);
}

}  // namespace angka::inline ANGKA_ISA
