#include <benchmark/benchmark.h>
#include <angka/augment/augment.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using namespace angka;

/// Strokes like a digit's: within the 20x20 pixels in the middle of 28x28, about 19% ink.
std::vector<std::uint8_t> strokes(std::size_t images) {
  std::vector<std::uint8_t> pixels;
  for (std::uint32_t i = 0; i < images; ++i) {
    std::vector<std::uint8_t> image(28 * 28, 0);
    Random random(seed(1), Purpose::test, 0, i);
    float x = random.uniform(8, 20), y = 5, slope = 0;
    for (int step = 0; step < 60; ++step) {
      for (int row = 0; row < 2; ++row)
        for (int column = 0; column < 2; ++column)
          image[static_cast<std::size_t>((static_cast<int>(y) + row) * 28 + static_cast<int>(x) +
                                         column)] =
              static_cast<std::uint8_t>(200 + random.below(56));
      slope += random.uniform(-0.3f, 0.3f);
      x += slope;
      if (x < 4 || x > 22) slope = -slope, x += 2 * slope;
      x = x < 4 ? 4 : x > 22 ? 22 : x;
      y += 0.3f;
    }
    pixels.insert(pixels.end(), image.begin(), image.end());
  }
  return pixels;
}

template <class Pipeline>
void run(benchmark::State& state, const Pipeline& pipeline) {
  constexpr Shape shape{1, 28, 28};
  constexpr std::uint32_t images = 512;
  const std::vector<std::uint8_t> in = strokes(images);
  std::vector<std::uint8_t> out(28 * 28);
  typename Pipeline::Workspace workspace(shape);
  std::uint32_t i = 0;
  for (auto _ : state) {
    pipeline.apply(shape, &in[std::size_t{i % images} * 784], out.data(), {seed(1), i / images, i},
                   workspace);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
    ++i;
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK_CAPTURE(run, none, NoAugmentation{});
BENCHMARK_CAPTURE(run, off, augment(Rotate{}, Shift{}, Zoom{}, Elastic{}));
BENCHMARK_CAPTURE(run, Rotate, augment(Rotate{10}));
BENCHMARK_CAPTURE(run, affine, augment(Rotate{10}, Shift{0.1f}, Zoom{0.1f}, Shear{10}));
BENCHMARK_CAPTURE(run, Stretch, augment(Stretch{0.25f}));
BENCHMARK_CAPTURE(run, Perspective, augment(Perspective{0.2f}));
BENCHMARK_CAPTURE(run, Elastic, augment(Elastic{34, 4}));
BENCHMARK_CAPTURE(run, affine_elastic,
                  augment(Rotate{10}, Shift{0.1f}, Zoom{0.1f}, Elastic{34, 4}));
BENCHMARK_CAPTURE(run, GridDistortion, augment(GridDistortion{0.2f}));
BENCHMARK_CAPTURE(run, PenThickness, augment(PenThickness{0.5f}));
BENCHMARK_CAPTURE(run, GaussianNoise, augment(GaussianNoise{0.1f}));
BENCHMARK_CAPTURE(run, SaltAndPepper, augment(SaltAndPepper{0.05f}));
BENCHMARK_CAPTURE(run, Blur, augment(Blur{{0.8, 0.8}}));
BENCHMARK_CAPTURE(run, Brightness, augment(Brightness{0.2f}));
BENCHMARK_CAPTURE(run, Contrast, augment(Contrast{0.2f}));
BENCHMARK_CAPTURE(run, Gamma, augment(Gamma{0.2f}));
BENCHMARK_CAPTURE(run, Erasing, augment(Erasing{0.2f}));
BENCHMARK_CAPTURE(run, Outline, augment(Outline{}));
BENCHMARK_CAPTURE(run, Shade, augment(Shade{0.5f}));
BENCHMARK_CAPTURE(run, Scratches, augment(Scratches{{2, 2}}));
BENCHMARK_CAPTURE(run, Stripe, augment(Stripe{0.5f}));
BENCHMARK_CAPTURE(run, Invert, augment(Invert{}));

}  // namespace
