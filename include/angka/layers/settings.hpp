#pragma once

#include <angka/core/errors.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/isa.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

// A layer with settings names them once, in itself:
//
//   static constexpr void settings(auto& layer, auto visit) { visit("rate", layer.rate); }
//
// Files of weights, models and checkpoints, ONNX, the C++ header and `summary` read them there. A
// setting is a bool, an integer of at most 32 bits, a float or a double.

namespace angka::inline ANGKA_ISA::detail {

/// Calls visit(name, setting) for each setting of a layer.
template <class Layer, class Visit>
constexpr void each_setting(Layer& layer, Visit visit) {
  using Named = std::remove_const_t<Layer>;
  if constexpr (requires { Named::settings(layer, visit); })
    Named::settings(layer, visit);
  else
    static_assert(
        std::is_empty_v<Named>,
        "angka: this layer has data members and names no settings, so that what stores "
        "or shows it would lose them: it needs a `static constexpr void settings(auto& "
        "layer, auto visit)` that calls visit(\"name\", layer.name) for each (see Named)");
}

/// A setting as files hold it; a double holds each of these types exactly.
template <class Value>
constexpr double setting_value(const Value& value) {
  static_assert(std::is_floating_point_v<Value> ? sizeof(Value) <= sizeof(double)
                                                : std::is_integral_v<Value> && sizeof(Value) <= 4,
                "angka: a setting of a layer is a bool, an integer of at most 32 bits, a float or "
                "a double (see Value)");
  return static_cast<double>(value);
}

/// Sets a setting from what `setting_value` made of it. Raises SettingError where it can't be.
template <class Value>
constexpr void set_setting(Value& setting, std::string_view name, double value) {
  using Limits = std::numeric_limits<Value>;
  constexpr double least = setting_value(Limits::lowest()), most = setting_value(Limits::max());
  const bool fits = std::is_floating_point_v<Value>
                        ? !finite(value) || (value >= least && value <= most)
                        : value >= least && value <= most &&
                              static_cast<double>(static_cast<Value>(value)) == value;
  if (!fits) raise(SettingError(std::string(name) + " can't be " + std::to_string(value)));
  setting = static_cast<Value>(value);
}

}  // namespace angka::inline ANGKA_ISA::detail
