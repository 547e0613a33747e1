#pragma once

// Nodes of an ONNX model that change how values lie, or how many there are.

#include <angka/core/definitions.hpp>

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/io/onnx_values.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail::onnx {

/// Reshape, Transpose, Pad, Slice and Resize.
class Shapes : public Values {
 protected:
  using Values::Values;

  void reshape() {
    const Data from = data(0);
    std::vector<Constant> held;
    std::vector<const Constant*> inputs{nullptr, nullptr};
    if (has_input(1)) {
      held.push_back(constant(1));
      inputs[1] = &held[0];
    }
    const auto dims = Folding(*node_, inputs, left_).new_dims(from.dims);
    expect(dims.has_value(), "a shape of as many values");
    set(reshaped(from, *dims));
  }
  Data reshaped(const Data& from, const Dims& dims) {
    const Shape before = shape(from);
    if (dims == from.dims) return from;
    // Without pixels, or with one channel, the order is the same.
    if (from.channels_last && (before.flat() || before.channels == 1)) {
      Data first{from.value, dims, false};
      const auto its = shape_of(first);
      expect(its.has_value(), "an image or flat values for each image");
      return *its == before ? first : add("reshape", first, dims);
    }
    if (from.channels_last) {
      expect(dims.size() == 2 && dims[0] == batch_ && from.rank() > 2,
             "flat values of an image whose channels come last");
      Data flat{from.value, dims, true};
      return flat;  // as an image, until weights are put into its order
    }
    int source = from.value;
    while (made_by(source, "reshape") || made_by(source, "flatten")) source = step_of(source).input;
    const auto after = shape_of({0, dims, false});
    expect(after.has_value(), "an image or flat values for each image");
    if (*after == shape_of_value(source)) return {source, dims, false};
    if (const auto group_norm = normalized_groups(from.value, *after)) {
      StepDescription step = *group_norm;
      charge(2 * static_cast<std::size_t>(after->channels));
      std::vector<double> ones(static_cast<std::size_t>(after->channels), 1), zeros(ones.size());
      return add(std::move(step), dims, false, {tensor("weight", ones), tensor("bias", zeros)});
    }
    StepDescription step{.kind = after->flat() ? "flatten" : "reshape", .input = source};
    return add(std::move(step), dims, false);
  }
  /// An InstanceNormalization of groups of channels as if each were a channel.
  std::optional<StepDescription> normalized_groups(int value, const Shape& after) const {
    if (!made_by(value, "instance_norm") || !plain(step_of(value))) return std::nullopt;
    const StepDescription& inner = step_of(value);
    if (!made_by(inner.input, "reshape")) return std::nullopt;
    const StepDescription& apart = step_of(inner.input);
    const int groups = inner.input_shape.channels;
    if (apart.input_shape != after || after.channels % groups != 0) return std::nullopt;
    return StepDescription{
        .kind = "group_norm", .input = apart.input, .settings = inner.settings, .groups = groups};
  }
  void transpose() {
    const Data from = data(0);
    const StoredAttribute* order = attribute("perm");
    const std::vector<std::int64_t> perm = order ? order->integers : std::vector<std::int64_t>{};
    Dims dims;
    for (const std::int64_t axis : perm) dims.push_back(from.dims[axis_of(from, axis)]);
    using Order = std::vector<std::int64_t>;
    const bool signal = perm == Order{0, 2, 1};  // which is its own reverse
    const bool to_last = perm == Order{0, 2, 3, 1} || (signal && !from.channels_last);
    const bool to_first = perm == Order{0, 3, 1, 2} || (signal && from.channels_last);
    expect((to_last || to_first) && dims.size() == from.rank(),
           "channels moved to the first axis or the last");
    expect(to_last != from.channels_last, "channels moved to the first axis or the last");
    set({from.value, std::move(dims), to_last});
  }

  // Borders and sizes.

  /// Rows and columns added around an image (`sign` 1) or cut off (-1).
  Data bordered(const char* kind, const Data& from, const std::array<int, 4>& border, int sign) {
    if (border == std::array<int, 4>{}) return from;
    Dims dims = from.dims;
    for (std::size_t i = 0; i < from.rank() - 2; ++i) {
      const std::size_t side = from.rank() == 3 ? 1 : i;
      dims[from.spatial_axis(i)] += sign * (border[side] + border[side + 2]);
    }
    StepDescription step{.kind = kind, .input = from.value, .padding = border};
    if (made_by(from.value, kind)) {  // one border around another
      step.input = step_of(from.value).input;
      for (std::size_t side = 0; side < 4; ++side)
        step.padding[side] += step_of(from.value).padding[side];
    }
    if (sign < 0 && made_by(step.input, "conv_transpose")) {
      StepDescription cut = step_of(step.input);
      const auto its = shape_of({0, dims, from.channels_last});
      expect(its.has_value(), "windows that fit the image");
      cut.output_shape = *its;
      if (std::exchange(cut.padding, step.padding) == std::array<int, 4>{} && fits(cut)) step = cut;
    }
    return add(std::move(step), std::move(dims), from.channels_last);
  }
  Data pad_to(const Data& from, const std::array<int, 4>& border) {
    return bordered("zero_pad", from, border, 1);
  }
  /// `sides`: before and after each axis of a value. Nothing may lie beside the image's axes.
  std::array<int, 4> border_of(const Data& from, const std::vector<std::int64_t>& before,
                               const std::vector<std::int64_t>& after) const {
    std::array<int, 4> border{};
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
      const bool none = before[axis] == 0 && after[axis] == 0;
      const std::size_t first = from.spatial_axis(0);
      const bool spatial = axis >= first && axis < first + from.rank() - 2;
      expect(none || spatial, "rows and columns alone to be added or cut off");
      if (none) continue;
      for (const std::int64_t side : {before[axis], after[axis]})
        expect(side >= 0 && side <= most_pixels, "rows and columns alone to be added or cut off");
      const std::size_t side = from.rank() == 3 ? 1 : axis - first;
      border[side] = static_cast<int>(before[axis]);
      border[side + 2] = static_cast<int>(after[axis]);
    }
    return border;
  }
  std::size_t axis_of(const Data& from, std::int64_t axis) const {
    const auto rank = static_cast<std::int64_t>(from.rank());
    expect(axis >= -rank && axis < rank, "axes of the value");
    return static_cast<std::size_t>(axis < 0 ? axis + rank : axis);
  }
  void pad() {
    const Data from = data(0);
    const auto all = integers(1, "pads");
    double filled = double(number("value", 0));
    if (has_input(2)) {
      const std::vector<double> value = constant(2).values;
      expect(value.size() == 1, "Pad with zeros");
      filled = value[0];
    }
    const std::string mode = text("mode", "constant");
    expect((mode == "edge" || (mode == "constant" && filled == 0)) && all, "Pad with zeros");
    std::vector<std::int64_t> axes;
    if (has_input(3)) axes = constant(3).integers();
    if (axes.empty())
      for (std::size_t axis = 0; axis < from.rank(); ++axis)
        axes.push_back(static_cast<std::int64_t>(axis));
    expect(all->size() == 2 * axes.size(), "padding before and after each axis of the image");
    std::vector<std::int64_t> before(from.rank()), after(from.rank());
    const bool cuts =
        std::any_of(all->begin(), all->end(), [](std::int64_t side) { return side < 0; });
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const std::size_t axis = axis_of(from, axes[i]);
      const auto size = [&](std::int64_t side) {
        expect(side >= -most_pixels && side <= most_pixels, "padding of at most 32768");
        return cuts ? -side : side;
      };
      before[axis] = size((*all)[i]);
      after[axis] = size((*all)[i + axes.size()]);
    }
    const std::array<int, 4> border = border_of(from, before, after);
    expect(mode == "constant" || !cuts, "Pad with zeros");
    set(cuts ? bordered("crop", from, border, -1)
             : bordered(mode == "edge" ? "edge_pad" : "zero_pad", from, border, 1));
  }
  void slice() {
    const Data from = data(0);
    const auto starts = integers(1, "starts"), ends = integers(2, "ends"),
               steps = integers(4, "steps");
    auto axes = integers(3, "axes");
    expect(starts && ends && starts->size() == ends->size(), "where each axis is cut");
    if (!axes) {
      axes.emplace();
      for (std::size_t i = 0; i < starts->size(); ++i)
        axes->push_back(static_cast<std::int64_t>(i));
    }
    expect(axes->size() == starts->size(), "where each axis is cut");
    std::vector<std::int64_t> before(from.rank()), after(from.rank());
    for (std::size_t i = 0; i < starts->size(); ++i) {
      const std::size_t axis = axis_of(from, (*axes)[i]);
      const std::int64_t size = from.dims[axis];
      expect(!steps || (steps->size() > i && (*steps)[i] == 1), "Slice by steps of 1");
      const auto place = [&](std::int64_t at) {
        at = std::clamp(at, -size, size);
        return at < 0 ? at + size : at;
      };
      before[axis] = place((*starts)[i]);
      after[axis] = size - place((*ends)[i]);
    }
    set(bordered("crop", from, border_of(from, before, after), -1));
  }
  void resize() {
    const Data from = data(0);
    const bool older = node_->type == "Upsample";
    Dims dims = from.dims;
    const std::size_t at = older ? 1 : 2;
    if (has_input(at) && !constant(at).values.empty()) {
      const Constant scales = constant(at);
      expect(scales.values.size() == from.rank(), "a scale for each axis");
      for (std::size_t axis = 0; axis < from.rank(); ++axis) {
        const double scale = scales.values[axis];
        expect(scale >= 1 && scale <= most_pixels && scale == std::floor(scale),
               "images enlarged by whole numbers");
        dims[axis] *= static_cast<std::int64_t>(scale);
      }
    } else {
      expect(has_input(3), "a scale for each axis");
      dims = constant(3).integers();
    }
    expect(dims.size() == from.rank() && from.rank() >= 3, "a scale for each axis");
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
      const bool still = axis == 0 || axis == from.channel_axis();
      expect(dims[axis] > 0 && dims[axis] % from.dims[axis] == 0 &&
                 (!still || dims[axis] == from.dims[axis]),
             "images enlarged by whole numbers");
    }
    const std::string mode = text("mode", "nearest");
    const std::string places =
        text("coordinate_transformation_mode", older ? "asymmetric" : "half_pixel");
    const std::string rounding = text("nearest_mode", older ? "floor" : "round_prefer_floor");
    const bool halves = places == "half_pixel" || places == "pytorch_half_pixel";
    const bool nearest = mode == "nearest" && ((places == "asymmetric" && rounding == "floor") ||
                                               (halves && rounding.starts_with("round")));
    expect(nearest || (mode == "linear" && halves),
           "the nearest pixel, or means between pixels' centres");
    set(add(nearest ? "upsample_nearest" : "upsample_bilinear", from, std::move(dims)));
  }
};

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
