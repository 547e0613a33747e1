#pragma once

#include <algorithm>
#include <chrono>

#include <angka/core/lanes.hpp>
#include <angka/training/threads.hpp>

/// What the machine can do at most: billions of floating-point operations a second (a fused
/// multiply-add counts as two) in a loop of independent multiply-adds on registers alone, by all
/// threads of `pool`. The best of `runs` runs of about a millisecond, since other programs may
/// disturb some.
inline double fma_limit(angka::ThreadPool& pool, int runs = 20) {
  using Pack = angka::Lanes<float>;
  using Clock = std::chrono::steady_clock;
  constexpr int accumulators = angka::register_block, rounds = 200000;
  double best = 1e9;
  for (int run = 0; run < runs; ++run) {
    const auto begin = Clock::now();
    pool.run(pool.size(), [](int, int) {
      // The compiler can't know these, so it computes every round.
      volatile float start[accumulators] = {}, hidden[] = {0.999f, 0.001f}, sink = 0;
      const Pack factor(hidden[0]), addend(hidden[1]);
      Pack sum[accumulators];
      ANGKA_UNROLL
      for (int i = 0; i < accumulators; ++i) sum[i] = Pack(start[i]);
      for (int round = 0; round < rounds; ++round) {
        ANGKA_UNROLL
        for (int i = 0; i < accumulators; ++i) sum[i] = fma(sum[i], factor, addend);
      }
      Pack total(0.0f);
      ANGKA_UNROLL
      for (int i = 0; i < accumulators; ++i) total += sum[i];
      sink = total.sum();
      (void)sink;
    });
    const std::chrono::duration<double> seconds = Clock::now() - begin;
    best = std::min(best, seconds.count());
  }
  return 2e-9 * accumulators * rounds * Pack::count * pool.size() / best;
}
