#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <angka/core/lanes.hpp>
#include <angka/training/threads.hpp>

#include "fma_limit.hpp"

// Runs all benchmarks, each several times, and prints a table of the best runs. Takes Google
// Benchmark's options.

namespace {

/// One line a benchmark: its best repetition.
class Table : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override {
    angka::ThreadPool one(1), all;
    std::printf("%d lanes of float, compiled by " ANGKA_COMPILER
                "; FMA limit of 1 thread %.0f GFLOP/s, of %d threads %.0f GFLOP/s\n\n",
                angka::Lanes<float>::count, fma_limit(one), all.size(), fma_limit(all));
    width_ = std::max<std::size_t>(context.name_field_width, 9);
    std::printf("%-*s %12s %13s %9s %13s\n", static_cast<int>(width_), "benchmark", "time",
                "items/s", "GFLOP/s", "of FMA limit");
    return true;
  }

  void ReportRuns(const std::vector<Run>& runs) override {
    const Run* best = nullptr;
    for (const Run& run : runs)
      if (run.run_type == Run::RT_Iteration && (!best || seconds(run) < seconds(*best)))
        best = &run;
    if (!best) return;
    std::printf("%-*s %12s", static_cast<int>(width_), best->run_name.str().c_str(),
                time(seconds(*best)).c_str());
    print(*best, {"images/s", "items_per_second"}, " %13.0f", 14);
    print(*best, {"GFLOP/s"}, " %9.1f", 10);
    print(*best, {"of FMA limit"}, " %12.0f%%", 14, 100);
    std::printf("\n");
    std::fflush(stdout);
  }

 private:
  /// Processor time of the benchmark's thread, or real time where it uses several.
  static double seconds(const Run& run) {
    const bool real = run.run_name.time_type == "real_time";
    return (real ? run.real_accumulated_time : run.cpu_accumulated_time) /
           static_cast<double>(run.iterations);
  }
  static std::string time(double seconds) {
    char text[32];
    const char* units[] = {"s", "ms", "us", "ns"};
    int unit = 0;
    while (unit < 3 && seconds < 1) seconds *= 1000, ++unit;
    std::snprintf(text, sizeof text, "%.3g %s", seconds, units[unit]);
    if (seconds >= 999.5) std::snprintf(text, sizeof text, "%.0f %s", seconds, units[unit]);
    return text;
  }
  static void print(const Run& run, std::vector<const char*> names, const char* format, int width,
                    double factor = 1) {
    for (const char* name : names) {
      const auto found = run.counters.find(name);
      if (found != run.counters.end()) {
        std::printf(format, factor * found->second.value);
        return;
      }
    }
    std::printf("%*s", width, "");
  }

  std::size_t width_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  // Defaults, which the command line may override.
  std::vector<std::string> words{arguments[0], "--benchmark_min_time=0.05",
                                 "--benchmark_repetitions=5"};
  words.insert(words.end(), arguments + 1, arguments + count);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  int size = static_cast<int>(pointers.size());
  benchmark::Initialize(&size, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(size, pointers.data())) return 2;
  Table table;
  return benchmark::RunSpecifiedBenchmarks(&table) > 0 ? 0 : 1;
}
