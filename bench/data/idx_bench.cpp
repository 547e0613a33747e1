#include <angka/data/idx.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <zlib.h>

#include <angka/core/random.hpp>

#include "../support/counters.hpp"
#include "../support/scratch_folder.hpp"

namespace {

/// As many images as MNIST's test set, about a fifth of their pixels inked; `mode` "wb" gzips.
void load_idx(benchmark::State& state, const char* mode) {
  constexpr std::uint32_t images = 10000, side = 28;
  const ScratchFolder folder;
  const auto write = [&](const char* name, std::vector<std::uint32_t> sizes,
                         const std::vector<std::uint8_t>& values) {
    std::vector<std::uint8_t> bytes{0, 0, 8, static_cast<std::uint8_t>(sizes.size())};
    for (const std::uint32_t size : sizes)
      for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::uint8_t>(size >> shift));
    bytes.insert(bytes.end(), values.begin(), values.end());
    const gzFile file = gzopen((folder.path() / name).c_str(), mode);
    gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
  };
  angka::Random random(angka::seed(1), angka::Purpose::test);
  std::vector<std::uint8_t> pixels(images * side * side), labels(images);
  for (auto& pixel : pixels)
    if (random.below(5) == 0) pixel = static_cast<std::uint8_t>(random.below(256));
  for (auto& label : labels) label = static_cast<std::uint8_t>(random.below(10));
  write("images", {images, side, side}, pixels);
  write("labels", {images}, labels);
  for (auto _ : state)
    benchmark::DoNotOptimize(angka::load_idx(folder.path() / "images", folder.path() / "labels"));
  count_work(state, images);
}

BENCHMARK_CAPTURE(load_idx, plain, "wbT");
BENCHMARK_CAPTURE(load_idx, gzipped, "wb");

}  // namespace
