#pragma once

// Arithmetic on the constants of an ONNX model: shapes, mostly, as exporters write them.

#include <angka/core/definitions.hpp>
#include <angka/io/onnx_constants.hpp>
#include <angka/io/onnx_file.hpp>
#include <cstddef>
#include <optional>
#include <vector>

namespace angka::inline ANGKA_ISA::detail::onnx {

struct Folded {
  std::optional<Constant> constant{};  ///< nothing: not what the operator takes, or too much
  bool known = true;                   ///< false: an operator that isn't computed here
};

/// What an operator makes of constants; at most `limit` numbers. A null input is an absent one.
ANGKA_INLINE Folded fold(const StoredNode& node, const std::vector<const Constant*>& inputs,
                         std::size_t limit);

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/io/onnx_fields.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>

namespace angka::inline ANGKA_ISA::detail::onnx {

/// One folding: all that several operators need.
class Folding {
 public:
  Folding(const StoredNode& node, const std::vector<const Constant*>& inputs, std::size_t limit)
      : node_(node), inputs_(inputs), limit_(limit) {}

  Folded run() {
    const std::string& type = node_.type;
    if (type == "Constant") return {constant()};
    if (type == "ConstantOfShape") return {constant_of_shape()};
    if (type == "Identity" || type == "Dropout") return {copy()};
    if (type == "Cast") return {cast()};
    if (type == "Shape") return {shape()};
    if (type == "Reshape") return {reshape()};
    if (type == "Squeeze" || type == "Unsqueeze") return {squeeze(type == "Squeeze")};
    if (type == "Transpose") return {transpose()};
    if (type == "Gather") return {gather()};
    if (type == "Concat") return {concat()};
    if (type == "Slice") return {slice()};
    if (type == "Add" || type == "Sub" || type == "Mul" || type == "Div" || type == "Pow" ||
        type == "Mod")
      return {arithmetic()};
    if (type == "Sqrt" || type == "Neg" || type == "Reciprocal" || type == "Floor") return {each()};
    return {.constant = std::nullopt, .known = false};
  }

 private:
  using Result = std::optional<Constant>;

  const Constant* input(std::size_t i) const { return i < inputs_.size() ? inputs_[i] : nullptr; }
  const StoredAttribute* attribute(const char* name) const {
    const auto found = node_.attributes.find(name);
    return found == node_.attributes.end() ? nullptr : &found->second;
  }
  std::int64_t integer(const char* name, std::int64_t usual) const {
    const StoredAttribute* its = attribute(name);
    return its ? its->integer : usual;
  }
  /// Of an input, as newer models have them, or of an attribute.
  std::optional<std::vector<std::int64_t>> integers(std::size_t i, const char* name) const {
    if (const Constant* its = input(i)) return its->integers();
    if (const StoredAttribute* its = attribute(name)) return its->integers;
    return std::nullopt;
  }
  /// An axis counted from the front; false where there is none.
  static bool front(std::int64_t& axis, std::size_t rank) {
    const auto axes = static_cast<std::int64_t>(rank);
    if (axis < -axes || axis >= axes) return false;
    if (axis < 0) axis += axes;
    return true;
  }
  bool allowed(const Dims& dims) const {
    return dims.size() <= most_axes && count_of(dims, limit_) <= limit_;
  }
  static std::vector<std::size_t> strides_of(const Dims& dims) {
    std::vector<std::size_t> strides(dims.size(), 1);
    for (std::size_t i = dims.size(); i-- > 1;)
      strides[i - 1] = strides[i] * static_cast<std::size_t>(dims[i]);
    return strides;
  }
  /// Numbers picked from `from`: where each axis begins there and how far its steps go.
  static std::vector<double> pick(const std::vector<double>& from, const Dims& dims,
                                  const std::vector<std::ptrdiff_t>& steps, std::ptrdiff_t begin) {
    std::vector<double> values(count_of(dims, std::numeric_limits<std::size_t>::max() / 2));
    std::vector<std::int64_t> at(dims.size());
    std::ptrdiff_t place = begin;
    for (double& value : values) {
      value = from[static_cast<std::size_t>(place)];
      for (std::size_t axis = dims.size(); axis-- > 0;) {
        place += steps[axis];
        if (++at[axis] < dims[axis]) break;
        place -= steps[axis] * static_cast<std::ptrdiff_t>(dims[axis]);
        at[axis] = 0;
      }
    }
    return values;
  }

