#pragma once

#include <angka/core/lanes.hpp>
#include <bit>
#include <cstdint>

namespace angka::inline ANGKA_ISA::detail {

inline int integers_like(float) { return 0; }
template <class Packet>
auto integers_like(Packet) -> typename Eigen::internal::unpacket_traits<Packet>::integer_packet;

/// As many 32-bit integers as `Floats` has floats.
template <class Floats>
struct BasicIntegerLanes {
  using Packet = decltype(integers_like(Floats().value));

  Packet value;

  static BasicIntegerLanes load(const int* from) { return {Eigen::internal::pload<Packet>(from)}; }
  static BasicIntegerLanes load(const std::uint32_t* from) {
    return load(reinterpret_cast<const int*>(from));
  }
  void store(int* to) const { Eigen::internal::pstore(to, value); }

  /// The integer part.
  static BasicIntegerLanes truncate(Floats x) {
    return {Eigen::internal::pcast<typename Floats::Packet, Packet>(x.value)};
  }
  operator Floats() const { return Eigen::internal::pcast<Packet, typename Floats::Packet>(value); }

  /// Byte `index` of each, in the order of memory, as a number.
  template <int index>
  Floats byte() const {
    constexpr int shift = 8 * (std::endian::native == std::endian::big ? 3 - index : index);
    Packet bits = value;
    if constexpr (shift > 0) bits = Eigen::internal::plogical_shift_right<shift>(bits);
    if constexpr (shift < 24)
      bits = Eigen::internal::pand(bits, Eigen::internal::pset1<Packet>(255));
    return BasicIntegerLanes{bits};
  }

  /// The lower and the upper 16 bits, from 0 to 65535.
  Floats lower_half() const {
    return BasicIntegerLanes{Eigen::internal::pand(value, Eigen::internal::pset1<Packet>(0xffff))};
  }
  Floats upper_half() const {
    return BasicIntegerLanes{Eigen::internal::plogical_shift_right<16>(value)};
  }
};

using FloatLanes = Lanes<float>;
using IntegerLanes = BasicIntegerLanes<FloatLanes>;

}  // namespace angka::inline ANGKA_ISA::detail
