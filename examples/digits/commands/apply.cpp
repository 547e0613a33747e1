#include "apply.hpp"

#include <filesystem>
#include <iostream>
#include <system_error>

#include "console/interrupt.hpp"
#include "console/output.hpp"
#include "console/output_folder.hpp"
#include "experiments/cleaned_data.hpp"
#include "experiments/cleaning_text.hpp"
#include "experiments/data.hpp"
#include "experiments/moves.hpp"

namespace fs = std::filesystem;

namespace {

/// Raises UsageError for a folder within the data, Error for one that isn't empty.
void check_new(const fs::path& folder, const fs::path& data, const CleaningTexts& c) {
  std::error_code error;
  const auto plain = [&](const fs::path& path) {
    return fs::weakly_canonical(fs::absolute(path, error), error);
  };
  const fs::path within = plain(folder).lexically_relative(plain(data));
  if (fs::is_directory(data, error) && !within.empty() && *within.begin() != "..")
    angka::raise(UsageError(c.within_data));
  if (fs::exists(folder, error) && !fs::is_empty(folder, error))
    angka::raise(angka::Error(fill(c.not_empty, folder.string())));
}

}  // namespace

int apply_moves(const Options& options) {
  const Texts& t = *options.texts;
  const CleaningTexts& c = cleaning_texts(t);
  check_writable(options.json);
  check_new(options.out, data_place(options.data), c);
  const InterruptGuard interrupt;
  const Digits digits = load_digits(options, options.data, true);
  const Moves moves = read_moves(options.apply, digits, t);
  OutputFolder out(options.out);
  write_cleaned(digits, moves, options, interrupt, out);
  out.commit();
  describe(digits, t);
  std::cout << fill(c.moved, moves.labels.size() - moves.removals, moves.removals, moves.relabelled,
                    options.out)
            << '\n';
  write_json(options.json, to_json(digits, moves));
  return 0;
}
