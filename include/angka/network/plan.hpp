#pragma once

// Where the values of a network lie in memory. Every value, gradient and kept note has a time in
// which it is needed; those whose times don't meet share memory.

#include <algorithm>
#include <angka/core/isa.hpp>
#include <array>
#include <cstddef>
#include <limits>

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

/// The free places of a memory that has no end, as gaps in ascending order.
template <int M>
class Gaps {
 public:
  /// The lowest offset at which `size` lanes are free.
  constexpr int take(int size) {
    int g = 0;
    while (gap_[g].end - gap_[g].begin < size) ++g;
    const int offset = gap_[g].begin;
    gap_[g].begin += size;
    top_ = std::max(top_, gap_[g].begin);
    if (gap_[g].begin == gap_[g].end) {
      --count_;
      for (; g < count_; ++g) gap_[g] = gap_[g + 1];
    }
    return offset;
  }
  constexpr void give_back(int begin, int end) {
    int g = 0;
    while (gap_[g].end < begin) ++g;
    if (gap_[g].end == begin) {
      gap_[g].end = end;
      if (gap_[g + 1].begin != end) return;
      gap_[g].end = gap_[g + 1].end;
      --count_;
      for (++g; g < count_; ++g) gap_[g] = gap_[g + 1];
    } else if (gap_[g].begin == end) {
      gap_[g].begin = begin;
    } else {
      for (int later = count_++; later > g; --later) gap_[later] = gap_[later - 1];
      gap_[g] = {begin, end};
    }
  }
  /// The end of all that was ever taken.
  constexpr int top() const { return top_; }

 private:
  struct Gap {
    int begin = 0;
    int end = std::numeric_limits<int>::max();
  };
  Gap gap_[M + 1]{};
  int count_ = 1, top_ = 0;
};

/// Gives each interval the lowest offset that is free during its time, in the order in which they
/// start. Evaluated by the compiler, whose patience counts: no step looks at all intervals.
template <int M>
constexpr void allocate(const Lifetime (&intervals)[M], int last_time, Place (&places)[M],
                        int& slot_size, int& batch_size) {
  constexpr int none = -1;
  // Lists of intervals by the time of their start, and of their end.
  int first[2][M + 3]{}, next[2][M]{};
  for (auto& list : first)
    for (int& head : list) head = none;
  for (int i = M; i-- > 0;) {
    const Lifetime& one = intervals[i];
    places[i].batch = one.batch;
    if (one.end < one.start || one.alias >= 0 || one.size == 0) continue;
    for (const int end : {0, 1}) {
      int& head = first[end][(end ? one.end : one.start) + 1];
      next[end][i] = head;
      head = i;
    }
  }
  Gaps<M> slot, batch;
  for (int time = 0; time <= last_time + 1; ++time) {
    for (int i = first[0][time]; i != none; i = next[0][i])
      places[i].offset = (places[i].batch ? batch : slot).take(intervals[i].size);
    for (int i = first[1][time]; i != none; i = next[1][i])
      (places[i].batch ? batch : slot)
          .give_back(places[i].offset, places[i].offset + intervals[i].size);
  }
  slot_size = slot.top();
  batch_size = batch.top();
}

/// Times: step i runs forward at i, the loss at N, step i backward at 2N - i, the batch phase last.
template <std::size_t N>
constexpr Plan<static_cast<int>(N)> make_plan(const std::array<StepFacts, N>& steps,
                                              bool training) {
  constexpr int n = static_cast<int>(N);
  constexpr int last_time = 2 * n + 1;
  constexpr int values = 0, gradients = n + 1, kept = 2 * n + 2, scratch = 3 * n + 2,
                forward_workspace = 4 * n + 2, backward_workspace = 5 * n + 2, all = 6 * n + 2;
  Lifetime intervals[all]{};
  int readers[n + 1]{}, last_reader[n + 1]{};
  const auto backward_time = [](int step) { return 2 * n - step; };
  Plan<n> plan{};

  for (int i = 0; i < n; ++i) {
    const StepFacts& step = steps[static_cast<std::size_t>(i)];
    for (const int value : {step.from, step.skip}) {
      if (value < 0) continue;
      ++readers[value];
      last_reader[value] = i;
    }
  }
  intervals[0] = {.size = steps[0].input_size, .start = -1};
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const StepFacts& step = steps[at];
    const int from = step.from;
    Lifetime& output = intervals[values + i + 1];
    output = {.size = step.output_size, .start = i, .end = i};
    intervals[values + from].include(i);
    if (step.skip >= 0) intervals[values + step.skip].include(i);
    if (i == n - 1) output.include(n);
    intervals[forward_workspace + i] = {.size = step.forward_workspace, .start = i, .end = i};
    if (!training) {
      if (step.in_place && from > 0 && readers[from] == 1) output.alias = values + from;
      continue;
    }
    if (step.uses_input) intervals[values + from].include(backward_time(i));
    if (step.uses_output) output.include(backward_time(i));
    if (step.batch_gradient) {
      intervals[values + from].batch = true;
      intervals[values + from].include(last_time);
    }
    intervals[kept + i] = {.size = step.kept,
                           .start = i,
                           .end = step.batch_gradient ? last_time : backward_time(i),
                           .batch = step.batch_gradient};
    intervals[gradients + i + 1] = {.size = step.output_size,
                                    .start = i == n - 1 ? n : backward_time(last_reader[i + 1]),
                                    .end = backward_time(i)};
    intervals[backward_workspace + i] = {
        .size = step.backward_workspace, .start = backward_time(i), .end = backward_time(i)};
    plan.adds_input_gradient[at] = last_reader[from] != i;
    if (step.skip >= 0) plan.adds_skip_gradient[at] = last_reader[step.skip] != i;
    if (plan.adds_input_gradient[at])
      intervals[scratch + i] = {
          .size = step.input_size, .start = backward_time(i), .end = backward_time(i)};
    if (step.in_place && from > 0 && readers[from] == 1 &&
        !steps[static_cast<std::size_t>(from - 1)].uses_output) {
      output.alias = values + from;
      intervals[gradients + from].alias = gradients + i + 1;
    }
  }
  // Memory that is shared lives as long as each of those that share it. A value shares that of an
  // earlier one, a gradient that of a later one.
  const auto lend = [&](int i) {
    const Lifetime& one = intervals[i];
    if (one.alias < 0) return;
    Lifetime& root = intervals[one.alias];
    root.start = std::min(root.start, one.start);
    root.end = std::max(root.end, one.end);
    root.batch = root.batch || one.batch;
  };
  for (int i = n; i > 0; --i) lend(values + i);
  for (int i = 0; i < n; ++i) lend(gradients + i);
  Place places[all]{};
  allocate(intervals, last_time, places, plan.slot_size, plan.batch_size);
  const auto place = [&](int i) {
    if (intervals[i].alias >= 0) places[i] = places[intervals[i].alias];
    return places[i];
  };
  for (int i = 0; i <= n; ++i) plan.value[static_cast<std::size_t>(i)] = place(values + i);
  for (int i = n; i >= 0; --i) plan.gradient[static_cast<std::size_t>(i)] = place(gradients + i);
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    plan.kept[at] = places[kept + i];
    plan.scratch[at] = places[scratch + i];
    plan.forward_workspace[at] = places[forward_workspace + i];
    plan.backward_workspace[at] = places[backward_workspace + i];
  }
  return plan;
}

}  // namespace angka::inline ANGKA_ISA::detail
