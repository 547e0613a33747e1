#pragma once

#include <angka/core/isa.hpp>
#include <angka/core/lanes.hpp>

namespace angka::inline ANGKA_ISA {

/// Which of `count` values is the largest, the first of equal ones; -1 where one isn't finite.
/// `value(i)`: number i.
template <class Value>
int largest(int count, Value&& value) {
  int best = 0;
  for (int i = 0; i < count; ++i) {
    if (!finite(value(i))) return -1;
    if (value(i) > value(best)) best = i;
  }
  return best;
}

/// The label that an image's outputs say, once the loss has activated them: the largest of several,
/// and of a single one 1 above 0.5, else 0; -1 where one isn't finite. Whoever asks which label a
/// network says asks here. `value(o)`: output o.
/// Example: `predicted_label(3, [&](int output) { return probabilities[output]; }) == 1`
template <class Value>
int predicted_label(int outputs, Value&& value) {
  if (outputs > 1) return largest(outputs, value);
  return finite(value(0)) ? value(0) > 0.5 : -1;
}

}  // namespace angka::inline ANGKA_ISA
