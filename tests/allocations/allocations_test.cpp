#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <angka/training/ensemble.hpp>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <numeric>
#include <span>
#include <training/quadrants.hpp>
#include <vector>

// In this program every allocation is counted. (Not inlined: g++ would take `free` for the mate of
// the usual `new`.)

namespace {

std::atomic<long> allocations{0};

void* allocate(std::size_t size, std::size_t alignment) {
  allocations.fetch_add(1);
  const std::size_t rounded =
      (std::max<std::size_t>(size, 1) + alignment - 1) / alignment * alignment;
  if (void* memory = std::aligned_alloc(alignment, rounded)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return allocate(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
// As std::stable_sort does; the sanitizers' own would not come here.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return ::operator new(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace {

using namespace angka;

using Plain = Network<Input<1, 6, 6>, Conv2D<4, 3, Same>, ReLU, MaxPool2D<2>, Dropout, Dense<9>,
                      GELU, Dense<4>>;
using WithBatchNorm = Network<
    Input<1, 6, 6>, Conv2D<4, 3, Same>, BatchNorm, ReLU, Residual<Conv2D<4, 3, Same>, BatchNorm>,
    Branches<Concat, Sequence<>, Conv2D<2, 3, Same>>,
    Branches<Multiply, Sequence<>, Sequence<GlobalMaxPool2D, Sigmoid>>, GlobalMaxPool2D, Dense<4>>;

TEST_CASE("allocations are counted") {
  const long before = allocations;
  ::operator delete(::operator new(10));
  { AlignedArray<float> array(10); }
  CHECK(allocations - before == 2);
}

TEST_CASE_TEMPLATE("a training step and an optimizer's update allocate nothing", Net, Plain,
                   WithBatchNorm) {
  Model<Net, CrossEntropy, Adam> model{seed(1)};
  const Dataset train = quadrants(150);
  for (const int threads : {1, 2}) {
    std::vector<long> counts;
    counts.reserve(100);
    model.fit(train, {.epochs = 3, .batch_size = 40, .threads = threads, .clip_norm = 1},
              [&](const StepResult&) { counts.push_back(allocations); });
    REQUIRE(counts.size() == 12);
    // Steps 2, 3, 4 of each epoch; the last one is a smaller batch.
    for (std::size_t step = 0; step < 12; ++step)
      if (step % 4 != 0) CHECK(counts[step] == counts[step - 1]);
    // An epoch adds its result to the history, and no more.
    CHECK(counts[8] - counts[7] <= 1);
  }
}

struct Stream {
  using Pixel = std::uint8_t;
  const Dataset& data;
  Shape shape() const { return data.shape; }
  std::size_t size() const { return data.size(); }
  void read(const SourceBatch<Pixel>& batch) const {
    std::copy_n(data.image(batch.first).data(), batch.pixels.size(), batch.pixels.data());
    std::copy_n(data.labels.data() + batch.first, batch.count, batch.labels.data());
  }
};

TEST_CASE("nor does one of a stream, of several batches, with layers that are frozen or slower") {
  Model<WithBatchNorm, CrossEntropy, AdamW> model{seed(1)};
  model.network.freeze<At<0>, At<1>>();
  model.network.rate<At<7>>(0.5);
  const Dataset train = quadrants(150);
  Stream stream{train};
  std::vector<long> counts;
  counts.reserve(100);
  model.fit_stream(
      stream,
      {.epochs = 3, .batch_size = 20, .accumulate = 2, .threads = 2, .decay_weights_alone = true},
      [&](const StepResult&) { counts.push_back(allocations); });
  REQUIRE(counts.size() == 12);
  for (std::size_t step = 0; step < 12; ++step)
    if (step % 4 != 0) CHECK(counts[step] == counts[step - 1]);
}

TEST_CASE_TEMPLATE("a step alone allocates nothing", Net, Plain, WithBatchNorm) {
  Net net;
  const Dataset train = quadrants(150);
  ThreadPool pool(2);
  TrainingStep<Net> step(pool, 150);
  std::vector<std::uint32_t> positions(150);
  std::iota(positions.begin(), positions.end(), 0u);
  step.run(net, CrossEntropy{}, train, positions, seed(1), 0);
  const CrossEntropy loss;
  const long before = allocations;
  for (const std::size_t images : {150u, 33u, 1u})
    step.run(net, loss, train, std::span<const std::uint32_t>(positions).first(images), seed(1), 1);
  CHECK(allocations == before);
}

TEST_CASE_TEMPLATE("a prediction allocates nothing after a thread's first", Net, Plain,
                   WithBatchNorm) {
  const Model<Net, CrossEntropy, Adam> model{seed(1)};
  const Dataset data = quadrants(20);
  const DataView view = data;
  model.predict(view.image(0));
  const std::vector<float> numbers(36, 0.5f);
  long before = allocations;
  for (std::size_t i = 0; i < view.size(); ++i) model.predict(view.image(i));
  model.predict(std::span<const float>(numbers));
  CHECK(allocations == before);

  const Ensemble both(model, model);
  before = allocations;
  for (std::size_t i = 0; i < view.size(); ++i) both.predict(view.image(i));
  both.predict(std::span<const float>(numbers));
  CHECK(allocations == before);

  ThreadPool pool(2);
  model.predict(view.image(0), pool);
  before = allocations;
  for (std::size_t i = 0; i < view.size(); ++i) model.predict(view.image(i), pool);
  CHECK(allocations == before);

  typename Net::Workspace workspace;
  before = allocations;
  for (std::size_t i = 0; i < view.size(); ++i) model.network.predict(view.image(i), workspace);
  CHECK(allocations == before);
}

}  // namespace
