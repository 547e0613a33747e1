#include <doctest/doctest.h>

#include <angka/core/random.hpp>
#include <angka/network/plan.hpp>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace {

using namespace angka;
using detail::Place;
using detail::StepFacts;

/// A random network with shortcuts, in as many steps as it happens to have.
struct RandomNetwork {
  Random random;
  std::vector<StepFacts> steps{};
  std::vector<int> sizes{};  ///< of each value

  explicit RandomNetwork(std::uint32_t number) : random(seed(1), Purpose::test, number) {
    sizes.push_back(1 + below(4));
    sequence(0, 1 + below(5), 0);
  }

  int below(int count) { return static_cast<int>(random.below(static_cast<std::uint32_t>(count))); }
  bool coin() { return below(2) == 1; }

  /// Appends a step that reads value `from`; its output has `size` values, or any if that is 0.
  int step(int from, int size) {
    StepFacts facts{.from = from,
                    .input_size = sizes[std::size_t(from)],
                    .kept = below(3),
                    .forward_workspace = below(3),
                    .backward_workspace = below(3)};
    facts.in_place = (size == 0 || size == facts.input_size) && below(3) > 0;
    facts.output_size = facts.in_place ? facts.input_size : size ? size : 1 + below(4);
    facts.uses_input = !facts.in_place && coin();
    facts.uses_output = coin();
    facts.batch_gradient = !facts.in_place && below(4) == 0;
    return append(facts);
  }
  int append(const StepFacts& facts) {
    steps.push_back(facts);
    sizes.push_back(facts.output_size);
    return static_cast<int>(steps.size());
  }

  /// Appends `count` layers that begin with value `from`; the last one ends in `size` values.
  int sequence(int from, int count, int size, int depth = 0) {
    for (int i = 0; i < count; ++i) {
      const int wanted = i == count - 1 ? size : 0;
      from = depth < 3 && below(3) == 0 ? block(from, wanted, depth + 1) : step(from, wanted);
    }
    return from;
  }
  int block(int from, int size, int depth) {
    const int shortcut = below(3);
    if (shortcut == 0 || size == 0) size = size ? size : sizes[std::size_t(from)];
    const bool identity = shortcut == 0 && size == sizes[std::size_t(from)];
    const int main = sequence(from, 1 + below(3), size, depth);
    const int skip = identity ? from : sequence(from, 1 + below(2), size, depth);
    return append({.from = main,
                   .skip = skip,
                   .input_size = size,
                   .output_size = size,
                   .in_place = true,
                   .uses_input = false,
                   .uses_output = false});
  }
};

/// Memory that remembers whose every place is, and counts readers that find another's.
class Memory {
 public:
  int faults = 0;

  Memory(int slot, int batch) : slot_(std::size_t(slot)), batch_(std::size_t(batch)) {}
  void write(Place place, int size, int owner) {
    for (int i = 0; i < size; ++i)
      if (int* at = find(place, i)) *at = owner;
  }
  void read(Place place, int size, int owner) {
    for (int i = 0; i < size; ++i)
      if (const int* at = find(place, i)) faults += *at != owner;
  }
  /// The next pack comes.
  void forget_slot() { slot_.assign(slot_.size(), -1); }

 private:
  int* find(Place place, int i) {
    std::vector<int>& memory = place.batch ? batch_ : slot_;
    const auto at = static_cast<std::size_t>(place.offset + i);
    faults += at >= memory.size();
    return at < memory.size() ? &memory[at] : nullptr;
  }
  std::vector<int> slot_, batch_;
};

bool same(Place a, Place b) { return a.batch == b.batch && a.offset == b.offset; }
constexpr int value_of(int v) { return 1000 + v; }
constexpr int gradient_of(int v) { return 2000 + v; }
constexpr int kept_of(int i) { return 3000 + i; }
constexpr int workspace = 4000;

