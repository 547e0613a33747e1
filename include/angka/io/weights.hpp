#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <filesystem>
#include <map>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <angka/core/errors.hpp>
#include <angka/core/named_setting.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/io/metadata.hpp>
#include <angka/io/safetensors.hpp>
#include <angka/network/summary.hpp>

namespace angka::inline ANGKA_ISA {

/// What hands out its weights as named tensors and takes them back: a network.
template <class T>
concept HasTensors = requires(T& net, const T& constant, std::span<const NamedTensor> tensors,
                              WeightLayout layout) {
  { constant.export_tensors(layout) } -> std::convertible_to<std::vector<NamedTensor>>;
  net.import_tensors(tensors, layout);
};

namespace detail {

/// What has layers with settings, and a normalization.
template <class Net>
concept HasSettings = requires(const Net& net) {
  net.export_settings();
  net.normalization;
};

/// Tensors as a network has them: those of double aren't rounded.
template <class Net>
auto tensors_of(const Net& net, WeightLayout layout) {
  if constexpr (requires { net.template export_tensors<typename Net::Scalar>(layout); })
    return net.template export_tensors<typename Net::Scalar>(layout);
  else
    return net.export_tensors(layout);
}

template <class Net>
void save_network(const std::filesystem::path& path, const Net& net,
                  std::map<std::string, std::string> texts,
                  const std::vector<std::string>& classes) {
  metadata::Stored stored;
  stored.classes = classes;
  if constexpr (HasSettings<Net>) {
    net.check();
    stored.normalization = net.normalization;
    stored.settings = net.export_settings();
    stored.layers = layer_texts<Net>();
  }
  metadata::put(texts, stored);
  write_safetensors(path, tensors_of(net, WeightLayout::pytorch), texts);
}

}  // namespace detail

/// Writes the weights of `net`, the settings of its layers and its normalization, and text about
/// them, as a safetensors file. Weights of double are written as such.
///
/// Errors: SettingError for settings that can't be used, and for metadata whose name begins with
/// "angka."; FileError; an existing file is then unchanged.
template <HasTensors Net>
void save_weights(const std::filesystem::path& path, const Net& net,
                  const std::map<std::string, std::string>& metadata = {}) {
  detail::save_network(path, net, metadata, {});
}

/// What a file calls a network's tensors, and how it orders their values.
struct WeightFormat {
  /// Pairs: what the file calls a layer with all its tensors, or one tensor, and what the network
  /// does: {"features.0", "0"}, {"conv2d", "0"} or {"fc.w", "3.weight"}. Of several that fit, the
  /// first counts; what none fits keeps its name.
  std::vector<std::pair<std::string, std::string>> names{};
  /// With `keras` a layer's kernel, gamma, beta, moving_mean and moving_variance are known, too.
  WeightLayout layout = WeightLayout::pytorch;
  SafetensorsLimits limits{};  ///< file_bytes grows with the network
  /// Take the tensors whose names and shapes fit, the settings of layers and the normalization that
  /// can be used, and leave the rest of the network as it is: to train another head on a body. Then
  /// `taken` and `skipped` of the result tell what became of each.
  bool partial = false;
};

/// What wasn't taken over from a file, and why.
/// Example: `SkippedTensor{"9.bias", "expected ..., found ..."}.name == "9.bias"`
struct SkippedTensor {
  std::string name{};
  std::string reason{};
};

/// What a file of weights says besides: the metadata that were given to `save_weights`, and more.
struct LoadedWeights : std::map<std::string, std::string> {
  std::vector<std::string> classes{};  ///< the names of classes; empty if the file has none
  /// What the file couldn't tell and the network has kept: "normalization", "2.negative_slope".
  /// Such are files from elsewhere and those that angka wrote before it stored both.
  std::vector<std::string> untold{};
  /// With `partial`: the network's tensors that come from the file, and what of network or file was
  /// left: tensors, settings ("2.negative_slope") and "normalization".
  std::vector<std::string> taken{};
  std::vector<SkippedTensor> skipped{};
};

/// A line that tells what was taken over, and one for each thing that wasn't.
[[gnu::cold]] inline std::ostream& operator<<(std::ostream& out, const LoadedWeights& loaded) {
  out << "taken:";
  for (const std::string& name : loaded.taken) out << ' ' << name;
  for (const SkippedTensor& skipped : loaded.skipped)
    out << "\nskipped: " << skipped.name << ": " << skipped.reason;
  return out << '\n';
}

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
template <class T>
std::vector<std::string> rename_tensors(std::vector<BasicNamedTensor<T>>& tensors,
                                        const WeightFormat& format, const std::string& path) {
  // How many batches PyTorch's BatchNorm has seen: it decides nothing here.
  std::erase_if(tensors,
                [](const auto& tensor) { return tensor.name.ends_with("num_batches_tracked"); });
  std::vector<std::string> names;
  std::vector<bool> used(format.names.size());
  for (auto& tensor : tensors) {
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

/// Where each of the tensors that are `wanted` stands among those of a file, or behind them: what
/// is missing or of another shape, or what nobody wants, is refused by refuse(name, expected,
/// found). `names`: what the file calls its tensors.
template <class T, class Refuse>
std::vector<std::size_t> match_tensors(const std::vector<BasicNamedTensor<T>>& tensors,
                                       const std::vector<BasicNamedTensor<T>>& wanted,
                                       const std::vector<std::string>& names,
                                       const std::string& file_name, Refuse&& refuse) {
  using detail::safetensors::json_list, detail::safetensors::shown;
  const auto of_shape = [](const std::string& name, const std::vector<std::size_t>& shape) {
    return "tensor " + shown(name) + " of shape " + json_list(shape);
  };
  std::vector<bool> known(names.size());
  std::vector<std::size_t> places;
  for (const auto& tensor : wanted) {
    std::size_t found = names.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (tensors[i].name != tensor.name) continue;
      if (found < names.size())
        raise(FileError(file_name, "one tensor for the network's " + shown(tensor.name),
                        shown(names[found]) + " and " + shown(names[i])));
      found = i;
    }
    if (found == names.size()) {
      refuse(tensor.name, of_shape(tensor.name, tensor.shape), "no tensor of this name");
    } else {
      known[found] = true;
      if (!detail::fits_shape(tensors[found].shape, tensor.shape)) {
        refuse(tensor.name, of_shape(names[found], tensor.shape),
               "shape " + json_list(tensors[found].shape));
        found = names.size();
      }
    }
    places.push_back(found);
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!known[i])
      refuse(names[i], "no tensor but the network's", of_shape(names[i], tensors[i].shape));
  return places;
}

/// Leaves of a file's settings and normalization those that the network can use.
template <HasSettings Net>
void keep_usable(const Net& net, metadata::Stored& stored, std::vector<SkippedTensor>& skipped) {
  const auto unusable = [&](const std::string& name, auto use) {
    try {
      use();
    } catch (const SettingError& error) {
      skipped.push_back({name, printable(std::string_view(error.what()))});
      return true;
    }
    return false;
  };
  if (stored.normalization &&
      unusable("normalization", [&] { stored.normalization->check(Net::input.channels); }))
    stored.normalization.reset();
  std::erase_if(stored.settings, [&](const NamedSetting& setting) {
    return unusable(setting.name, [&] {
      with_settings(net.layer(At<>{}), std::span<const NamedSetting>(&setting, 1));
    });
  });
}

/// What the file doesn't say and the network has. Raises FileError for what the network hasn't or
/// can't use.
template <HasSettings Net>
std::vector<std::string> check_settings(const Net& net, const metadata::Stored& stored,
                                        const std::string& file_name) {
  try {
    if (stored.normalization) stored.normalization->check(Net::input.channels);
    with_settings(net.layer(At<>{}), stored.settings);
  } catch (const SettingError& error) {
    raise(FileError(file_name, "settings of this network",
                    printable(std::string_view(error.what()))));
  }
  std::vector<std::string> untold;
  if (!stored.normalization) untold.push_back("normalization");
  for (const NamedSetting& mine : net.export_settings())
    if (std::none_of(stored.settings.begin(), stored.settings.end(),
                     [&](const NamedSetting& theirs) { return theirs.name == mine.name; }))
      untold.push_back(mine.name);
  return untold;
}

/// Checks all that a file holds, then takes it over. `whole`: nothing may be missing, the layers
/// must be the same, and names of classes must be `classes`, if there are any.
template <class Net>
LoadedWeights load_network(const std::filesystem::path& path, Net& net, const WeightFormat& format,
                           bool whole, std::size_t classes = 0,
                           std::vector<std::string>* names_of_classes = nullptr) {
  auto wanted = tensors_of(net, format.layout);
  using T = typename std::remove_cvref_t<decltype(wanted.front().values)>::value_type;
  const std::string file_name = printable(path);
  SafetensorsLimits limits = format.limits;
  if (limits.file_bytes == SafetensorsLimits{}.file_bytes)
    for (const auto& tensor : wanted) limits.file_bytes += sizeof(double) * tensor.values.size();
  BasicSafetensors<T> file = read_safetensors<T>(path, limits);
  LoadedWeights result;
  const auto refuse = [&](const std::string& name, const std::string& expected,
                          const std::string& found) {
    if (!format.partial) raise(FileError(file_name, expected, found));
    result.skipped.push_back({name, "expected " + expected + ", found " + found});
  };
  const std::vector<std::string> file_names = rename_tensors(file.tensors, format, file_name);
  const std::vector<std::size_t> places =
      match_tensors(file.tensors, wanted, file_names, file_name, refuse);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (places[i] == file_names.size()) continue;
    wanted[i].values = std::move(file.tensors[places[i]].values);
    if (format.partial) result.taken.push_back(wanted[i].name);
  }
  if (format.partial && result.taken.empty())
    raise(FileError(file_name, "a tensor that fits the network", "none"));
  metadata::Stored stored = metadata::take(file.metadata, file_name);
  static_cast<std::map<std::string, std::string>&>(result) = std::move(file.metadata);
  result.classes = std::move(stored.classes);
  if (classes > 0 && !result.classes.empty() && result.classes.size() != classes)
    raise(FileError(file_name, std::to_string(classes) + " names of classes",
                    std::to_string(result.classes.size())));
  if constexpr (HasSettings<Net>) {
    if (format.partial) keep_usable(net, stored, result.skipped);
    result.untold = check_settings(net, stored, file_name);
    if (whole && !result.untold.empty())
      raise(FileError(file_name, "a model that save_model wrote",
                      "a file of weights without " + result.untold.front()));
    const std::vector<std::string> mine = layer_texts<Net>();
    if (whole && stored.layers != mine) {
      const auto [ours, theirs] =
          std::mismatch(mine.begin(), mine.end(), stored.layers.begin(), stored.layers.end());
      const auto name = [](const std::vector<std::string>& texts, auto at) {
        return at == texts.end() ? "no more layers" : safetensors::shown(*at);
      };
      raise(FileError(file_name, "a model of the same layers, with " + name(mine, ours),
                      name(stored.layers, theirs)));
    }
  }
  std::vector<std::string> names = result.classes;
  if constexpr (HasSettings<Net>) {
    const auto layers = with_settings(net.layer(At<>{}), stored.settings);
    net.import_tensors(wanted, format.layout);
    net.layer(At<>{}) = layers;  // from here on nothing can fail
    if (stored.normalization) net.normalization = *stored.normalization;
  } else {
    net.import_tensors(wanted, format.layout);
  }
  if (names_of_classes) names_of_classes->swap(names);
  return result;
}

}  // namespace detail

/// Reads the weights of `net` from a safetensors file that holds exactly its tensors, by name and
/// shape and in any order, and, where the file has them, the settings of its layers and its
/// normalization; `untold` of the result names what the file couldn't tell. `format` tells of a
/// file from elsewhere, and whether a part of it is enough; PyTorch's num_batches_tracked are
/// passed over.
///
/// Errors: FileError, which names the tensor and both shapes, or the setting; `net` is then
/// unchanged. With `partial` where no tensor fits.
/// Example: `load_weights("keras.safetensors", net, {.names = {{"dense", "0"}, {"dense_1", "2"}},
/// .layout = WeightLayout::keras});`
template <HasTensors Net>
LoadedWeights load_weights(const std::filesystem::path& path, Net& net,
                           const WeightFormat& format = {}) {
  return detail::load_network(path, net, format, false);
}

}  // namespace angka::inline ANGKA_ISA
