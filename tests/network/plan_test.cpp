#include <doctest/doctest.h>

#include <algorithm>
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

/// A random network with blocks of two and three branches, in as many steps as it happens to have.
struct RandomNetwork {
  Random random;
  std::vector<StepFacts> steps{};
  std::vector<int> inputs{};  ///< step by step
  std::vector<int> sizes{};   ///< of each value

  explicit RandomNetwork(std::uint32_t number) : random(seed(1), Purpose::test, number) {
    sizes.push_back(1 + below(4));
    sequence(0, 1 + below(5), 0);
  }

  int below(int count) { return static_cast<int>(random.below(static_cast<std::uint32_t>(count))); }
  bool coin() { return below(2) == 1; }

  /// Appends a step that reads value `from`; its output has `size` values, or any if that is 0.
  int step(int from, int size) {
    StepFacts facts{.input_size = sizes[std::size_t(from)],
                    .kept = below(3),
                    .forward_workspace = below(3),
                    .backward_workspace = below(3)};
    facts.in_place = (size == 0 || size == facts.input_size) && below(3) > 0;
    facts.output_size = facts.in_place ? facts.input_size : size ? size : 1 + below(4);
    facts.uses_input = !facts.in_place && coin();
    facts.uses_output = coin();
    facts.batch_gradient = !facts.in_place && below(4) == 0;
    return append(facts, {from});
  }
  int append(const StepFacts& facts, const std::vector<int>& read) {
    steps.push_back(facts);
    inputs.insert(inputs.end(), read.begin(), read.end());
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
  int branch(int from, int size, int depth) {
    const bool fits = size == 0 || size == sizes[std::size_t(from)];
    return fits && coin() ? from : sequence(from, 1 + below(2), size, depth);
  }
  int block(int from, int size, int depth) {
    const int branches = 2 + below(2);
    const bool concat = (size == 0 || size >= branches) && coin();
    if (size == 0 && !concat) size = coin() ? sizes[std::size_t(from)] : 1 + below(4);
    std::vector<int> ends;
    int left = size, whole = 0;
    for (int b = branches; b-- > 0;) {
      const int part = !concat || size == 0 || b == 0 ? left : 1 + below(left - b);
      ends.push_back(branch(from, part, depth));
      if (concat) left -= part;
      whole += sizes[std::size_t(ends.back())];
    }
    const bool sum = !concat && coin();
    return append({.inputs = branches,
                   .input_size = sizes[std::size_t(ends[0])],
                   .output_size = concat ? whole : size,
                   .in_place = sum,
                   .uses_input = !concat && !sum,
                   .uses_output = false,
                   .side_by_side = concat},
                  ends);
  }
};

using Marks = std::vector<int>;

/// Memory that remembers what its every place holds, and counts readers that find something else.
class Memory {
 public:
  int faults = 0;

  Memory(int slot, int batch) : slot_(std::size_t(slot)), batch_(std::size_t(batch)) {}
  void write(Place place, const Marks& marks) {
    for (std::size_t i = 0; i < marks.size(); ++i)
      if (int* at = find(place, i)) *at = marks[i];
  }
  void read(Place place, const Marks& marks) {
    for (std::size_t i = 0; i < marks.size(); ++i)
      if (const int* at = find(place, i)) faults += *at != marks[i];
  }
  /// The next pack comes.
  void forget_slot() { slot_.assign(slot_.size(), -1); }

