#include "experiments/experiment.hpp"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <thread>

#include "commands.hpp"
#include "console/experiment_text.hpp"
#include "console/file_lock.hpp"
#include "console/output_folder.hpp"
#include "console/table.hpp"
#include "report/experiment.hpp"

int experiment(const Options& options) {
  const Texts& t = *options.texts;
  const ExperimentTexts& e = experiment_texts(t);
  check_writable(options.json);
  ExperimentData data(options, options.test.empty());
  data.find_test(options);
  const std::filesystem::path folder = std::filesystem::path(options.out) / "runs";
  Experiment experiment(options, data, folder, print_line);
  describe(data.digits, t);
  std::cout << fill(e.comparing, options.settings.size(), experiment.runs()) << '\n';
  if (const std::size_t done = experiment.runs_done(); done > 0)
    std::cout << fill(e.goes_on, folder.string(), done) << '\n';
  std::cout << std::flush;
  experiment.run();

  // Each of those who share the runs writes the same.
  std::optional<FileLock> writing;
  while (!(writing = FileLock::attempt(folder / "results.lock"))) {
    experiment.interrupt().check(t);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  OutputFolder out(options.out);
  const Json json = experiment.to_json();
  const Table table = experiment_table(json, t);
  out.write("experiment.json", to_text(json));
  out.write("experiment.csv", experiment_csv(json, t));
  out.write("experiment.png", experiment_figure(json, t).png);
  out.commit();
  write_json(options.json, json);

  Rows rows{table.header};
  rows.insert(rows.end(), table.rows.begin(), table.rows.end());
  std::cout << '\n' << aligned(rows) << '\n';
  for (const std::string& note : experiment_notes(json, t)) std::cout << note << '\n';
  std::cout << fill(t.saved, options.out) << '\n';
  return 0;
}
