#pragma once

#include <algorithm>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/finite.hpp>
#include <angka/core/isa.hpp>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <iosfwd>
#include <span>
#include <string>

namespace angka::inline ANGKA_ISA {

/// One number for all channels, or one for each: `0.13f`, or `{0.49f, 0.48f, 0.45f}`.
///
/// Raises SettingError for none or more than 16.
class PerChannel {
 public:
  static constexpr int max_size = 16;

  constexpr PerChannel(float value = 0) : values_{value} {}
  constexpr PerChannel(std::initializer_list<float> values)
      : PerChannel(std::span(values.begin(), values.size())) {}
  constexpr explicit PerChannel(std::span<const float> values)
      : size_(static_cast<int>(values.size())) {
    if (values.empty() || values.size() > values_.size())
      raise(SettingError("there must be 1 to 16 channels, not " + std::to_string(values.size())));
    std::copy(values.begin(), values.end(), values_.begin());
  }

  constexpr int size() const { return size_; }
  constexpr float operator[](int channel) const {
    return values_[size_ == 1 ? 0 : static_cast<std::size_t>(channel)];
  }
  constexpr const float* begin() const { return values_.data(); }
  constexpr const float* end() const { return values_.data() + size_; }
  friend constexpr bool operator==(const PerChannel&, const PerChannel&) = default;

  /// "0.1307", or "0.49, 0.48, 0.45".
  template <class Char, class Traits>
  friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                                      const PerChannel& numbers) {
    for (const float& number : numbers) out << (&number == numbers.begin() ? "" : ", ") << number;
    return out;
  }

 private:
  std::array<float, max_size> values_{};
  int size_ = 1;
};

namespace detail {

[[noreturn, gnu::cold]] ANGKA_INLINE void refuse_channels(int size, int channels);
[[noreturn, gnu::cold]] ANGKA_INLINE void refuse_normalization(const char* rule, float number);

}  // namespace detail

/// How pixels become a network's input: (value - mean) / standard_deviation; the value of a byte is
/// byte / 255, that of a number the number itself. The same in `fit`, `evaluate`, `predict` and
/// what is exported.
/// Example: `net.normalization = {.mean = 0.13f, .standard_deviation = 0.31f};`
struct Normalization {
  PerChannel mean = 0;
  PerChannel standard_deviation = 1;

  constexpr int size() const { return std::max(mean.size(), standard_deviation.size()); }
  /// Raises SettingError unless it is for images of so many channels, all finite and the deviations
  /// above 0.
  constexpr void check(int channels) const {
    for (const int size : {mean.size(), standard_deviation.size()})
      if (size != 1 && size != channels) detail::refuse_channels(size, channels);
    for (const float number : mean)
      if (!finite(number)) detail::refuse_normalization("mean must be finite", number);
    for (const float deviation : standard_deviation)
      if (!finite(deviation) || !(deviation > 0))
        detail::refuse_normalization("standard_deviation must be above 0", deviation);
  }
  friend constexpr bool operator==(const Normalization&, const Normalization&) = default;
};

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA::detail {

ANGKA_INLINE void refuse_channels(int size, int channels) {
  raise(SettingError("normalization: numbers for " + std::to_string(size) +
                     " channels, the images have " + std::to_string(channels)));
}

ANGKA_INLINE void refuse_normalization(const char* rule, float number) {
  raise(SettingError(std::string("normalization: ") + rule + ", not " + std::to_string(number)));
}

}  // namespace angka::inline ANGKA_ISA::detail

#endif
