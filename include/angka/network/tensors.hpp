#pragma once

// A network's parameters as named tensors, in the order in which files hold them.

#include <algorithm>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/named_tensor.hpp>
#include <angka/core/shape.hpp>
#include <angka/layers/layer.hpp>
#include <angka/network/position.hpp>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail {

/// What a tensor is called in files, and where its values lie in a network's array.
struct TensorPlace {
  std::string name{};
  Parameter parameter{};
  std::size_t begin = 0;
  Shape image{};  ///< what reaches the layer, before it was flattened

  /// Which axis in memory axis `axis` of a file is; Keras orders axes as memory does.
  std::size_t memory_axis(WeightLayout layout, std::size_t axis) const {
    return layout == WeightLayout::keras ? axis
                                         : static_cast<std::size_t>(parameter.file_axes[axis]);
  }

  std::vector<std::size_t> shape(WeightLayout layout) const {
    std::vector<std::size_t> shape;
    for (std::size_t axis = 0; axis < static_cast<std::size_t>(parameter.rank); ++axis)
      shape.push_back(static_cast<std::size_t>(parameter.shape[memory_axis(layout, axis)]));
    return shape;
  }

  /// Visits the places of the values in the network's array, in the order of files.
  template <class Visit>
  void in_file_order(WeightLayout layout, Visit&& visit) const {
    const bool by_pixel =
        layout == WeightLayout::keras && parameter.per_input && parameter.shape[0] == image.size();
    std::array<int, 4> size{}, step{};
    for (std::size_t axis = 0; axis < 4; ++axis) {
      const std::size_t memory = memory_axis(layout, axis);
      size[axis] = parameter.shape[memory];
      step[axis] = 1;
      for (std::size_t later = memory + 1; later < 4; ++later) step[axis] *= parameter.shape[later];
    }
    for (int a = 0; a < size[0]; ++a) {
      const int row = by_pixel ? a % image.channels * image.pixels() + a / image.channels : a;
      for (int b = 0; b < size[1]; ++b)
        for (int c = 0; c < size[2]; ++c)
          for (int d = 0; d < size[3]; ++d)
            visit(begin + static_cast<std::size_t>(row * step[0] + b * step[1] + c * step[2] +
                                                   d * step[3]));
    }
  }
};

/// Calls visit(parameter, where its values begin, its number within the layer) for a step's
/// parameters, of which the trained ones begin at `trained` and the others at `state`.
template <class Visit>
void each_parameter(std::span<const Parameter> parameters, std::size_t trained, std::size_t state,
                    Visit&& visit) {
  int number = 0;
  for (const Parameter& parameter : parameters) {
    std::size_t& begin = parameter.trained ? trained : state;
    visit(parameter, begin, number++);
    begin += static_cast<std::size_t>(parameter.size());
  }
}

/// What the compiler knows of a step's parameters, of which the trained ones begin at `trained` and
/// the others at `state`.
struct StepTensors {
  std::span<const Parameter> parameters{};
  std::span<const int> position{};
  std::size_t trained = 0, state = 0;
  Shape image{};  ///< what reaches the step, before it was flattened
};

/// The tensors of all steps, step by step.
[[gnu::cold]] ANGKA_INLINE std::vector<TensorPlace> places_of(std::span<const StepTensors> steps);

/// The tensors of a network of `T`, step by step.
template <class Architecture, class T>
std::vector<TensorPlace> tensor_places() {
  static constexpr auto steps = [] {
    std::array<StepTensors, Architecture::size> all{};
    Architecture::for_each_step([&]<int I>() {
      using Step = typename Architecture::template StepAt<I>;
      if constexpr (Step::Bound::parameters.size() > 0)
        all[I] = {Step::Bound::parameters, indices_of(typename Step::Position{}),
                  Architecture::template trained_begin<I>(),
                  Architecture::template state_begin<I, T>(),
                  Architecture::unflattened[Step::from]};
    });
    return all;
  }();
  return places_of(steps);
}