  Result constant() const {
    if (const StoredAttribute* its = attribute("value"); its && its->tensor)
      return its->tensor->external.empty() ? decode(*its->tensor) : std::nullopt;
    if (const StoredAttribute* its = attribute("value_float")) return Constant{{}, {its->number}};
    if (const StoredAttribute* its = attribute("value_int"))
      return Constant{{}, {static_cast<double>(its->integer)}, true};
    Constant list;
    if (const StoredAttribute* its = attribute("value_floats")) {
      list.values.assign(its->numbers.begin(), its->numbers.end());
    } else if (const StoredAttribute* those = attribute("value_ints")) {
      for (const std::int64_t value : those->integers)
        list.values.push_back(static_cast<double>(value));
      list.whole = true;
    } else {
      return std::nullopt;
    }
    list.dims = {static_cast<std::int64_t>(list.values.size())};
    return list;
  }
  Result constant_of_shape() const {
    if (!input(0)) return std::nullopt;
    Constant result{.dims = input(0)->integers()};
    double value = 0;
    if (const StoredAttribute* its = attribute("value"); its && its->tensor) {
      const Result one = decode(*its->tensor);
      if (!one || one->values.size() != 1) return std::nullopt;
      value = one->values[0];
      result.whole = one->whole;
    }
    if (!allowed(result.dims)) return std::nullopt;
    result.values.assign(count_of(result.dims, limit_), value);
    return result;
  }
  Result copy() const { return input(0) && allowed(input(0)->dims) ? Result(*input(0)) : Result(); }
  Result cast() const {
    Result result = copy();
    if (!result) return result;
    const std::int64_t to = integer("to", element_float);
    result->whole = to == element_int32 || to == element_int64 || to == element_bool;
    for (double& value : result->values)
      if (result->whole) value = to == element_bool ? double(value != 0) : std::trunc(value);
    return result;
  }
  Result shape() const {
    if (!input(0)) return std::nullopt;
    return shape_of(input(0)->dims);
  }

 public:
  /// What Shape makes of these sizes.
  Result shape_of(const Dims& dims) const {
    const auto rank = static_cast<std::int64_t>(dims.size());
    const auto place = [&](std::int64_t at) {
      return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
    };
    const std::int64_t begin = place(integer("start", 0)), end = place(integer("end", rank));
    Constant result{.whole = true};
    for (std::int64_t i = begin; i < end; ++i)
      result.values.push_back(static_cast<double>(dims[static_cast<std::size_t>(i)]));
    result.dims = {static_cast<std::int64_t>(result.values.size())};
    return result;
  }

  /// The sizes that Reshape, Squeeze, Unsqueeze or Flatten make of others; nothing if it can't be.
  std::optional<Dims> new_dims(const Dims& dims) const {
    if (node_.type == "Squeeze" || node_.type == "Unsqueeze")
      return squeezed(dims, node_.type == "Squeeze");
    const std::size_t count = count_of(dims, std::size_t{1} << 40);
    if (node_.type == "Flatten") {
      std::int64_t axis = integer("axis", 1);
      if (axis != static_cast<std::int64_t>(dims.size()) && !front(axis, dims.size()))
        return std::nullopt;
      const Dims first(dims.begin(), dims.begin() + static_cast<std::ptrdiff_t>(axis));
      const auto rows = static_cast<std::int64_t>(count_of(first, std::size_t{1} << 40));
      return Dims{rows, rows > 0 ? static_cast<std::int64_t>(count) / rows : 0};
    }
    const auto wanted = integers(1, "shape");
    if (!wanted) return std::nullopt;
    Dims result = *wanted;
    std::ptrdiff_t open = -1;
    for (std::size_t i = 0; i < result.size(); ++i) {
      if (result[i] == 0 && integer("allowzero", 0) == 0) {
        if (i >= dims.size()) return std::nullopt;
        result[i] = dims[i];
      }
      if (result[i] != -1) continue;
      if (open >= 0) return std::nullopt;
      open = static_cast<std::ptrdiff_t>(i);
      result[i] = 1;
    }
    const std::size_t others = count_of(result, count);
    if (open >= 0 && others > 0 && others <= count)
      result[static_cast<std::size_t>(open)] = static_cast<std::int64_t>(count / others);
    if (count_of(result, count) != count) return std::nullopt;
    return result;
  }

