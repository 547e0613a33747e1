#pragma once

#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/random.hpp>
#include <cstdio>

namespace angka::inline ANGKA_ISA {

/// What an operation draws its strength from, uniformly, for each image anew.
struct Span {
  float low = 0;
  float high = 0;

  constexpr bool off() const { return low == 0 && high == 0; }
  float draw(Random& random) const { return random.uniform(low, high); }
  friend constexpr bool operator==(const Span&, const Span&) = default;
};

/// A strength of either sign: the number r stands for [-r, r]; {low, high} for itself.
/// Example: `Range{10} == Range{-10, 10} && Amount{10} == Amount{0, 10}`
struct Range : Span {
  constexpr Range() = default;
  constexpr Range(double limit) : Range(-limit, limit) {}
  constexpr Range(double from, double to)
      : Span{static_cast<float>(from), static_cast<float>(to)} {}
};

/// A strength from nothing upwards: the number r stands for [0, r]; {low, high} for itself.
struct Amount : Span {
  constexpr Amount() = default;
  constexpr Amount(double most) : Amount(0, most) {}
  constexpr Amount(double from, double to)
      : Span{static_cast<float>(from), static_cast<float>(to)} {}
};

/// Raises a SettingError "Rotate: degrees must be within [-180, 180], not 200" unless both ends of an
/// interval lie in [least, most], low before high.
inline void expect_within(const Span& interval, double least, double most, const char* operation,
                          const char* setting) {
  char range[64];
  std::snprintf(range, sizeof range, "within [%g, %g]", least, most);
  for (const double end : {interval.high, interval.low})
    expect_setting(end >= least && end <= most, operation, setting, range, end);
  if (interval.low > interval.high) {
    std::snprintf(range, sizeof range, "at least its low end, %g", double{interval.low});
    expect_setting(false, operation, setting, range, interval.high);
  }
}

}  // namespace angka::inline ANGKA_ISA
