#include <angka/data/pixels.hpp>
#include <angka/data/resize.hpp>
#include <angka/data/sheet.hpp>
#include <angka/data/stb.hpp>
#include <angka/reading/reader.hpp>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "../support/counters.hpp"
#include "../support/scratch_folder.hpp"
#include "judge/judge.hpp"

namespace {

/// Bundled digits in rows on uneven, noisy paper, each `height` pixels high, in a JPEG file.
class Photograph {
 public:
  Photograph(int columns, int rows, int width, int height) {
    const angka::Dataset sheet = angka::load_sheet(ANGKA_DIGITS);
    const auto size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    std::vector<std::uint8_t> page(size);
    std::uint32_t noise = 1;
    for (std::size_t i = 0; i < size; ++i) {
      noise = noise * 1664525 + 1013904223;
      page[i] = static_cast<std::uint8_t>(190 + 40 * i / size + (noise >> 28));
    }
    const int cell = std::min(width / columns, height / rows), side = cell * 7 / 10;
    for (int n = 0; n < columns * rows; ++n) {
      const auto index = static_cast<std::size_t>(n) * 61 % sheet.size();
      const auto pixels = sheet.image(index);
      const angka::Image digit =
          angka::resize({28, 28, 1, {pixels.begin(), pixels.end()}}, side, side);
      const int left = (n % columns * 2 + 1) * width / (2 * columns) - side / 2;
      const int top = (n / columns * 2 + 1) * height / (2 * rows) - side / 2;
      for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
          auto& value = page[static_cast<std::size_t>(top + y) * static_cast<std::size_t>(width) +
                             static_cast<std::size_t>(left + x)];
          const int ink = digit.pixels[static_cast<std::size_t>(y * side + x)];
          value = static_cast<std::uint8_t>(value - value * ink * 3 / (4 * 255));
        }
    }
    const auto append = [](void* to, void* data, int count) {
      static_cast<std::ofstream*>(to)->write(static_cast<const char*>(data), count);
    };
    std::ofstream file(path(), std::ios::binary);
    angka::detail::stb::stbi_write_jpg_to_func(append, &file, width, height, 1, page.data(), 90);
  }
  std::filesystem::path path() const { return folder_.path() / "page.jpg"; }

 private:
  ScratchFolder folder_;
};

/// From the file to its digits, on one core; items are the digits that were read. `peak_MB`: of the
/// process, in which other benchmarks may have run before.
void read_photograph(benchmark::State& state, int columns, int rows, int width, int height) {
  const Photograph photograph(columns, rows, width, height);
  std::size_t found = 0;
  for (auto _ : state)
    found = angka::read_digits(angka::read_image(photograph.path()), judge).digits.size();
  count_work(state, static_cast<double>(found));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}
BENCHMARK_CAPTURE(read_photograph, one_digit, 1, 1, 120, 160)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_photograph, 12_megapixels, 10, 8, 4000, 3000)->Unit(benchmark::kMillisecond);

}  // namespace
