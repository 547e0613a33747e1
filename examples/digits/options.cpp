#include "options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <limits>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "classifier.hpp"

namespace {

using angka::raise;

/// The whole of `word` as a number.
template <class Number>
bool read(std::string_view word, Number& number) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size();
}

std::string join(const std::vector<std::string>& words, const char* separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

std::optional<std::pair<int, int>> read_size(std::string_view word) {
  const std::size_t cross = word.find('x');
  std::pair<int, int> size;
  if (cross == word.npos || !read(word.substr(0, cross), size.first) ||
      !read(word.substr(cross + 1), size.second))
    return std::nullopt;
  const auto fits = [](int n) { return n >= 1 && n <= 4096; };
  if (!fits(size.first) || !fits(size.second)) return std::nullopt;
  return size;
}

/// Adds options to a command, each with its checks, in the words of a language. `shown` is how help
/// shows the value.
class Adder {
 public:
  Adder(CLI::App& app, const Texts& texts) : app_(app), t_(texts) {}

  void text(const char* name, std::string& value, const char* help, const char* shown) {
    add(name, value, help, shown);
  }
  void flag(const char* name, bool& value, const char* help) {
    app_.add_flag(name, value, help)->group(t_.options);
  }
  template <class Integer>
  void integer(const char* name, Integer& value, const char* help, std::uint64_t low,
               std::uint64_t high, const char* shown = "N") {
    check(add(name, value, help, shown), fill(t_.whole_number, low, high),
          [low, high](const std::string& word) {
            std::uint64_t number = 0;
            return read(word, number) && number >= low && number <= high;
          });
  }
  /// A number above `low`, at most `high`.
  template <class Real>
  void above(const char* name, Real& value, const char* help, double low, double high) {
    check(add(name, value, help, "X"), fill(t_.number_above, brief(low), brief(high)),
          [low, high](const std::string& word) {
            double number = 0;
            return read(word, number) && number > low && number <= high;
          });
  }
  /// A number from `low` to below `high`.
  template <class Real>
  void from(const char* name, Real& value, const char* help, double low, double high,
            const char* shown = "X") {
    check(add(name, value, help, shown), fill(t_.number_from, brief(low), brief(high)),
          [low, high](const std::string& word) {
            double number = 0;
            return read(word, number) && number >= low && number < high;
          });
  }
  template <class Word>
  void choice(const char* name, Word& value, const char* help,
              const std::vector<std::string>& choices) {
    check(add(name, value, help, join(choices, "|")), fill(t_.one_of, join(choices, ", ")),
          [choices](const std::string& word) {
            return std::find(choices.begin(), choices.end(), word) != choices.end();
          });
  }
  void size(const char* name, std::string& value, const char* help) {
    check(add(name, value, help, "WxH [20x20]"), t_.tile_size,
          [](const std::string& word) { return read_size(word).has_value(); });
  }

 private:
  template <class Value>
  CLI::Option* add(const char* name, Value& value, const char* help, const std::string& shown) {
    return app_.add_option(name, value, help)->option_text(shown)->group(t_.options);
  }
  template <class Allowed>
  void check(CLI::Option* option, const std::string& expected, Allowed allowed) {
    option->check(CLI::Validator(
        [expected, allowed, &t = t_](const std::string& word) {
          return allowed(word) ? std::string()
                               : fill(t.must_be, expected, word.empty() ? "\"\"" : word);
        },
        ""));
  }

  CLI::App& app_;
  const Texts& t_;
};

/// Two words for one file; true also if they are spelt differently.
bool same_file(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return false;
  namespace fs = std::filesystem;
  std::error_code error;
  return fs::equivalent(a, b, error) || fs::weakly_canonical(fs::absolute(a, error), error) ==
                                            fs::weakly_canonical(fs::absolute(b, error), error);
}

}  // namespace

const Texts& language(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang=id") return indonesian;
    if (word == "--lang" && i + 1 < argc && std::string_view(argv[i + 1]) == "id")
      return indonesian;
  }
  return english;
}