 private:
  int* find(Place place, std::size_t i) {
    std::vector<int>& memory = place.batch ? batch_ : slot_;
    const std::size_t at = std::size_t(place.offset) + i;
    faults += at >= memory.size();
    return at < memory.size() ? &memory[at] : nullptr;
  }
  std::vector<int> slot_, batch_;
};

bool same(Place a, Place b) { return a.batch == b.batch && a.offset == b.offset; }
Place behind(Place place, int offset) { return {place.batch, place.offset + offset}; }

/// Numbers that nothing else is marked with: of value, gradient, kept or workspace number `number`.
enum Kind { a_value, a_gradient, what_is_kept, a_workspace };
Marks marks(Kind kind, int number, int size) {
  Marks marks(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i) marks[std::size_t(i)] = ((kind * 100 + number) * 10000) + i + 1;
  return marks;
}

/// Runs the plan on marked memory, one pack forward and back, as the engine would. `copies`: the
/// values and gradients that steps side by side had to copy.
template <std::size_t N, std::size_t E>
int faults(const std::array<StepFacts, N>& steps, const std::array<int, E>& inputs, bool training,
           int& copies) {
  constexpr int n = static_cast<int>(N);
  const auto plan = detail::make_plan(steps, inputs, training);
  Memory memory(plan.slot_size, plan.batch_size);
  std::vector<Marks> values{marks(a_value, 0, steps[0].input_size)}, gradients;
  std::vector<std::size_t> first;
  std::size_t next = 0;
  for (int i = 0; i < n; ++i) {
    const StepFacts& step = steps[std::size_t(i)];
    values.push_back(marks(a_value, i + 1, step.output_size));
    first.push_back(next);
    if (step.side_by_side) values.back().clear();
    for (int k = 0; k < step.inputs; ++k, ++next)
      if (const Marks& part = values[std::size_t(inputs[next])]; step.side_by_side)
        values.back().insert(values.back().end(), part.begin(), part.end());
  }
  for (std::size_t v = 0; v < values.size(); ++v)
    gradients.push_back(marks(a_gradient, int(v), int(values[v].size())));
  const auto input = [&](int i, int k) {
    return std::size_t(inputs[first[std::size_t(i)] + std::size_t(k)]);
  };
  const auto read_inputs = [&](int i) {
    for (int k = 0; k < steps[std::size_t(i)].inputs; ++k)
      memory.read(plan.value[input(i, k)], values[input(i, k)]);
  };

  memory.write(plan.value[0], values[0]);
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const StepFacts& step = steps[at];
    const Place output = plan.value[at + 1];
    const Marks kept = marks(what_is_kept, i, training ? step.kept : 0);
    const Marks workspace = marks(a_workspace, i, step.forward_workspace);
    read_inputs(i);
    memory.write(plan.forward_workspace[at], workspace);
    memory.write(plan.kept[at], kept);
    if (step.side_by_side) {
      for (int k = 0, offset = 0; k < step.inputs; ++k) {
        const Marks& part = values[input(i, k)];
        copies += !same(plan.value[input(i, k)], behind(output, offset));
        memory.write(behind(output, offset), part);
        offset += int(part.size());
      }
      read_inputs(i);
    } else {
      memory.write(output, values[at + 1]);
      // Writing must not have touched what is still to be read.
      if (!(step.in_place && same(plan.value[input(i, 0)], output))) read_inputs(i);
      for (int k = 1; k < step.inputs; ++k)
        memory.read(plan.value[input(i, k)], values[input(i, k)]);
    }
    memory.read(output, values[at + 1]);
    memory.read(plan.forward_workspace[at], workspace);
    memory.read(plan.kept[at], kept);
  }
  memory.read(plan.value[N], values[N]);
  if (!training) return memory.faults;

  memory.write(plan.gradient[N], gradients[N]);
  memory.read(plan.value[N], values[N]);
  std::vector<bool> written(N + 1);
  for (int i = n; i-- > 0;) {
    const auto at = static_cast<std::size_t>(i);
    const StepFacts& step = steps[at];
    const Place output = plan.gradient[at + 1];
    const Marks workspace = marks(a_workspace, i, step.backward_workspace);
    const auto read_all = [&] {
      if (step.uses_input) read_inputs(i);
      if (step.uses_output) memory.read(plan.value[at + 1], values[at + 1]);
      memory.read(plan.kept[at], marks(what_is_kept, i, step.kept));
    };
    memory.read(output, gradients[at + 1]);
    memory.write(plan.backward_workspace[at], workspace);
    bool in_place = false;
    std::vector<std::pair<Place, std::size_t>> there;  // already
    for (int k = 0, offset = 0; k < step.inputs; ++k) {
      const std::size_t v = input(i, k);
      const bool adds = plan.adds_gradient[first[at] + std::size_t(k)];
      const Place source = behind(output, step.side_by_side ? offset : 0);
      offset += int(values[v].size());
      if (v == 0) continue;
      memory.faults += adds != written[v];
      written[v] = true;
      const Place place = plan.gradient[v];
      if (adds && step.inputs == 1) memory.write(plan.scratch[at], gradients[v]);
      const bool lies_there = (step.in_place || step.side_by_side) && same(place, source);
      memory.faults += adds && lies_there;
      if (lies_there)
        there.push_back({place, v});
      else if (!adds)
        memory.write(place, gradients[v]);
      copies += step.side_by_side && !same(place, source);
      in_place |= !step.side_by_side && same(place, source);
    }
    memory.read(output, gradients[at + 1]);
    for (const auto& [place, v] : there) memory.write(place, gradients[v]);
    read_all();
    memory.read(plan.backward_workspace[at], workspace);
    if (!in_place && there.empty()) memory.read(output, gradients[at + 1]);
    for (int k = 0; k < step.inputs; ++k)
      if (const std::size_t v = input(i, k); v > 0) memory.read(plan.gradient[v], gradients[v]);
  }
  memory.forget_slot();
  for (int i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (!steps[at].batch_gradient) continue;
    read_inputs(i);
    memory.read(plan.kept[at], marks(what_is_kept, i, steps[at].kept));
  }
  return memory.faults;
}

