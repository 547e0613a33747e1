#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

#include <angka/core/errors.hpp>
#include <angka/io/safetensors.hpp>
#include <angka/io/weights.hpp>

namespace angka::inline ANGKA_ISA {

/// Writes all that a model's predictions follow from, and text about it, as a safetensors file: the
/// weights (those of double as such), the settings of its layers, its normalization and the names
/// of its classes, `model.classes`. A network alone is written as by `save_weights`.
///
/// What isn't in it: the loss and the optimizer; for training that goes on, see `save_checkpoint`.
/// Of the layers it tells what they are, so that it isn't loaded into others.
///
/// Errors: SettingError for settings that can't be used, and for metadata whose name begins with
/// "angka."; FileError; an existing file is then unchanged.
/// Example: `model.classes = train.classes; save_model("digits.safetensors", model);`
template <class ModelType>
void save_model(const std::filesystem::path& path, const ModelType& model,
                const std::map<std::string, std::string>& metadata = {}) {
  if constexpr (HasTensors<ModelType>) {
    detail::save_network(path, model, metadata, {});
  } else {
    if (!model.classes.empty() && model.classes.size() != ModelType::class_count)
      raise(SettingError(std::to_string(model.classes.size()) +
                         " names of classes for a model of " +
                         std::to_string(ModelType::class_count)));
    detail::save_network(path, model.network, metadata, model.classes);
  }
}

/// Reads what `save_model` wrote, into a model of the same type, which then predicts bit by bit as
/// the other did, and returns the metadata that were given to it. (A network alone leaves the names
/// of classes to `classes` of the result.) What the optimizer remembers of a training of `model`
/// stays.
///
/// Errors: FileError for a file of another model, or of weights alone (see `load_weights`); `model`
/// is then unchanged.
template <class ModelType>
LoadedWeights load_model(const std::filesystem::path& path, ModelType& model,
                         const SafetensorsLimits& limits = {}) {
  const WeightFormat format{.limits = limits};
  if constexpr (HasTensors<ModelType>) {
    return detail::load_network(path, model, format, true);
  } else {
    return detail::load_network(path, model.network, format, true, ModelType::class_count,
                                &model.classes);
  }
}

}  // namespace angka::inline ANGKA_ISA
