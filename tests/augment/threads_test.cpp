#include <angka/augment/digit_augmentation.hpp>
#include <angka/training/threads.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <vector>

using namespace angka;

namespace {

TEST_CASE("threads that share a pipeline make the versions that one makes") {
  const Shape shape{1, 28, 28};
  DigitAugmentation pipeline = DigitAugmentation::strong();
  pipeline.get<GaussianNoise>().deviation = 0.1;
  constexpr int images = 400, threads = 4;
  const TestImage image = letter();
  std::vector<TestImage> versions(images, blank(shape));
  std::vector<AugmentationWorkspace> workspaces(threads, AugmentationWorkspace(shape));
  ThreadPool pool(threads);
  pool.run(images, [&](int job, int thread) {
    pipeline.apply(shape, image.pixels.data(),
                   versions[static_cast<std::size_t>(job)].pixels.data(),
                   {seed(1), 2, static_cast<std::uint32_t>(job)},
                   workspaces[static_cast<std::size_t>(thread)]);
  });
  for (std::uint32_t i = 0; i < images; ++i)
    REQUIRE(versions[i] == augmented(pipeline, image, {seed(1), 2, i}));
}

}  // namespace
