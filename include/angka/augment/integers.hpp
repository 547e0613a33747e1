#pragma once

#include <angka/core/lanes.hpp>

namespace angka::detail {

inline int integers_like(float) { return 0; }
template <class Packet>
auto integers_like(Packet) -> typename Eigen::internal::unpacket_traits<Packet>::integer_packet;

/// As many 32-bit integers as `Floats` has floats.
template <class Floats>
struct BasicIntegerLanes {
  using Packet = decltype(integers_like(Floats().value));

  Packet value;

  static BasicIntegerLanes load(const int* from) { return {Eigen::internal::pload<Packet>(from)}; }
  void store(int* to) const { Eigen::internal::pstore(to, value); }

  /// The integer part.
  static BasicIntegerLanes truncate(Floats x) {
    return {Eigen::internal::pcast<typename Floats::Packet, Packet>(x.value)};
  }
  operator Floats() const { return Eigen::internal::pcast<Packet, typename Floats::Packet>(value); }

  /// Byte `index` of each, 0 the lowest, as a number.
  template <int index>
  Floats byte() const {
    Packet bits = value;
    if constexpr (index > 0) bits = Eigen::internal::plogical_shift_right<8 * index>(bits);
    if constexpr (index < 3)
      bits = Eigen::internal::pand(bits, Eigen::internal::pset1<Packet>(255));
    return BasicIntegerLanes{bits};
  }
};

using FloatLanes = Lanes<float>;
using IntegerLanes = BasicIntegerLanes<FloatLanes>;

}  // namespace angka::detail
