#pragma once

#include <cstdint>

#include <benchmark/benchmark.h>

#include "fma_limit.hpp"

/// Tells what one turn of a benchmark does: `images`, and `multiply_adds` in all. The FMA limit is
/// to be measured just before the turns.
inline void count_work(benchmark::State& state, double images, double multiply_adds = 0,
                       double limit = 0) {
  using benchmark::Counter;
  constexpr auto rate = Counter::kIsIterationInvariantRate;
  state.counters["images/s"] = Counter(images, rate);
  if (multiply_adds == 0) return;
  state.counters["GFLOP/s"] = Counter(2e-9 * multiply_adds, rate);
  state.counters["of FMA limit"] = Counter(2e-9 * multiply_adds / limit, rate);
}

inline double fma_limit_of_one_thread() {
  angka::ThreadPool alone(1);
  return fma_limit(alone, 5);
}
