#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <span>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// What a model asks of an optimizer: a pure step on (parameters, gradients, state).
///
/// - `learning_rate` is a setting; `check()` raises a SettingError that names a setting which can't
///   be used, the range and the value, NaN included.
/// - `slots` arrays of state, each shaped like the parameters, belong to the model and are all zero
///   before the first step; nothing else is remembered.
/// - `update(step, rate, parameters, gradients, state)` makes step number `step` (1, 2, ...) with
/// the
///   learning rate `rate`, to which the schedule has been applied. All arrays have the size of
///   `parameters`, a multiple of Lanes<T>::count, and are aligned to Lanes<T>. It allocates
///   nothing.
/// - It works element by element: the result for an element doesn't depend on the others, so
/// threads
///   may cut the arrays into chunks as they like. An element with zero gradient and zero state
///   stays finite (arrays are padded with such).
/// Example: `Optimizer<SGD> && Optimizer<Adam>`
template <class O>
concept Optimizer = std::copyable<O> && requires(const O& optimizer) {
  { O::slots } -> std::convertible_to<int>;
  { O::name } -> std::convertible_to<const char*>;
  { optimizer.learning_rate } -> std::convertible_to<float>;
  optimizer.check();
  optimizer.update(std::int64_t{1}, 0.1f, std::span<float>{}, std::span<const float>{},
                   std::array<float*, O::slots>{});
  optimizer.update(std::int64_t{1}, 0.1, std::span<double>{}, std::span<const double>{},
                   std::array<double*, O::slots>{});
};

}  // namespace angka::inline ANGKA_ISA
