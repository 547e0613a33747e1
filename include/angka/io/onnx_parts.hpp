#pragma once

// Nodes of an ONNX model that take parts of a value, or add to it.

#include <angka/core/definitions.hpp>

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/io/onnx_shapes.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace angka::inline ANGKA_ISA::detail::onnx {

/// Pad, Slice, Split and Gather.
class Parts : public Shapes {
 protected:
  using Shapes::Shapes;

  /// Of an axis: from where, to before where, and how far from one to the next.
  struct Range {
    std::int64_t begin = 0, end = 0, step = 1;
  };

  static std::vector<Range> all_of(const Data& from) {
    std::vector<Range> ranges;
    for (const std::int64_t size : from.dims) ranges.push_back({0, size});
    return ranges;
  }
  Data part(Data from, std::vector<Range> ranges) {
    for (std::size_t axis = 0; axis < from.rank(); ++axis)
      ranges[axis].step = std::clamp<std::int64_t>(ranges[axis].step, 0, from.dims[axis]);
    take_as_one(from, ranges);
    std::vector<std::int64_t> before(from.rank()), after(from.rank());
    std::array<int, 2> stride{1, 1};
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
      const std::int64_t size = from.dims[axis];
      const auto [begin, end, step] = ranges[axis];
      expect(begin < end && step >= 1, "a part forwards of at least one channel, row and column");
      before[axis] = begin;
      if (step == 1 || (end - begin - 1) / step != (size - begin - 1) / step)
        after[axis] = size - end;
      if (step == 1) continue;
      const auto side = side_of(from, axis);
      expect(side.has_value(), "rows and columns alone to be taken by steps");
      stride[*side] = static_cast<int>(std::min(step, size));
    }
    const std::size_t axis = from.channel_axis();
    const std::int64_t first = std::exchange(before[axis], 0), last = std::exchange(after[axis], 0);
    const Data some = channels(from, first, last, -1);
    return strided(bordered("crop", some, border_of(some, before, after), -1), stride);
  }
  /// Channels in any order: parts of neighbours, side by side.
  Data channels_at(const Data& from, const std::vector<std::int64_t>& places) {
    constexpr std::size_t most_parts = 256;
    expect(!flattened_otherwise(from), "zeros or a part of channels");
    const std::size_t axis = from.channel_axis();
    std::vector<Range> ranges = all_of(from);
    std::vector<int> parts;
    Data made = from;
    for (std::size_t i = 0, end = 0; i < places.size(); i = end) {
      for (end = i + 1; end < places.size() && places[end] == places[end - 1] + 1;) ++end;
      expect(parts.size() < most_parts, "at most 256 parts of channels");
      ranges[axis] = {places[i], places[end - 1] + 1};
      made = part(from, ranges);
      parts.push_back(made.value);
    }
    if (parts.size() == 1) return made;
    expect(!parts.empty(), "a part of at least one channel");
    StepDescription step{
        .kind = "concat", .input = parts[0], .others = {parts.begin() + 1, parts.end()}};
    made.dims[axis] = static_cast<std::int64_t>(places.size());
    return add(std::move(step), made.dims, from.channels_last);
  }
  /// Each n-th row by one Slice and each m-th column by another are one part.
  void take_as_one(Data& from, std::vector<Range>& ranges) const {
    if (!made_by(from.value, "max_pool")) return;
    const StepDescription& before = step_of(from.value);
    if (before.kernel != std::array{1, 1} || before.padding != std::array<int, 4>{}) return;
    // An axis of which one row or column was left may be gone since.
    for (std::size_t side = 0; side < 4 - from.rank(); ++side)
      if (before.stride[side] != 1) return;
    for (std::size_t axis = 0; axis < from.rank(); ++axis) {
      const auto side = side_of(from, axis);
      if (!side) continue;
      const int stride = before.stride[*side];
      auto& [begin, end, step] = ranges[axis];
      begin *= stride, end = (end - 1) * stride + 1, step *= stride;
      from.dims[axis] = *side == 0 ? before.input_shape.height : before.input_shape.width;
    }
    from.value = before.input;
  }
  /// Channels of zeros put around others (`sign` 1), or channels left out (-1).
  Data channels(const Data& from, std::int64_t before, std::int64_t after, int sign) {
    if (before == 0 && after == 0) return from;
    expect(before >= 0 && after >= 0 && !flattened_otherwise(from), "zeros or a part of channels");
    Dims dims = from.dims;
    dims[from.channel_axis()] += sign * (before + after);
    StepDescription step{.kind = sign > 0 ? "channel_pad" : "channel_slice", .input = from.value};
    step.channels_before = static_cast<int>(before);
    return add(std::move(step), std::move(dims), from.channels_last);
  }
  /// Each n-th row and column.
  Data strided(const Data& from, const std::array<int, 2>& stride) {
    if (stride == std::array{1, 1}) return from;
    Dims dims = from.dims;
    for (std::size_t axis = 0; axis < from.rank(); ++axis)
      if (const auto side = side_of(from, axis)) dims[axis] = (dims[axis] - 1) / stride[*side] + 1;
    StepDescription step{
        .kind = "max_pool", .input = from.value, .kernel = {1, 1}, .stride = stride};
    return add(std::move(step), std::move(dims), from.channels_last);
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
    const std::size_t axis = from.channel_axis();
    const std::int64_t first = std::exchange(before[axis], 0), last = std::exchange(after[axis], 0);
    const bool edge = mode == "edge";
    expect(!edge || (!cuts && first == 0 && last == 0), "Pad with zeros");
    const Data whole = channels(from, first, last, cuts ? -1 : 1);
    const std::array<int, 4> border = border_of(whole, before, after);
    set(cuts ? bordered("crop", whole, border, -1)
             : bordered(edge ? "edge_pad" : "zero_pad", whole, border, 1));
  }
  void slice() {
    Data from = data(0);
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
    std::vector<Range> ranges = all_of(from);
    expect(!steps || steps->size() == starts->size(), "where each axis is cut");
    for (std::size_t i = 0; i < starts->size(); ++i) {
      const std::size_t axis = axis_of(from, (*axes)[i]);
      const std::int64_t size = from.dims[axis];
      const auto place = [&](std::int64_t at) {
        at = std::clamp(at, -size, size);
        return at < 0 ? at + size : at;
      };
      const std::int64_t begin = place((*starts)[i]), end = place((*ends)[i]),
                         step = std::clamp(steps ? (*steps)[i] : 1, -size, size);
      ranges[axis] = {begin, end, step};
      if (axis != from.channel_axis() || step == 1 || step == 0) continue;
      std::vector<std::int64_t> places;
      const std::int64_t last = (*ends)[i] < -size ? -1 : end;
      charge(static_cast<std::size_t>(size));
      for (std::int64_t at = std::min(begin, size - (step < 0)); step > 0 ? at < last : at > last;
           at += step)
        places.push_back(at);
      from = channels_at(from, places);
      ranges[axis] = {0, from.dims[axis]};
    }
    set(part(from, ranges));
  }
  void split() {
    const Data from = data(0);
    const std::size_t axis = axis_of(from, integer("axis", 0)), count = node_->outputs.size();
    const std::int64_t size = from.dims[axis];
    auto lengths = integers(1, "split");
    if (!lengths) {
      const auto parts = static_cast<std::int64_t>(std::max<std::size_t>(count, 1));
      lengths.emplace(count, (size + parts - 1) / parts);
      if (count > 0) lengths->back() = size - (parts - 1) * lengths->front();
    }
    expect(lengths->size() == count, "a size for each part");
    std::vector<Range> ranges = all_of(from);
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t its = (*lengths)[i];
      expect(its >= 1 && its <= size - begin, "parts of the axis");
      ranges[axis] = {begin, begin + its};
      begin += its;
      if (!node_->outputs[i].empty()) set(part(from, ranges), i);
    }
    expect(begin == size, "parts of the axis");
  }

  /// Rows or columns, some of them several times.
  struct Gathered {
    std::size_t side = 0;
    std::vector<std::int64_t> places{};
  };
  void gather() {
    const Data from = data(0);
    const std::size_t axis = axis_of(from, integer("axis", 0));
    const std::int64_t size = from.dims[axis];
    const Constant list = constant(1);
    std::vector<std::int64_t> places = list.integers();
    constexpr const char* wanted = "channels, or rows or columns at even distances";
    expect(list.dims.size() == 1 && !places.empty() && places.size() <= most_values, wanted);
    for (std::int64_t& place : places) {
      expect(place >= -size && place < size, "places on the axis");
      if (place < 0) place += size;
    }
    const std::int64_t step = places.size() > 1 ? places[1] - places[0] : 1;
    bool even = step == 1 || (step > 1 && axis != from.channel_axis());
    for (std::size_t i = 1; i < places.size(); ++i) even &= places[i] - places[i - 1] == step;
    if (even) {
      std::vector<Range> ranges = all_of(from);
      ranges[axis] = {places.front(), places.back() + 1, step};
      return set(part(from, ranges));
    }
    if (axis == from.channel_axis()) return set(channels_at(from, places));
    const auto side = side_of(from, axis);
    expect(side && from.rank() == 4 && !from.channels_last, wanted);
    Dims dims = from.dims;
    dims[axis] = static_cast<std::int64_t>(places.size());
    const Data made = add("gather", from, std::move(dims));
    gathered_[made.value] = {*side, std::move(places)};
    set(made);
  }
  /// Makes of windows over gathered rows and columns adaptive max pooling, as `write_onnx` has it.
  bool adaptive(StepDescription& step) const {
    if (step.stride != step.kernel || step.padding != std::array<int, 4>{}) return false;
    if (step.dilation != std::array{1, 1}) return false;
    std::array<bool, 2> done{};
    int source = step.input;
    for (; made_by(source, "gather"); source = step_of(source).input) {
      const auto& [side, places] = gathered_.at(source);
      if (std::exchange(done[side], true)) return false;
      const Shape& whole = step_of(source).input_shape;
      const std::int64_t in = side == 0 ? whole.height : whole.width, longest = step.kernel[side];
      const auto count = static_cast<std::int64_t>(places.size()), out = count / longest;
      if (count % longest != 0) return false;
      for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t o = i / longest, begin = o * in / out, last = ((o + 1) * in - 1) / out;
        if (last - begin >= longest) return false;
        if (places[std::size_t(i)] != std::min(begin + i % longest, last)) return false;
      }
    }
    const Shape its = shape_of_value(source);
    const int sizes[] = {its.height, its.width};
    for (std::size_t side = 0; side < 2; ++side)
      if (!done[side] && sizes[side] % step.kernel[side] != 0) return false;
    step = {.kind = "adaptive_max_pool", .input = source};
    return true;
  }

 private:
  std::map<int, Gathered> gathered_{};  ///< what each step "gather" does
};

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
