#include <algorithm>
#include <angka/augment/spec.hpp>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "commands.hpp"
#include "console/interrupt.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "experiments/augmented_data.hpp"
#include "experiments/data.hpp"

namespace {

void print_counts(const angka::Dataset& data, const std::vector<Copies>& counts, const Texts& t) {
  std::size_t width = std::max(std::string(t.digit).size(), std::string(t.total).size());
  for (const std::string& name : data.classes) width = std::max(width, name.size());
  const auto row = [&](const std::string& name, const std::string& before,
                       const std::string& after) {
    std::cout << "  " << left(name, width) << right(before, 10) << right(after, 10) << '\n';
  };
  row(t.digit, t.before, t.after);
  Copies total;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    row(data.classes[c], count(counts[c].before), count(counts[c].after));
    total.before += counts[c].before;
    total.after += counts[c].after;
  }
  row(t.total, count(total.before), count(total.after));
}

}  // namespace

int augment(const Options& options) {
  const Texts& t = *options.texts;
  check_writable(options.json);
  const InterruptGuard interrupt;
  OutputFolder out(options.out);
  const Digits digits = load_digits(options, options.data);
  const AugmentedData made = augment_data(digits, options, interrupt);
  write(made, options, out, "");
  interrupt.check(t);
  out.commit();

  describe(digits, t);
  std::cout << fill(t.augmentation, to_string(options.augment)) << "\n\n"
            << t.images_of_each << '\n';
  print_counts(digits.train(), made.per_class, t);
  const std::filesystem::path folder = options.out;
  std::cout << '\n' << fill(t.each_shown, (folder / "digit-*.png").string()) << '\n';
  if (!options.write_dataset.empty())
    std::cout << fill(t.dataset_written, (folder / augmented_folder).string(),
                      made.train.names.size(), made.test.names.size())
              << '\n'
              << t.no_validation_of_it << '\n';
  write_json(options.json, to_json(made, digits, options));
  return 0;
}
