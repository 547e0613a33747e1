#include <exception>
#include <iostream>
#include <new>
#include <string>

#include <angka/core/errors.hpp>

#include "commands/commands.hpp"
#include "console/options.hpp"
#include "console/output.hpp"
#include "console/ranks.hpp"
#include "nets/classifier.hpp"
#include "nets/named_recipes.hpp"

namespace {

int run(const Options& options) {
  switch (options.command) {
    case Command::inspect:
      return inspect(options);
    case Command::augment:
      return augment(options);
    case Command::train:
      return train(options);
    case Command::evaluate:
      return evaluate(options);
    case Command::predict:
      return predict(options);
    case Command::compare:
      return compare(options);
    case Command::tune:
      return tune(options);
    case Command::experiment:
      return experiment(options);
    case Command::export_model:
      return export_model(options);
    case Command::import_network:
      return import_network(options);
    case Command::report:
      return report(options);
    case Command::demo:
      return demo(options);
  }
  return 1;
}

}  // namespace

/// Exit status: 0 done, 2 the command line or a setting can't be used, 1 anything else. An error is
/// one line on standard error.
int main(int argc, char** argv) {
  const Texts& texts = language(argc, argv);
  number_signs = texts.signs;
  const auto fail = [&](int status, const char* message) {
    print_error(message, texts);
    return status;
  };
  try {
    auto options = parse(argc, argv, net_names(), offered_recipes());
    if (options) take_rank(*options);
    if (options && options->quiet) std::cout.rdbuf(nullptr);
    const int status = options ? run(*options) : 0;
    std::cout.flush();
    if (!std::cout && std::cout.rdbuf()) return fail(1, texts.output_lost);
    return status;
  } catch (const angka::SettingError& error) {
    return fail(2, error.what());
  } catch (const std::bad_alloc&) {
    return fail(1, texts.no_memory);
  } catch (const std::exception& error) {
    return fail(1, error.what());
  }
}
