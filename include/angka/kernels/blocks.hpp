#pragma once

// How a kernel cuts its outputs into blocks that the registers hold.

#include <algorithm>
#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA::detail {

constexpr int round_up(int size, int step) { return (size + step - 1) / step * step; }

/// The register block for `outputs` channels and `columns` columns: as many accumulators as the
/// registers allow, in the shape that loads least; at least `least_columns` columns.
struct Block {
  int outputs = 1;
  int columns = 1;
};
constexpr Block choose_block(int outputs, int columns, int registers, int least_columns = 1) {
  Block best{};
  double best_cost = 1e30;
  for (int o = 1; o <= outputs && o <= registers; ++o) {
    for (int c = least_columns; c <= columns && o * c <= registers; ++c) {
      const int blocks = ((outputs + o - 1) / o) * ((columns + c - 1) / c);
      constexpr double latency = 4, overhead = 0.6;
      const double arithmetic = 0.5 * o * c, loads = 0.5 * (o + c);
      const double cost = blocks * (overhead + std::max({arithmetic, loads, latency}));
      if (cost < best_cost) {
        best_cost = cost;
        best = {o, c};
      }
    }
  }
  return best;
}

/// Calls part.template operator()<n>(first) for runs of n outputs: as many runs of `Block` as fit,
/// then the rest.
template <int Total, int Block, class Part>
void in_blocks(Part&& part) {
  for (int first = 0; first + Block <= Total; first += Block)
    part.template operator()<Block>(first);
  if constexpr (Total % Block != 0) part.template operator()<Total % Block>(Total - Total % Block);
}

/// The same for what lies from `first` to before `last`, which only the running program knows: as
/// many runs of `Block` as fit, then of half as many, and so on.
template <int Block, class Part>
void in_blocks(int first, int last, Part&& part) {
  for (; first + Block <= last; first += Block) part.template operator()<Block>(first);
  if constexpr (Block > 1) in_blocks<Block / 2>(first, last, part);
}

}  // namespace angka::inline ANGKA_ISA::detail
