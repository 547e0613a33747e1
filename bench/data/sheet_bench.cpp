#include <angka/data/sheet.hpp>

#include <benchmark/benchmark.h>

#include "../support/counters.hpp"

namespace {

/// The bundled digits: one PNG image, cut into tiles that are enlarged.
void load_sheet(benchmark::State& state) {
  std::size_t images = 0;
  for (auto _ : state) images = angka::load_sheet(ANGKA_DIGITS).size();
  count_work(state, static_cast<double>(images));
}
BENCHMARK(load_sheet);

}  // namespace