std::optional<Options> parse(int argc, char** argv) {
  const Texts& t = language(argc, argv);
  Options options;
  options.texts = &t;
  std::string lang = "en", tile = "20x20", augment = "none";

  CLI::App app(t.about, "digits");
  app.set_help_flag("-h,--help", t.help)->group(t.options);
  app.require_subcommand(0, 1);
  Adder(app, t).choice("--lang", lang, t.lang, {"en", "id"});
  app.footer(t.more_help);
  const auto formatter = app.get_formatter();
  formatter->label("Usage", t.usage);
  formatter->label("OPTIONS", t.options);
  formatter->label("Positionals", t.arguments);
  formatter->label("SUBCOMMAND", t.command);

  const auto command = [&](const char* name, const char* help, Command which) {
    CLI::App* sub = app.add_subcommand(name, help)->group(t.commands);
    sub->footer("");
    sub->set_help_flag("-h,--help", t.help)->group(t.options);
    sub->callback([&options, which] { options.command = which; });
    return sub;
  };
  const auto common = [&](CLI::App* sub) {
    Adder add(*sub, t);
    add.text("--json", options.json, t.json, "FILE");
    add.flag("--quiet", options.quiet, t.quiet);
    add.choice("--lang", lang, t.lang, {"en", "id"});
  };
  const auto data = [&](CLI::App* sub) {
    sub->add_option("DATA", options.data, t.data)->option_text(" ");
    Adder(*sub, t).size("--tile", tile, t.tile);
  };
  const auto threads = [&](CLI::App* sub) {
    Adder(*sub, t).integer("--threads", options.threads, t.threads, 0, 256, "N [0]");
  };

  CLI::App* inspect = command("inspect", t.inspect, Command::inspect);
  data(inspect);
  common(inspect);

  CLI::App* train = command("train", t.train, Command::train);
  data(train);
  Adder add(*train, t);
  add.text("--out", options.out, t.out, "MODEL");
  add.text("--test", options.test, t.test, "DATA");
  add.choice("--net", options.net, t.net, net_names());
  add.integer("--epochs", options.epochs, t.epochs, 1, 100000);
  add.integer("--batch-size", options.batch_size, t.batch_size, 1, 1000000);
  add.above("--learning-rate", options.learning_rate, t.learning_rate, 0, 1000);
  add.choice("--optimizer", options.optimizer, t.optimizer, {"sgd", "adam", "adamw", "rmsprop"});
  add.choice("--schedule", options.schedule, t.schedule,
             {"constant", "step", "exponential", "cosine", "one-cycle"});
  add.from("--weight-decay", options.weight_decay, t.weight_decay, 0, 1);
  add.from("--dropout", options.dropout, t.dropout, 0, 1);
  add.from("--label-smoothing", options.label_smoothing, t.label_smoothing, 0, 1);
  add.choice("--augment", augment, t.augment, {"none"});
  add.integer("--seed", options.seed, t.seed, 0, std::numeric_limits<std::uint64_t>::max(),
              "N [42]");
  add.from("--validation", options.validation, t.validation, 0, 1, "X [0.1]");
  add.integer("--train-limit", options.train_limit, t.train_limit, 1, 1000000000);
  add.flag("--all", options.all, t.all);
  threads(train);
  common(train);

  CLI::App* evaluate = command("evaluate", t.evaluate, Command::evaluate);
  data(evaluate);
  Adder(*evaluate, t).text("--model", options.model, t.model, "MODEL");
  Adder(*evaluate, t).text("--test", options.test, t.test, "DATA");
  threads(evaluate);
  common(evaluate);

  CLI::App* predict = command("predict", t.predict, Command::predict);
  Adder(*predict, t).text("--model", options.model, t.model, "MODEL");
  predict->add_option("IMAGE", options.images, t.images)->option_text("...");
  common(predict);

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    for (const CLI::App* sub : app.get_subcommands()) {
      std::cout << sub->help("digits");
      return std::nullopt;
    }
    std::cout << app.help();
    return std::nullopt;
  } catch (const CLI::ValidationError& error) {
    raise(UsageError(error.what()));
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string what = error.what();
    raise(UsageError(fill(t.needs_value, what.substr(0, what.find(':')))));
  } catch (const CLI::ExtrasError&) {
    raise(UsageError(fill(t.unexpected, app.remaining(true).front())));
  } catch (const CLI::ParseError& error) {
    raise(UsageError(error.what()));
  }

  if (app.get_subcommands().empty()) raise(UsageError(t.no_command));
  const auto need = [&](const char* name, const std::string& value) {
    if (value.empty()) raise(UsageError(fill(t.missing, name)));
  };
  if (options.command == Command::train) need("--out", options.out);
  if (options.command == Command::evaluate || options.command == Command::predict)
    need("--model", options.model);
  if (options.command == Command::predict && options.images.empty())
    raise(UsageError(t.no_images_given));
  const auto differ = [&](const char* a, const std::string& file_a, const char* b,
                          const std::string& file_b) {
    if (same_file(file_a, file_b)) raise(UsageError(fill(t.same_file, a, b)));
  };
  differ("--out", options.out, "--json", options.json);
  differ("--model", options.model, "--json", options.json);
  for (const auto& [name, input] : {std::pair("DATA", &options.data), {"--test", &options.test}}) {
    differ(name, *input, "--out", options.out);
    differ(name, *input, "--json", options.json);
  }
  for (const std::string& image : options.images) differ("IMAGE", image, "--json", options.json);
  std::tie(options.tile_width, options.tile_height) = *read_size(tile);
  return options;
}
