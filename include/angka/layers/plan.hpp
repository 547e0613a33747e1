#pragma once

// Where the values of a network lie in memory. Every value, gradient and kept note has a time in
// which it is needed; those whose times don't meet share memory.

#include <algorithm>
#include <angka/layers/sequence.hpp>
#include <array>
#include <cstddef>

namespace angka::inline ANGKA_ISA::detail {

/// What the plan needs to know of a step.
struct StepFacts {
  int from = 0;
  int skip = -1;
  int input_size = 0;
  int output_size = 0;
  int kept = 0;
  int forward_workspace = 0;
  int backward_workspace = 0;
  bool in_place = false;
  bool uses_input = true;
  bool uses_output = true;
  bool batch_gradient = false;
};

/// A place in the memory of one pack. Memory of a slot is used again for the next pack; memory of
/// the batch keeps every pack's values until the batch ends.
struct Place {
  bool batch = false;
  int offset = 0;
};

template <int N>
struct Plan {
  std::array<Place, N + 1> value{};
  std::array<Place, N + 1> gradient{};
  std::array<Place, N> kept{};
  std::array<Place, N> forward_workspace{};
  std::array<Place, N> backward_workspace{};
  std::array<Place, N> scratch{};  ///< for a second gradient that is added to a first
  std::array<bool, N> adds_input_gradient{};
  std::array<bool, N> adds_skip_gradient{};
  int slot_size = 0;
  int batch_size = 0;
};

struct Lifetime {
  int size = 0;
  int start = 0;
  int end = -1;  ///< never needed while end < start
  bool batch = false;
  int alias = -1;  ///< shares this other interval's memory

  constexpr void include(int time) { end = std::max(end, time); }
};

/// Gives each interval the lowest offset that is free during its time.
template <std::size_t M>
constexpr void allocate(const std::array<Lifetime, M>& intervals, std::array<Place, M>& places,
                        int& slot_size, int& batch_size) {
  std::array<std::size_t, M> order{};
  for (std::size_t i = 0; i < M; ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return intervals[a].start != intervals[b].start ? intervals[a].start < intervals[b].start
                                                    : a < b;
  });
  for (std::size_t n = 0; n < M; ++n) {
    const Lifetime& one = intervals[order[n]];
    if (one.end < one.start || one.alias >= 0) continue;
    int offset = 0;
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t m = 0; m < n; ++m) {
        const Lifetime& other = intervals[order[m]];
        const Place place = places[order[m]];
        if (other.end < other.start || other.alias >= 0 || other.batch != one.batch) continue;
        if (other.end < one.start || place.offset >= offset + one.size ||
            place.offset + other.size <= offset)
          continue;
        offset = place.offset + other.size;
        moved = true;
      }
    }
    places[order[n]] = {one.batch, offset};
    int& total = one.batch ? batch_size : slot_size;
    total = std::max(total, offset + one.size);
  }
  for (std::size_t i = 0; i < M; ++i) {
    std::size_t root = i;
    while (intervals[root].alias >= 0) root = static_cast<std::size_t>(intervals[root].alias);
    places[i] = places[root];
  }
}

/// Times: step i runs forward at i, the loss at N, step i backward at 2N - i, the batch phase last.
template <std::size_t N>
constexpr Plan<static_cast<int>(N)> make_plan(const std::array<StepFacts, N>& steps,
                                              bool training) {
  constexpr int n = static_cast<int>(N);
  constexpr int last_time = 2 * n + 1;
  constexpr std::size_t values = 0, gradients = N + 1, kept = 2 * N + 2, scratch = 3 * N + 2,
                        forward_workspace = 4 * N + 2, backward_workspace = 5 * N + 2;
  std::array<Lifetime, 6 * N + 2> intervals{};
  std::array<int, N + 1> readers{}, last_reader{};
  const auto backward_time = [](int step) { return 2 * n - step; };
  Plan<n> plan{};

  for (int i = 0; i < n; ++i) {
    const StepFacts& step = steps[static_cast<std::size_t>(i)];
    for (const int value : {step.from, step.skip}) {
      if (value < 0) continue;
      ++readers[static_cast<std::size_t>(value)];
      last_reader[static_cast<std::size_t>(value)] = i;
    }
  }
  intervals[0] = {.size = steps[0].input_size, .start = -1};
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const StepFacts& step = steps[at];
    const auto from = static_cast<std::size_t>(step.from);
    Lifetime& output = intervals[values + at + 1];
    output = {.size = step.output_size, .start = i, .end = i};
    intervals[values + from].include(i);
    if (step.skip >= 0) intervals[values + static_cast<std::size_t>(step.skip)].include(i);
    if (i == n - 1) output.include(n);
    intervals[forward_workspace + at] = {.size = step.forward_workspace, .start = i, .end = i};
    if (!training) {
      if (step.in_place && step.from > 0 && readers[from] == 1)
        output.alias = static_cast<int>(values + from);
      continue;
    }
    if (step.uses_input) intervals[values + from].include(backward_time(i));
    if (step.uses_output) output.include(backward_time(i));
    if (step.batch_gradient) {
      intervals[values + from].batch = true;
      intervals[values + from].include(last_time);
    }
    intervals[kept + at] = {.size = step.kept,
                            .start = i,
                            .end = step.batch_gradient ? last_time : backward_time(i),
                            .batch = step.batch_gradient};
    intervals[gradients + at + 1] = {.size = step.output_size,
                                     .start = i == n - 1 ? n : backward_time(last_reader[at + 1]),
                                     .end = backward_time(i)};
    intervals[backward_workspace + at] = {
        .size = step.backward_workspace, .start = backward_time(i), .end = backward_time(i)};
    plan.adds_input_gradient[at] = last_reader[from] != i;
    if (step.skip >= 0)
      plan.adds_skip_gradient[at] = last_reader[static_cast<std::size_t>(step.skip)] != i;
    if (plan.adds_input_gradient[at])
      intervals[scratch + at] = {
          .size = step.input_size, .start = backward_time(i), .end = backward_time(i)};
    if (step.in_place && step.from > 0 && readers[from] == 1 && !steps[from - 1].uses_output) {
      output.alias = static_cast<int>(values + from);
      intervals[gradients + from].alias = static_cast<int>(gradients + at + 1);
    }
  }
  // Memory that is shared must live as long as each of those that share it.
  for (int pass = 0; pass < n; ++pass) {
    for (Lifetime& one : intervals) {
      if (one.alias < 0) continue;
      Lifetime& root = intervals[static_cast<std::size_t>(one.alias)];
      root.start = std::min(root.start, one.start);
      root.end = std::max(root.end, one.end);
      root.batch = root.batch || one.batch;
    }
  }
  std::array<Place, 6 * N + 2> places{};
  allocate(intervals, places, plan.slot_size, plan.batch_size);
  for (std::size_t i = 0; i <= N; ++i) {
    plan.value[i] = places[values + i];
    plan.gradient[i] = places[gradients + i];
  }
  for (std::size_t i = 0; i < N; ++i) {
    plan.kept[i] = places[kept + i];
    plan.scratch[i] = places[scratch + i];
    plan.forward_workspace[i] = places[forward_workspace + i];
    plan.backward_workspace[i] = places[backward_workspace + i];
  }
  return plan;
}

}  // namespace angka::inline ANGKA_ISA::detail
