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
  int inputs = 1;      ///< how many values it reads
  int input_size = 0;  ///< of the first
  int output_size = 0;
  int kept = 0;
  int forward_workspace = 0;
  int backward_workspace = 0;
  bool in_place = false;
  bool uses_input = true;
  bool uses_output = true;
  bool batch_gradient = false;
  bool side_by_side = false;  ///< the output is the inputs, one behind the other
};

/// A place in the memory of one pack. Memory of a slot is used again for the next pack; memory of
/// the batch keeps every pack's values until the batch ends.
struct Place {
  bool batch = false;
  int offset = 0;
};

/// Of N steps that read E values, each of which has a number as they are listed step by step.
template <int N, int E = N>
struct Plan {
  std::array<Place, N + 1> value{};
  std::array<Place, N + 1> gradient{};
  std::array<Place, N> kept{};
  std::array<Place, N> forward_workspace{};
  std::array<Place, N> backward_workspace{};
  std::array<Place, N> scratch{};       ///< for a second gradient that is added to a first
  std::array<bool, E> adds_gradient{};  ///< by an input, to what another reader left
  int slot_size = 0;
  int batch_size = 0;
};

struct Lifetime {
  int size = 0;
  int start = 0;
  int end = -1;  ///< never needed while end < start
  bool batch = false;
  int alias = -1;  ///< shares this other interval's memory,
  int offset = 0;  ///< from here on

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
/// `inputs`: the values that the steps read, step by step.
template <std::size_t N, std::size_t E>
constexpr Plan<static_cast<int>(N), static_cast<int>(E)> make_plan(
    const std::array<StepFacts, N>& steps, const std::array<int, E>& inputs, bool training) {
  constexpr int n = static_cast<int>(N);
  constexpr int last_time = 2 * n + 1;
  constexpr int values = 0, gradients = n + 1, kept = 2 * n + 2, scratch = 3 * n + 2,
                forward_workspace = 4 * n + 2, backward_workspace = 5 * n + 2, all = 6 * n + 2;
  Lifetime intervals[all]{};
  int readers[n + 1]{}, last_reader[n + 1]{};
  const auto backward_time = [](int step) { return 2 * n - step; };
  Plan<n, static_cast<int>(E)> plan{};

  std::size_t e = 0;  // the input at hand
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < steps[static_cast<std::size_t>(i)].inputs; ++k, ++e) {
      ++readers[inputs[e]];
      last_reader[inputs[e]] = i;
    }
  }
  e = 0;
  intervals[0] = {.size = steps[0].input_size, .start = -1};
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const StepFacts& step = steps[at];
    Lifetime& output = intervals[values + i + 1];
    output = {.size = step.output_size, .start = i, .end = i};
    if (i == n - 1) output.include(n);
    if (training && step.uses_output) output.include(backward_time(i));
    for (int k = 0; k < step.inputs; ++k, ++e) {
      Lifetime& input = intervals[values + inputs[e]];
      input.include(i);
      if (!training) continue;
      if (step.uses_input) input.include(backward_time(i));
      // The last reader writes the gradient, the others, which come later, add theirs.
      plan.adds_gradient[e] = last_reader[inputs[e]] != i;
      for (int earlier = 1; earlier <= k; ++earlier)
        if (inputs[e - static_cast<std::size_t>(earlier)] == inputs[e])
          plan.adds_gradient[e] = true;
      if (step.batch_gradient) {
        input.batch = true;
        input.include(last_time);
      }
      if (plan.adds_gradient[e] && step.inputs == 1)
        intervals[scratch + i] = {
            .size = step.input_size, .start = backward_time(i), .end = backward_time(i)};
    }
    intervals[forward_workspace + i] = {.size = step.forward_workspace, .start = i, .end = i};
    if (!training) continue;
    intervals[kept + i] = {.size = step.kept,
                           .start = i,
                           .end = step.batch_gradient ? last_time : backward_time(i),
                           .batch = step.batch_gradient};
    intervals[gradients + i + 1] = {.size = step.output_size,
                                    .start = i == n - 1 ? n : backward_time(last_reader[i + 1]),
                                    .end = backward_time(i)};
    intervals[backward_workspace + i] = {
        .size = step.backward_workspace, .start = backward_time(i), .end = backward_time(i)};
  }

  // Whose memory an interval lies in; it then says itself where.
  const auto root_of = [&](int i) {
    if (intervals[i].alias < 0) return i;
    while (intervals[intervals[i].alias].alias >= 0) {
      const Lifetime& via = intervals[intervals[i].alias];
      intervals[i].offset += via.offset;
      intervals[i].alias = via.alias;
    }
    return intervals[i].alias;
  };
  // An interval that has memory of its own gets it from another, from `offset` on, whose memory
  // then lives as long as each of those that share it.
  const auto share = [&](int i, int other, int offset = 0) {
    const int root = root_of(other);
    Lifetime &one = intervals[i], &whole = intervals[root];
    one.alias = root;
    one.offset = offset + intervals[other].offset;
    whole.start = std::min(whole.start, one.start);
    whole.end = std::max(whole.end, one.end);
    whole.batch = whole.batch || one.batch;
  };
  e = 0;
  for (int i = 0; i < n; ++i) {
    const StepFacts& step = steps[static_cast<std::size_t>(i)];
    const int from = inputs[e];
    // A value may be overwritten if nothing that lies in the same memory is needed any more.
    if (step.in_place && from > 0 && readers[from] == 1 && intervals[values + from].end <= i) {
      share(values + i + 1, values + from);
      if (training) share(gradients + from, gradients + i + 1);
    }
    if (step.side_by_side)
      for (int k = 0, offset = 0; k < step.inputs; ++k) {
        const std::size_t input = e + static_cast<std::size_t>(k);
        const int value = inputs[input], size = intervals[values + value].size;
        const int root = root_of(values + value);
        if (intervals[root].size == size) share(root, values + i + 1, offset);
        if (training && value > 0 && !plan.adds_gradient[input])
          share(gradients + value, gradients + i + 1, offset);
        offset += size;
      }
    e += static_cast<std::size_t>(step.inputs);
  }
  Place places[all]{};
  allocate(intervals, last_time, places, plan.slot_size, plan.batch_size);
  const auto place = [&](int i) {
    const int root = root_of(i);
    return Place{places[root].batch, places[root].offset + intervals[i].offset};
  };
  // From behind, where most of those lie that others share the memory of.
  for (int i = n; i >= 0; --i) {
    plan.value[static_cast<std::size_t>(i)] = place(values + i);
    plan.gradient[static_cast<std::size_t>(i)] = place(gradients + i);
  }
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
