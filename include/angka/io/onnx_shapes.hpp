#pragma once

// Nodes of an ONNX model that change how values lie, or how many there are.

#include <angka/core/definitions.hpp>

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/io/onnx_folding.hpp>
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

/// Reshape, Transpose and Resize, and borders of images.
class Shapes : public Values {
 protected:
  using Values::Values;

  void reshape() {
    const Data from = grouped(0);
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
    const bool groups = dims.size() == 5 && dims[0] == batch_ && dims[3] == before.height &&
                        dims[4] == before.width && !from.channels_last;
    if (groups) return {from.value, dims, false};  // there are as many values
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
    const Data from = grouped(0);
    const StoredAttribute* order = attribute("perm");
    const std::vector<std::int64_t> perm = order ? order->integers : std::vector<std::int64_t>{};
    Dims dims;
    for (const std::int64_t axis : perm) dims.push_back(from.dims[axis_of(from, axis)]);
    using Order = std::vector<std::int64_t>;
    if (perm == Order{0, 2, 1, 3} || perm == Order{0, 2, 1, 3, 4}) return shuffle(from, dims);
    const bool signal = perm == Order{0, 2, 1};  // which is its own reverse
    const bool to_last = perm == Order{0, 2, 3, 1} || (signal && !from.channels_last);
    const bool to_first = perm == Order{0, 3, 1, 2} || (signal && from.channels_last);
    expect((to_last || to_first) && dims.size() == from.rank(),
           "channels moved to the first axis or the last");
    expect(to_last != from.channels_last, "channels moved to the first axis or the last");
    set({from.value, std::move(dims), to_last});
  }
  /// Channels in groups, then the first of each group, the second of each, and so on: as `dims`.
  void shuffle(const Data& from, const Dims& dims) {
    constexpr const char* wanted = "groups of channels moved behind the channels in them";
    expect(dims.size() == from.rank() && !from.channels_last, wanted);
    int source = from.value;
    while (made_by(source, "reshape") || made_by(source, "flatten")) source = step_of(source).input;
    const Shape its = shape_of_value(source);
    const std::int64_t groups = from.dims[1], each = from.dims[2];
    expect(groups >= 1 && its.channels % groups == 0 && its.channels / groups == each, wanted);
    Data made{source, {batch_, its.channels, its.height, its.width}, false};
    if (groups > 1 && each > 1) {
      StepDescription step{
          .kind = "channel_shuffle", .input = source, .groups = static_cast<int>(groups)};
      made = add(std::move(step), made.dims, false);
    }
    set(reshaped(made, dims));
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
    return add(std::move(step), std::move(dims), from.channels_last);
  }
  Data pad_to(const Data& from, const std::array<int, 4>& border) {
    return bordered("zero_pad", from, border, 1);
  }
  /// What lies before and after each axis of a value; only beside rows and columns may anything.
  std::array<int, 4> border_of(const Data& from, const std::vector<std::int64_t>& before,
                               const std::vector<std::int64_t>& after) const {
    std::array<int, 4> border{};
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
      if (before[axis] == 0 && after[axis] == 0) continue;
      const auto side = side_of(from, axis);
      for (const std::int64_t size : {before[axis], after[axis]})
        expect(side && size >= 0 && size <= most_pixels, "as many images, of at most 32768 pixels");
      border[*side] = static_cast<int>(before[axis]);
      border[*side + 2] = static_cast<int>(after[axis]);
    }
    return border;
  }
  /// 0 of an image's rows, 1 of its columns.
  static std::optional<std::size_t> side_of(const Data& from, std::size_t axis) {
    const std::size_t first = from.spatial_axis(0);
    if (axis < first || axis >= first + from.rank() - 2) return std::nullopt;
    return from.rank() == 3 ? 1 : axis - first;
  }
  std::size_t axis_of(const Data& from, std::int64_t axis) const {
    const auto rank = static_cast<std::int64_t>(from.rank());
    expect(axis >= -rank && axis < rank, "axes of the value");
    return static_cast<std::size_t>(axis < 0 ? axis + rank : axis);
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