/// Checks networks of exactly N steps; returns how many there were.
template <std::size_t N>
int check_networks() {
  int count = 0, copies = 0;
  for (std::uint32_t number = 0; number < 8000; ++number) {
    const RandomNetwork network(number);
    if (network.steps.size() != N) continue;
    ++count;
    CAPTURE(number);
    std::array<StepFacts, N> steps;
    std::copy(network.steps.begin(), network.steps.end(), steps.begin());
    std::array<int, 3 * N> inputs{};
    std::copy(network.inputs.begin(), network.inputs.end(), inputs.begin());
    CHECK(faults(steps, inputs, true, copies) == 0);
    CHECK(faults(steps, inputs, false, copies) == 0);
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

constexpr StepFacts layer(int inputs, int outputs) {
  return {.input_size = inputs, .output_size = outputs};
}
constexpr StepFacts concat(int parts, int first, int all) {
  return {.inputs = parts,
          .input_size = first,
          .output_size = all,
          .uses_input = false,
          .uses_output = false,
          .side_by_side = true};
}
constexpr StepFacts activation(int size) {
  return {.input_size = size, .output_size = size, .in_place = true, .uses_input = false};
}

TEST_CASE("branches write into their part of what joins them, and find their gradient there") {
  int copies = 0;
  // A layer, three branches of which two end in an activation, a layer.
  const std::array inception{layer(5, 6), layer(6, 2),   activation(2),   layer(6, 3),
                             layer(6, 4), activation(4), concat(3, 2, 9), layer(9, 2)};
  const std::array inception_inputs{0, 1, 2, 1, 1, 5, 3, 4, 6, 7};
  CHECK(faults(inception, inception_inputs, false, copies) == 0);
  CHECK(faults(inception, inception_inputs, true, copies) == 0);
  CHECK(copies == 0);
  CHECK(detail::make_plan(inception, inception_inputs, false).slot_size == 5 + 6 + 9);

  // Blocks that each put a layer's output behind what they read.
  const std::array dense{layer(5, 4),     layer(4, 2), concat(2, 4, 6), layer(6, 2),
                         concat(2, 6, 8), layer(8, 2), concat(2, 8, 10)};
  const std::array dense_inputs{0, 1, 1, 2, 3, 3, 4, 5, 5, 6};
  CHECK(faults(dense, dense_inputs, false, copies) == 0);
  CHECK(faults(dense, dense_inputs, true, copies) == 0);
  CHECK(copies == 0);
  CHECK(detail::make_plan(dense, dense_inputs, false).slot_size == 5 + 10);

  // A value can't lie at two places.
  const std::array twice{layer(5, 4), concat(2, 4, 8)};
  CHECK(faults(twice, std::array{0, 1, 1}, false, copies) == 0);
  CHECK(copies == 1);
  CHECK(faults(twice, std::array{0, 1, 1}, true, copies) == 0);
  CHECK(copies == 3);
}

TEST_CASE("layers that work in place share one memory, and prediction needs that of two values") {
  constexpr StepFacts in_place{.input_size = 100,
                               .output_size = 100,
                               .in_place = true,
                               .uses_input = false,
                               .uses_output = false};
  std::array<StepFacts, 6> steps;
  steps.fill(in_place);
  constexpr std::array inputs{0, 1, 2, 3, 4, 5};
  // The network's input is not the layers' to change.
  CHECK(detail::make_plan(steps, inputs, false).slot_size == 200);
  CHECK(detail::make_plan(steps, inputs, true).slot_size <= 300);
  for (StepFacts& step : steps) step.in_place = false;
  CHECK(detail::make_plan(steps, inputs, false).slot_size == 200);
}

/// 200 times a layer, a normalisation and an activation.
constexpr auto deep = [] {
  std::array<StepFacts, 600> steps{};
  for (int i = 0; i < 600; ++i)
    steps[std::size_t(i)] = {.input_size = 10,
                             .output_size = 10,
                             .kept = i % 3 == 1 ? 10 : 0,
                             .forward_workspace = i % 3 == 0 ? 7 : 0,
                             .backward_workspace = i % 3 == 0 ? 9 : 0,
                             .in_place = i % 3 != 0,
                             .uses_input = i % 3 == 0,
                             .uses_output = i % 3 == 2};
  return steps;
}();
constexpr auto one_after_the_other = [] {
  std::array<int, 600> inputs{};
  for (int i = 0; i < 600; ++i) inputs[std::size_t(i)] = i;
  return inputs;
}();
// Within what compilers allow a constant to take. Prediction needs a value, the next one, and what
// a layer works with; training keeps 20 numbers for each three steps, the input and a gradient.
static_assert(detail::make_plan(deep, one_after_the_other, false).slot_size == 27);
static_assert(detail::make_plan(deep, one_after_the_other, true).slot_size == 200 * 20 + 10 + 10);

}  // namespace