/// Runs the plan on memory of owners, one pack forward and back, as the engine would.
template <int N>
int faults(const std::array<StepFacts, std::size_t(N)>& steps, bool training) {
  const auto plan = detail::make_plan(steps, training);
  Memory memory(plan.slot_size, plan.batch_size);
  const auto size_of = [&](int v) {
    return v == 0 ? steps[0].input_size : steps[std::size_t(v - 1)].output_size;
  };
  const auto value = [&](int v) { return plan.value[std::size_t(v)]; };
  const auto gradient = [&](int v) { return plan.gradient[std::size_t(v)]; };

  memory.write(value(0), size_of(0), value_of(0));
  for (int i = 0; i < N; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const StepFacts& step = steps[at];
    const int kept = training ? step.kept : 0;
    memory.read(value(step.from), step.input_size, value_of(step.from));
    memory.write(plan.forward_workspace[at], step.forward_workspace, workspace);
    memory.write(plan.kept[at], kept, kept_of(i));
    memory.write(value(i + 1), step.output_size, value_of(i + 1));
    // Writing must not have touched what is still to be read.
    memory.read(plan.forward_workspace[at], step.forward_workspace, workspace);
    memory.read(plan.kept[at], kept, kept_of(i));
    if (!(step.in_place && same(value(step.from), value(i + 1))))
      memory.read(value(step.from), step.input_size, value_of(step.from));
    if (step.skip >= 0) memory.read(value(step.skip), step.output_size, value_of(step.skip));
  }
  memory.read(value(N), size_of(N), value_of(N));
  if (!training) return memory.faults;

  memory.write(gradient(N), size_of(N), gradient_of(N));
  memory.read(value(N), size_of(N), value_of(N));
  std::vector<bool> written(std::size_t{N} + 1);
  for (int i = N; i-- > 0;) {
    const auto at = static_cast<std::size_t>(i);
    const StepFacts& step = steps[at];
    const auto read_all = [&] {
      if (step.uses_input) memory.read(value(step.from), step.input_size, value_of(step.from));
      if (step.uses_output) memory.read(value(i + 1), step.output_size, value_of(i + 1));
      memory.read(plan.kept[at], step.kept, kept_of(i));
    };
    const bool adds = plan.adds_input_gradient[at];
    const Place to = adds ? plan.scratch[at] : gradient(step.from);
    memory.read(gradient(i + 1), step.output_size, gradient_of(i + 1));
    memory.write(plan.backward_workspace[at], step.backward_workspace, workspace);
    if (step.from > 0) memory.write(to, step.input_size, gradient_of(step.from));
    read_all();
    memory.read(plan.backward_workspace[at], step.backward_workspace, workspace);
    const bool in_place = step.in_place && step.from > 0 && same(to, gradient(i + 1));
    if (!in_place) memory.read(gradient(i + 1), step.output_size, gradient_of(i + 1));
    if (step.from > 0) {
      memory.faults += adds != written[std::size_t(step.from)];
      written[std::size_t(step.from)] = true;
      memory.read(gradient(step.from), step.input_size, gradient_of(step.from));
    }
    if (step.skip > 0) {
      memory.faults += plan.adds_skip_gradient[at] != written[std::size_t(step.skip)];
      if (!written[std::size_t(step.skip)])
        memory.write(gradient(step.skip), step.output_size, gradient_of(step.skip));
      written[std::size_t(step.skip)] = true;
      memory.read(gradient(step.skip), step.output_size, gradient_of(step.skip));
      memory.read(gradient(step.from), step.input_size, gradient_of(step.from));
    }
  }
  memory.forget_slot();
  for (int i = 0; i < N; ++i) {
    const StepFacts& step = steps[std::size_t(i)];
    if (!step.batch_gradient) continue;
    memory.read(value(step.from), step.input_size, value_of(step.from));
    memory.read(plan.kept[std::size_t(i)], step.kept, kept_of(i));
  }
  return memory.faults;
}

/// Checks networks of exactly N steps; returns how many there were.
template <int N>
int check_networks() {
  int count = 0;
  for (std::uint32_t number = 0; number < 6000; ++number) {
    const RandomNetwork network(number);
    if (network.steps.size() != N) continue;
    ++count;
    CAPTURE(number);
    std::array<StepFacts, std::size_t(N)> steps;
    std::copy(network.steps.begin(), network.steps.end(), steps.begin());
    CHECK(faults<N>(steps, true) == 0);
    CHECK(faults<N>(steps, false) == 0);
  }
  return count;
}

TEST_CASE("nothing that is still needed is overwritten, in networks of any form") {
  CHECK(check_networks<1>() > 100);
  CHECK(check_networks<2>() > 100);
  CHECK(check_networks<3>() > 100);
  CHECK(check_networks<5>() > 100);
  CHECK(check_networks<8>() > 100);
  CHECK(check_networks<13>() > 20);
  CHECK(check_networks<20>() > 10);
}

TEST_CASE("layers that work in place share one memory, and prediction needs that of two values") {
  constexpr StepFacts in_place{.input_size = 100,
                               .output_size = 100,
                               .in_place = true,
                               .uses_input = false,
                               .uses_output = false};
  std::array<StepFacts, 6> steps;
  steps.fill(in_place);
  for (int i = 0; i < 6; ++i) steps[std::size_t(i)].from = i;
  // The network's input is not the layers' to change.
  CHECK(detail::make_plan(steps, false).slot_size == 200);
  CHECK(detail::make_plan(steps, true).slot_size <= 300);
  for (StepFacts& step : steps) step.in_place = false;
  CHECK(detail::make_plan(steps, false).slot_size == 200);
}

/// 200 times a layer, a normalisation and an activation.
constexpr auto deep = [] {
  std::array<StepFacts, 600> steps{};
  for (int i = 0; i < 600; ++i)
    steps[std::size_t(i)] = {.from = i,
                             .input_size = 10,
                             .output_size = 10,
                             .kept = i % 3 == 1 ? 10 : 0,
                             .forward_workspace = i % 3 == 0 ? 7 : 0,
                             .backward_workspace = i % 3 == 0 ? 9 : 0,
                             .in_place = i % 3 != 0,
                             .uses_input = i % 3 == 0,
                             .uses_output = i % 3 == 2};
  return steps;
}();
// Within what compilers allow a constant to take. Prediction needs a value, the next one, and what a
// layer works with; training keeps 20 numbers for each three steps, the input and a gradient.
static_assert(detail::make_plan(deep, false).slot_size == 27);
static_assert(detail::make_plan(deep, true).slot_size == 200 * 20 + 10 + 10);

}  // namespace