 private:
  Result reshape() const {
    Result result = copy();
    if (!result) return result;
    const auto dims = new_dims(result->dims);
    if (!dims || dims->size() > most_axes) return std::nullopt;
    result->dims = *dims;
    return result;
  }
  std::optional<Dims> squeezed(const Dims& dims, bool removes) const {
    auto axes = integers(1, "axes");
    if (!axes) {
      if (!removes) return std::nullopt;
      Dims result = dims;
      std::erase(result, 1);
      return result;
    }
    const std::size_t rank = dims.size() + (removes ? 0 : axes->size());
    for (std::int64_t& axis : *axes)
      if (!front(axis, rank)) return std::nullopt;
    std::sort(axes->begin(), axes->end());
    if (std::adjacent_find(axes->begin(), axes->end()) != axes->end()) return std::nullopt;
    Dims result;
    std::size_t from = 0;
    for (std::size_t axis = 0; axis < rank; ++axis) {
      const bool named =
          std::binary_search(axes->begin(), axes->end(), static_cast<std::int64_t>(axis));
      if (!removes) {
        result.push_back(named ? 1 : dims[from++]);
      } else if (!named) {
        result.push_back(dims[axis]);
      } else if (dims[axis] != 1) {
        return std::nullopt;
      }
    }
    return result;
  }
  Result squeeze(bool removes) const {
    Result result = copy();
    if (!result) return result;
    const auto dims = squeezed(result->dims, removes);
    if (!dims) return std::nullopt;
    result->dims = *dims;
    return result;
  }
  Result transpose() const {
    const Constant* from = input(0);
    if (!from || !allowed(from->dims)) return std::nullopt;
    const std::size_t rank = from->dims.size();
    Dims order(rank);
    std::iota(order.rbegin(), order.rend(), 0);
    if (const StoredAttribute* its = attribute("perm")) order = its->integers;
    if (order.size() != rank) return std::nullopt;
    const std::vector<std::size_t> strides = strides_of(from->dims);
    Constant result{.whole = from->whole};
    std::vector<std::ptrdiff_t> steps;
    std::vector<bool> taken(rank);
    for (const std::int64_t axis : order) {
      const auto at = static_cast<std::size_t>(axis);
      if (axis < 0 || at >= rank || taken[at]) return std::nullopt;
      taken[at] = true;
      result.dims.push_back(from->dims[at]);
      steps.push_back(static_cast<std::ptrdiff_t>(strides[at]));
    }
    result.values = pick(from->values, result.dims, steps, 0);
    return result;
  }
  /// Of a list or, along its first axis, a table; by one index or a list of them.
  Result gather() const {
    const Constant *from = input(0), *at = input(1);
    if (!from || !at || from->dims.empty() || at->dims.size() > 1 || integer("axis", 0) != 0)
      return std::nullopt;
    const std::size_t row =
        from->dims[0] > 0 ? from->values.size() / std::size_t(from->dims[0]) : 0;
    Constant result{.dims = at->dims, .whole = from->whole};
    result.dims.insert(result.dims.end(), from->dims.begin() + 1, from->dims.end());
    if (!allowed(result.dims)) return std::nullopt;
    for (std::int64_t index : at->integers()) {
      if (index < 0) index += from->dims[0];
      if (index < 0 || index >= from->dims[0]) return std::nullopt;
      const auto begin =
          from->values.begin() + static_cast<std::ptrdiff_t>(row * std::size_t(index));
      result.values.insert(result.values.end(), begin, begin + static_cast<std::ptrdiff_t>(row));
    }
    return result;
  }
  /// Of lists.
  Result concat() const {
    Constant result{.dims = {0}};
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      const Constant* its = input(i);
      if (!its || its->dims.size() != 1) return std::nullopt;
      result.dims[0] += its->dims[0];
      if (!allowed(result.dims)) return std::nullopt;
      result.values.insert(result.values.end(), its->values.begin(), its->values.end());
      result.whole = its->whole;
    }
    return result;
  }
  Result slice() const {
    const Constant* from = input(0);
    const auto starts = integers(1, "starts"), ends = integers(2, "ends");
    if (!from || !starts || !ends || starts->size() != ends->size() || !allowed(from->dims))
      return std::nullopt;
    auto axes = integers(3, "axes");
    if (!axes) {
      axes.emplace(starts->size());
      std::iota(axes->begin(), axes->end(), 0);
    }
    const auto by = integers(4, "steps");
    if (axes->size() != starts->size() || (by && by->size() != starts->size())) return std::nullopt;
    if (from->values.empty()) return std::nullopt;
    const std::vector<std::size_t> strides = strides_of(from->dims);
    Constant result{.dims = from->dims, .whole = from->whole};
    std::vector<std::ptrdiff_t> steps(strides.begin(), strides.end());
    std::vector<bool> taken(strides.size());
    std::ptrdiff_t begin = 0;
    for (std::size_t i = 0; i < starts->size(); ++i) {
      std::int64_t axis = (*axes)[i];
      std::int64_t step = by ? (*by)[i] : 1;
      constexpr std::int64_t far = std::int64_t{1} << 40;
      if (!front(axis, from->dims.size()) || step == 0) return std::nullopt;
      const auto at = static_cast<std::size_t>(axis);
      if (taken[at]) return std::nullopt;
      taken[at] = true;
      const std::int64_t size = from->dims[at];
      step = std::clamp(step, -size - 1, size + 1);  // no further than out of the axis
      const auto place = [&](std::int64_t index) {
        index = std::clamp(index, -far, far);
        if (index < 0) index += size;
        return step > 0 ? std::clamp<std::int64_t>(index, 0, size)
                        : std::clamp<std::int64_t>(index, -1, size - 1);
      };
      const std::int64_t first = place((*starts)[i]);
      std::int64_t last = place((*ends)[i]);
      if (step < 0 && (*ends)[i] < -size) last = -1;
      const std::int64_t length = step > 0 ? last - first : first - last, pace = std::abs(step);
      result.dims[at] = std::max<std::int64_t>(0, (length + pace - 1) / pace);
      begin += static_cast<std::ptrdiff_t>(strides[at]) * static_cast<std::ptrdiff_t>(first);
      steps[at] *= static_cast<std::ptrdiff_t>(step);
    }
    if (!allowed(result.dims)) return std::nullopt;
    result.values = pick(from->values, result.dims, steps, begin);
    return result;
  }
  Result arithmetic() const {
    const Constant *a = input(0), *b = input(1);
    if (!a || !b) return std::nullopt;
    const std::size_t rank = std::max(a->dims.size(), b->dims.size());
    Constant result{.whole = a->whole && b->whole};
    std::vector<std::ptrdiff_t> steps[2] = {std::vector<std::ptrdiff_t>(rank),
                                            std::vector<std::ptrdiff_t>(rank)};
    for (std::size_t axis = 0; axis < rank; ++axis) {
      std::int64_t size = 1;
      for (int which = 0; which < 2; ++which) {
        const Dims& dims = which == 0 ? a->dims : b->dims;
        if (axis + dims.size() < rank) continue;
        const std::size_t its = axis + dims.size() - rank;
        if (dims[its] == 1) continue;
        if (size != 1 && size != dims[its]) return std::nullopt;
        size = dims[its];
        steps[which][axis] = static_cast<std::ptrdiff_t>(strides_of(dims)[its]);
      }
      result.dims.push_back(size);
    }
    if (!allowed(result.dims)) return std::nullopt;
    result.values = pick(a->values, result.dims, steps[0], 0);
    const std::vector<double> others = pick(b->values, result.dims, steps[1], 0);
    for (std::size_t i = 0; i < result.values.size(); ++i) {
      double& value = result.values[i];
      const double other = others[i];
      if (node_.type == "Add") value += other;
      if (node_.type == "Sub") value -= other;
      if (node_.type == "Mul") value *= other;
      if (node_.type == "Div") value /= other;
      if (node_.type == "Mod") value -= other * std::floor(value / other);
      if (node_.type == "Pow") value = std::pow(value, other);
      if (result.whole) value = std::trunc(value);
    }
    return result;
  }
  Result each() const {
    Result result = copy();
    if (!result) return result;
    for (double& value : result->values)
      value = node_.type == "Sqrt"    ? std::sqrt(value)
              : node_.type == "Neg"   ? -value
              : node_.type == "Floor" ? std::floor(value)
                                      : 1 / value;
    return result;
  }

  const StoredNode& node_;
  const std::vector<const Constant*>& inputs_;
  std::size_t limit_;
};

ANGKA_INLINE Folded fold(const StoredNode& node, const std::vector<const Constant*>& inputs,
                         std::size_t limit) {
  return Folding(node, inputs, limit).run();
}

}  // namespace angka::inline ANGKA_ISA::detail::onnx

#endif
