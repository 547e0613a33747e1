#include <angka/data/class_folder.hpp>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>

#include <angka/data/image.hpp>
#include <angka/data/sheet.hpp>

#include "../support/counters.hpp"
#include "../support/scratch_folder.hpp"

namespace {

/// A folder of PNG files for each digit: 50 of each of the bundled digits.
void load_class_folder(benchmark::State& state) {
  const angka::Dataset digits = angka::load_sheet(ANGKA_DIGITS);
  const angka::DataView view = digits;
  const ScratchFolder folder;
  std::size_t images = 0;
  for (std::size_t i = 0; i < digits.size(); i += 10, ++images) {
    const auto pixels = view.image(i);
    const auto file = angka::encode_png({.width = digits.shape.width,
                                         .height = digits.shape.height,
                                         .channels = 1,
                                         .pixels = {pixels.begin(), pixels.end()}});
    const auto path = folder.path() / digits.classes[static_cast<std::size_t>(digits.labels[i])];
    std::filesystem::create_directories(path);
    std::ofstream(path / (std::to_string(i) + ".png"), std::ios::binary)
        .write(reinterpret_cast<const char*>(file.data()),
               static_cast<std::streamsize>(file.size()));
  }
  for (auto _ : state) benchmark::DoNotOptimize(angka::load_class_folder(folder.path()));
  count_work(state, static_cast<double>(images));
}
BENCHMARK(load_class_folder);

}  // namespace