template <class Value, class T>
std::vector<BasicNamedTensor<Value>> tensors_at(std::vector<TensorPlace> places,
                                                WeightLayout layout, const T* parameters) {
  std::vector<BasicNamedTensor<Value>> tensors;
  for (TensorPlace& place : places) {
    BasicNamedTensor<Value> tensor{.name = std::move(place.name), .shape = place.shape(layout)};
    place.in_file_order(layout, [&](std::size_t at) {
      tensor.values.push_back(static_cast<Value>(parameters[at]));
    });
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

inline std::string shape_text(const std::vector<std::size_t>& shape) {
  std::string text = "[";
  for (const std::size_t size : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + "]";
}

/// Whether a tensor has the shape that is wanted, or is that of a layer of signals, whose weights
/// have no axis of one row elsewhere.
inline bool fits_shape(const std::vector<std::size_t>& found,
                       const std::vector<std::size_t>& wanted) {
  if (found == wanted) return true;
  if (wanted.size() != 4 || found.size() != 3) return false;
  for (std::size_t axis = 0; axis < 4; ++axis) {
    const auto after = static_cast<std::ptrdiff_t>(axis);
    if (wanted[axis] == 1 && std::equal(found.begin(), found.begin() + after, wanted.begin()) &&
        std::equal(found.begin() + after, found.end(), wanted.begin() + after + 1))
      return true;
  }
  return false;
}

/// The tensor of that name; raises an Error where it is missing or of another shape.
template <class Value>
const BasicNamedTensor<Value>& find_tensor(std::span<const BasicNamedTensor<Value>> tensors,
                                           const std::string& name,
                                           const std::vector<std::size_t>& shape) {
  for (const auto& tensor : tensors) {
    if (tensor.name != name) continue;
    if (!fits_shape(tensor.shape, shape))
      raise(Error("tensor " + name + ": expected shape " + shape_text(shape) + ", found " +
                  shape_text(tensor.shape)));
    std::size_t size = 1;
    for (const std::size_t axis : tensor.shape) size *= axis;
    if (tensor.values.size() != size)
      raise(Error("tensor " + name + ": expected " + std::to_string(size) + " values, found " +
                  std::to_string(tensor.values.size())));
    return tensor;
  }
  raise(Error("tensor " + name + " of shape " + shape_text(shape) + " is missing"));
}

/// Writes all tensors to their places. Raises an Error that names the tensor where one is missing,
/// unknown or of another shape; then nothing has changed.
template <class Value, class T>
void take_tensors(const std::vector<TensorPlace>& places,
                  std::span<const BasicNamedTensor<Value>> tensors, WeightLayout layout,
                  T* parameters) {
  std::vector<const BasicNamedTensor<Value>*> found;
  for (const TensorPlace& place : places)
    found.push_back(&find_tensor(tensors, place.name, place.shape(layout)));
  for (const auto& tensor : tensors)
    if (std::none_of(found.begin(), found.end(),
                     [&](const auto* known) { return known->name == tensor.name; }))
      raise(Error("tensor " + tensor.name + ": the network has none of that name"));
  for (std::size_t i = 0; i < places.size(); ++i) {
    auto value = found[i]->values.begin();
    places[i].in_file_order(layout,
                            [&](std::size_t at) { parameters[at] = static_cast<T>(*value++); });
  }
}

}  // namespace angka::inline ANGKA_ISA::detail

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE std::vector<TensorPlace> places_of(std::span<const StepTensors> steps) {
  std::vector<TensorPlace> places;
  for (const StepTensors& step : steps)
    each_parameter(step.parameters, step.trained, step.state,
                   [&](const Parameter& parameter, std::size_t begin, int) {
                     places.push_back({position_name(step.position) + '.' + parameter.name,
                                       parameter, begin, step.image});
                   });
  return places;
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
