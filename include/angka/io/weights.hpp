#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <angka/core/errors.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/io/safetensors.hpp>

namespace angka::inline ANGKA_ISA {

/// What hands out its weights as named tensors and takes them back: a network.
template <class T>
concept HasTensors = requires(T& net, const T& constant, std::span<const NamedTensor> tensors,
                              WeightLayout layout) {
  { constant.export_tensors(layout) } -> std::convertible_to<std::vector<NamedTensor>>;
  net.import_tensors(tensors, layout);
};

/// Writes the weights of `net`, and text about them, as a safetensors file.
///
/// Errors: FileError; an existing file is then unchanged.
template <HasTensors Net>
void save_weights(const std::filesystem::path& path, const Net& net,
                  const std::map<std::string, std::string>& metadata = {}) {
  const std::vector<NamedTensor> tensors = net.export_tensors(WeightLayout::pytorch);
  write_safetensors(path, tensors, metadata);
}

/// What a file calls a network's tensors, and how it orders their values.
struct WeightFormat {
  /// Pairs: what the file calls a layer with all its tensors, or one tensor, and what the network
  /// does: {"features.0", "0"}, {"conv2d", "0"} or {"fc.w", "3.weight"}. Of several that fit, the
  /// first counts; what none fits keeps its name.
  std::vector<std::pair<std::string, std::string>> names{};
  /// With `keras` a layer's kernel, gamma, beta, moving_mean and moving_variance are known, too.
  WeightLayout layout = WeightLayout::pytorch;
  SafetensorsLimits limits{};
};

namespace detail {

/// What the network calls one of a layer's tensors.
inline std::string weight_name(std::string_view name, WeightLayout layout) {
  constexpr std::pair<std::string_view, std::string_view> keras[] = {
      {"kernel", "weight"},
      {"gamma", "weight"},
      {"beta", "bias"},
      {"moving_mean", "running_mean"},
      {"moving_variance", "running_var"}};
  if (layout == WeightLayout::keras) {
    if (name.ends_with(":0")) name.remove_suffix(2);
    for (const auto& [theirs, ours] : keras)
      if (name == theirs) name = ours;
  }
  return std::string(name);
}

/// Gives the file's tensors the network's names, and returns the names that they had.
inline std::vector<std::string> rename_tensors(Safetensors& file, const WeightFormat& format,
                                               const std::string& path) {
  // How many batches PyTorch's BatchNorm has seen: it decides nothing here.
  std::erase_if(file.tensors, [](const NamedTensor& tensor) {
    return tensor.name.ends_with("num_batches_tracked");
  });
  std::vector<std::string> names;
  std::vector<bool> used(format.names.size());
  for (NamedTensor& tensor : file.tensors) {
    names.push_back(tensor.name);
    const std::string_view name = names.back();
    for (std::size_t i = 0; i < format.names.size(); ++i) {
      const auto& [theirs, ours] = format.names[i];
      if (!name.starts_with(theirs)) continue;
      const std::string_view rest = name.substr(theirs.size());
      if (!rest.empty() && rest[0] != '.' && rest[0] != '/') continue;
      tensor.name = rest.empty() ? ours : ours + "." + weight_name(rest.substr(1), format.layout);
      used[i] = true;
      break;
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i)
    if (!used[i])
      raise(FileError(path, "a tensor for the name " + safetensors::shown(format.names[i].first),
                      "none"));
  return names;
}

}  // namespace detail

/// Reads the weights of `net` from a safetensors file that holds exactly its tensors, by name and
/// shape and in any order, and returns the file's metadata. `format` tells of a file from
/// elsewhere; PyTorch's num_batches_tracked are passed over.
///
/// Errors: FileError, which names the tensor and both shapes; `net` is then unchanged.
/// Example: `load_weights(path, net, {.names = {{"conv2d", "0"}, {"dense", "3"}},
/// .layout = WeightLayout::keras})`
template <HasTensors Net>
std::map<std::string, std::string> load_weights(const std::filesystem::path& path, Net& net,
                                                const WeightFormat& format = {}) {
  using detail::safetensors::json_list, detail::safetensors::shown;
  const std::string file_name = detail::printable(path);
  Safetensors file = read_safetensors(path, format.limits);
  const std::vector<std::string> names = detail::rename_tensors(file, format, file_name);
  const std::vector<NamedTensor> wanted = net.export_tensors(format.layout);
  const auto of_shape = [](const std::string& name, const std::vector<std::size_t>& shape) {
    return "tensor " + shown(name) + " of shape " + json_list(shape);
  };
  std::vector<bool> taken(names.size());
  for (const NamedTensor& tensor : wanted) {
    std::size_t found = names.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (file.tensors[i].name != tensor.name) continue;
      if (found < names.size())
        raise(FileError(file_name, "one tensor for the network's " + shown(tensor.name),
                        shown(names[found]) + " and " + shown(names[i])));
      found = i;
    }
    if (found == names.size())
      raise(FileError(file_name, of_shape(tensor.name, tensor.shape), "no tensor of this name"));
    if (file.tensors[found].shape != tensor.shape)
      raise(FileError(file_name, of_shape(names[found], tensor.shape),
                      "shape " + json_list(file.tensors[found].shape)));
    taken[found] = true;
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!taken[i])
      raise(FileError(file_name, "no tensor but the network's",
                      of_shape(names[i], file.tensors[i].shape)));
  net.import_tensors(file.tensors, format.layout);
  return std::move(file.metadata);
}

}  // namespace angka::inline ANGKA_ISA
