#include "options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <angka/augment/spec.hpp>
#include <angka/core/number.hpp>
#include <angka/data/writers.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <limits>
#include <sstream>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "console/experiment_text.hpp"
#include "console/measuring_text.hpp"
#include "console/teaching_text.hpp"

namespace {

using angka::raise;
using angka::detail::read_number;

std::string join(const std::vector<std::string>& words, const char* separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

/// What stands for a value in help, "none|FILE", in the language's words.
std::string placeholders(std::string shown, const Texts& texts) {
  for (const auto& [english, word] : texts.placeholders)
    if (const std::size_t at = shown.find(english); at != shown.npos)
      shown.replace(at, std::string_view(english).size(), word);
  return shown;
}

std::optional<std::pair<int, int>> read_size(std::string_view word) {
  const std::size_t cross = word.find('x');
  std::pair<int, int> size;
  if (cross == word.npos || !read_number(word.substr(0, cross), size.first) ||
      !read_number(word.substr(cross + 1), size.second))
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

  template <class Text>
  void text(const char* name, Text& value, const char* help, const std::string& shown) {
    add(name, value, help, shown);
  }
  /// An option that may be given again and again.
  void texts(const char* name, std::vector<std::string>& values, const char* help,
             const std::string& shown) {
    add(name, values, help, shown)->allow_extra_args(false);
  }
  void flag(const char* name, bool& value, const char* help) {
    app_.add_flag(name, value, help)->group(t_.options);
  }
  template <class Integer>
  void integer(const char* name, Integer& value, const char* help, std::uint64_t low,
               std::uint64_t high, const char* shown = "N") {
    check(add(name, value, help, shown),
          fill(t_.whole_number, std::to_string(low), std::to_string(high)),
          [low, high](const std::string& word) {
            std::uint64_t number = 0;
            return read_number(word, number) && number >= low && number <= high;
          });
  }
  /// A number above `low`, at most `high`.
  template <class Real>
  void above(const char* name, Real& value, const char* help, double low, double high,
             const char* shown = "X") {
    check(add(name, value, help, shown),
          fill(t_.number_above, typed_number(low), typed_number(high)),
          [low, high](const std::string& word) {
            double number = 0;
            return read_number(word, number) && number > low && number <= high;
          });
  }
  /// A number from `low` to `high`.
  template <class Real>
  void within(const char* name, Real& value, const char* help, double low, double high,
              const char* shown) {
    check(add(name, value, help, shown),
          fill(t_.number_within, typed_number(low), typed_number(high)),
          [low, high](const std::string& word) {
            double number = 0;
            return read_number(word, number) && number >= low && number <= high;
          });
  }
  /// A number from `low` to below `high`.
  template <class Real>
  void from(const char* name, Real& value, const char* help, double low, double high,
            const char* shown = "X") {
    check(add(name, value, help, shown),
          fill(t_.number_from, typed_number(low), typed_number(high)),
          [low, high](const std::string& word) {
            double number = 0;
            return read_number(word, number) && number >= low && number < high;
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
  void choice_or_file(const char* name, std::string& value, const char* help,
                      const std::vector<std::string>& choices) {
    check(add(name, value, help, join(choices, "|") + "|FILE"),
          fill(t_.one_of, join(choices, ", ")) + ", " + t_.net_file,
          [choices](const std::string& word) {
            std::error_code error;
            return std::find(choices.begin(), choices.end(), word) != choices.end() ||
                   std::filesystem::is_regular_file(word, error);
          });
  }
  /// A pattern of files' names that tells their writers.
  void pattern(const char* name, std::string& value, const char* help) {
    check(add(name, value, help, "PATTERN"),
          fill(t_.a_writer_pattern, "{writer}", "{digit}, {number}", "{writer}_{digit}_*"),
          [](const std::string& word) {
            try {
              angka::writers_by_pattern(word);
            } catch (const angka::SettingError&) {
              return false;
            }
            return true;
          });
  }
  /// A file for a plot.
  void picture(const char* name, std::string& value, const char* help) {
    check(add(name, value, help, "FILE"), t_.a_picture, [](const std::string& word) {
      const auto ending = std::filesystem::path(word).extension();
      return ending == ".png" || ending == ".svg";
    });
  }
  void size(const char* name, std::string& value, const char* help) {
    check(add(name, value, help, "WxH [20x20]"), t_.tile_size,
          [](const std::string& word) { return read_size(word).has_value(); });
  }

 private:
  template <class Value>
  CLI::Option* add(const char* name, Value& value, const char* help, const std::string& shown) {
    return app_.add_option(name, value, help)
        ->option_text(placeholders(shown, t_))
        ->group(t_.options);
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

/// The words of a command line as one types them into a shell.
std::string typed(int argc, char** argv) {
  std::string line = "digits";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
    line += ' ';
    if (!word.empty() && word.find_first_not_of(plain) == word.npos) {
      line += word;
      continue;
    }
    line += '\'';
    for (const char c : word) line += c == '\'' ? "'\\''" : std::string(1, c);
    line += '\'';
  }
  return line;
}

/// Words that are read once all are there.
struct Unread {
  std::string lang = "en", tile = "20x20", turn = "auto";
  std::optional<std::string> augment;
};

/// Makes the commands and their options, which write into `options` and `unread`.
class CommandLine {
 public:
  CommandLine(Options& options, Unread& unread, const std::vector<std::string>& nets,
              const std::vector<OfferedRecipe>& recipes)
      : options_(options),
        unread_(unread),
        nets_(nets),
        recipes_(recipes),
        t_(*options.texts),
        app_(t_.about, "digits") {
    app_.set_help_flag("-h,--help", t_.help)->group(t_.options);
    app_.require_subcommand(0, 1);
    app_.footer(t_.more_help);
    add_lang(app_);
    const auto formatter = app_.get_formatter();
    formatter->label("Usage", t_.usage);
    formatter->label("OPTIONS", t_.options);
    formatter->label("Positionals", t_.arguments);
    formatter->label("SUBCOMMAND", t_.command);
    add_inspect(add_command("inspect", t_.inspect, Command::inspect));
    add_augment(add_command("augment", t_.augment_command, Command::augment));
    add_train(add_command("train", t_.train, Command::train));
    add_evaluate(add_command("evaluate", t_.evaluate, Command::evaluate));
    add_predict(add_command("predict", t_.predict, Command::predict));
    add_compare(add_command("compare", t_.compare, Command::compare));
    add_tune(add_command("tune", t_.tune, Command::tune));
    add_experiment(add_command("experiment", experiment_texts(t_).experiment, Command::experiment));
    add_model_to(add_command("export", t_.export_command, Command::export_model), t_.export_out,
                 "FILE");
    add_import(add_command("import", t_.import_command, Command::import_network));
    add_report(add_command("report", t_.report, Command::report));
    add_model_to(add_command("demo", t_.demo, Command::demo), t_.page_out, "PAGE");
  }

  CLI::App& app() { return app_; }

 private:
  CLI::App& add_command(const char* name, const char* help, Command which) {
    CLI::App* command = app_.add_subcommand(name, help)->group(t_.commands);
    command->footer("");
    command->set_help_flag("-h,--help", t_.help)->group(t_.options);
    command->callback([this, which] { options_.command = which; });
    return *command;
  }
  void add_lang(CLI::App& command) {
    Adder(command, t_).choice("--lang", unread_.lang, t_.lang, {"en", "id"});
  }
  void add_common(CLI::App& command) {
    Adder add(command, t_);
    add.text("--json", options_.json, t_.json, "FILE");
    add.flag("--quiet", options_.quiet, t_.quiet);
    add_lang(command);
  }
  void add_data(CLI::App& command) {
    command.add_option("DATA", options_.data, t_.data)->option_text(" ");
    Adder add(command, t_);
    add.size("--tile", unread_.tile, t_.tile);
    add.flag("--strict", options_.strict, t_.strict);
    add.choice("--fit", options_.fit, t_.fit, {"digit", "stretch", "none"});
    add.text("--cache", options_.cache, t_.cache, "DIR");
    add.text("--writers", options_.writers, t_.writers, "FILE");
    add.pattern("--writer-pattern", options_.writer_pattern, t_.writer_pattern);
  }
  void add_threads(CLI::App& command) {
    Adder(command, t_).integer("--threads", options_.threads, t_.threads, 0, 256, "N [0]");
  }

  void add_seed(CLI::App& command) {
    Adder(command, t_)
        .integer("--seed", options_.seed, t_.seed, 0, std::numeric_limits<std::uint64_t>::max(),
                 "N [42]");
  }
  void add_validation(CLI::App& command) {
    Adder add(command, t_);
    add.from("--validation", options_.validation, t_.validation, 0, 1, "X [0.1]");
    add_test_split(command);
  }
  void add_test_split(CLI::App& command) {
    Adder add(command, t_);
    add.above("--test-split", options_.test_split, t_.test_split, 0, 0.9, "X [0.2]");
    add.choice("--split", options_.split, t_.split, {"writer", "image"});
  }
  void add_augmentation(CLI::App& command, const char* usual) {
    Adder(command, t_)
        .text("--augment", unread_.augment, t_.augment, fill("none|light|strong|SPEC [{}]", usual));
  }

  void add_inspect(CLI::App& command) {
    add_data(command);
    Adder add(command, t_);
    add.flag("--card", options_.card, t_.card);
    add.flag("--new-card", options_.new_card, t_.new_card);
    add.flag("--steps", options_.steps, t_.steps);
    add.text("--digit", options_.digit, t_.digit_shown, "D");
    add.integer("--index", options_.index, t_.index_shown, 0, 4294967295u, "N [0]");
    add.text("--out", options_.out, t_.mean_images_out, "DIR");
    add.text("--csv", options_.csv, t_.found_csv, "FILE");
    add.flag("--labels", options_.labels, t_.labels);
    add.integer("--folds", options_.folds, t_.label_folds, 2, 100, "K [5]");
    add.text("--apply", options_.apply, t_.apply, "FILE");
    add_seed(command);
    add_validation(command);
    add_threads(command);
    add_common(command);
  }
  void add_train(CLI::App& command) {
    add_data(command);
    Adder add(command, t_);
    add.text("--out", options_.out, t_.out, "MODEL");
    add_recipe(command);
    add_training(command);
    add_augmentation(command, "none");
    add.flag("--all", options_.all, t_.all);
    add.flag("--steps", options_.steps, t_.steps);
    add.text("--checkpoint", options_.checkpoint, t_.checkpoint, "FILE");
    add.flag("--resume", options_.resume, t_.resume);
    add.picture("--find-rate", options_.find_rate, t_.find_rate);
    const TeachingTexts& teaching = teaching_texts(t_);
    add.texts("--teacher", options_.teachers, teaching.teacher, "MODEL");
    add.above("--teacher-temperature", options_.teacher_temperature, teaching.temperature, 0, 100,
              "T [4]");
    add.above("--teacher-weight", options_.teacher_weight, teaching.weight, 0, 1, "X [0.9]");
    add.flag("--compile", options_.compile, t_.compile_option);
    add_threads(command);
    add_common(command);
  }
  void add_recipe(CLI::App& command) {
    if (recipes_.empty()) return;
    std::string help = t_.recipe_option;
    std::vector<std::string> names;
    for (const OfferedRecipe& recipe : recipes_) {
      names.push_back(recipe.name);
      help += "\n`" + recipe.name + "`:";
      std::size_t column = recipe.name.size();
      std::istringstream words(recipe.words);
      for (std::string option, value; words >> option >> value;) {
        column += option.size() + value.size() + 2;
        if (column > 66) help += "\n  ", column = option.size() + value.size() + 4;
        help += ' ' + option + ' ' + value;
      }
    }
    Adder(command, t_).choice("--recipe", options_.recipe, help.c_str(), names);
  }
  /// How a net is trained and measured.
  void add_training(CLI::App& command) {
    Adder add(command, t_);
    add.text("--test", options_.test, t_.test, "DATA");
    add.choice_or_file("--net", options_.net, t_.net, nets_);
    add.integer("--epochs", options_.epochs, t_.epochs, 1, 100000);
    add.integer("--batch-size", options_.batch_size, t_.batch_size, 1, 1000000);
    add.above("--learning-rate", options_.learning_rate, t_.learning_rate, 0, 1000);
    add.choice("--optimizer", options_.optimizer, t_.optimizer, optimizer_names);
    add.choice("--schedule", options_.schedule, t_.schedule, schedule_names);
    add.choice("--loss", options_.loss, t_.loss_option, loss_names);
    add.from("--weight-decay", options_.weight_decay, t_.weight_decay, 0, 1);
    add.from("--l1", options_.l1, t_.l1, 0, 1);
    add.from("--dropout", options_.dropout, t_.dropout, 0, 1);
    add.from("--label-smoothing", options_.label_smoothing, t_.label_smoothing, 0, 1);
    add.from("--ema-decay", options_.ema_decay, t_.ema_decay, 0, 1);
    add.from("--swa", options_.swa, t_.swa, 0, 1);
    add.within("--mixup", options_.mixup, t_.mixup, 0, 1, "X");
    add.within("--cutmix", options_.cutmix, t_.cutmix, 0, 1, "X");
    add_seed(command);
    add_validation(command);
    add.integer("--train-limit", options_.train_limit, t_.train_limit, 1, 1000000000);
  }
  void add_evaluate(CLI::App& command) {
    add_data(command);
    Adder add(command, t_);
    add.texts("--model", options_.models, measuring_texts(t_).models, "MODEL");
    add.flag("--compile", options_.compile, t_.compile_option);
    add.integer("--versions", options_.versions, measuring_texts(t_).versions, 1, 1000);
    add.integer("--folds", options_.folds, experiment_texts(t_).evaluate_folds, 2, 100, "K");
    add_training(command);
    add_augmentation(command, "none");
    add_threads(command);
    add_common(command);
  }
  void add_predict(CLI::App& command) {
    Adder add(command, t_);
    add.texts("--model", options_.models, t_.model_or_own, "MODEL");
    add.flag("--compile", options_.compile, t_.compile_option);
    add.choice("--turn", unread_.turn, t_.turn, {"auto", "0", "90", "180", "270"});
    add.within("--least-probability", options_.least_probability, t_.least_probability, 0, 1,
               "P [0]");
    add.text("--csv", options_.csv, t_.csv, "FILE");
    add.text("--show", options_.show, t_.show, "DIR");
    command.add_option(placeholders("IMAGE", t_), options_.images, t_.images)->option_text("...");
    add_common(command);
  }

  void add_augment(CLI::App& command) {
    add_data(command);
    Adder add(command, t_);
    add.text("--out", options_.out, t_.out_folder, "DIR");
    add_augmentation(command, "light");
    add_seed(command);
    add_test_split(command);
    add.choice("--write-dataset", options_.write_dataset, t_.write_dataset, {"idx", "folder"});
    add.integer("--copies", options_.copies, t_.copies, 0, 1000);
    add.flag("--balance", options_.balance, t_.balance);
    add.flag("--all", options_.all, t_.all);
    add_common(command);
  }
  void add_compare(CLI::App& command) {
    add_data(command);
    Adder add(command, t_);
    add.text("--out", options_.out, t_.out_folder, "DIR");
    add_training(command);
    add_augmentation(command, "light");
    add.integer("--seeds", options_.seeds, t_.seeds, 1, 1000, "N [3]");
    add.flag("--each", options_.each, t_.each);
    add_threads(command);
    add_common(command);
  }
  void add_tune(CLI::App& command) {
    add_data(command);
    Adder add(command, t_);
    add.text("--out", options_.out, t_.out_folder, "DIR");
    add.above("--minutes", options_.minutes, t_.minutes, 0, 100000);
    add.integer("--trials", options_.trials, t_.trials, 1, 100000);
    add.integer("--folds", options_.folds, t_.folds, 2, 100);
    add_training(command);
    add.text("--augment", unread_.augment, t_.tune_augment, "search|none|light|strong|SPEC");
    add_threads(command);
    add_common(command);
  }
  void add_experiment(CLI::App& command) {
    const ExperimentTexts& e = experiment_texts(t_);
    add_data(command);
    Adder add(command, t_);
    add.text("--out", options_.out, t_.out_folder, "DIR");
    add.integer("--folds", options_.folds, e.experiment_folds, 2, 100, "K [5]");
    add.integer("--seeds", options_.seeds, e.experiment_seeds, 1, 1000);
    add.flag("--with-test", options_.with_test, e.with_test);
    add_training(command);
    add_augmentation(command, "none");
    add_threads(command);
    add_common(command);
    command.footer(e.lists);
  }
  void add_report(CLI::App& command) {
    add_data(command);
    Adder add(command, t_);
    add.text("--out", options_.out, t_.out_folder, "DIR");
    add_training(command);
    add_augmentation(command, "light");
    add.integer("--seeds", options_.seeds, t_.report_seeds, 0, 1000, "N [3]");
    add.above("--minutes", options_.minutes, t_.report_minutes, 0, 100000);
    add.integer("--trials", options_.trials, t_.report_trials, 1, 100000);
    add.text("--experiment", options_.experiment, experiment_texts(t_).report_experiment, "FILE");
    add.flag("--chapter", options_.chapters, t_.chapters);
    add.flag("--docx", options_.docx, t_.docx);
    add.flag("--latex", options_.latex, t_.latex);
    add_threads(command);
    add_common(command);
  }

  void add_import(CLI::App& command) {
    command.add_option("ONNX", options_.onnx, t_.import_model)->option_text(" ");
    Adder(command, t_).text("--out", options_.out, t_.import_out, "FILE");
    add_common(command);
  }

  /// A command that writes a saved model in another form.
  void add_model_to(CLI::App& command, const char* out, const char* form) {
    Adder add(command, t_);
    add.text("--model", options_.model, t_.model, "MODEL");
    add.flag("--compile", options_.compile, t_.compile_option);
    add.text("--out", options_.out, out, form);
    add.flag("--quiet", options_.quiet, t_.quiet);
    add_lang(command);
  }

  static inline const std::vector<std::string> optimizer_names{
      "sgd", "adam", "adamw", "nadam", "radam", "rmsprop", "adagrad", "lion"};
  static inline const std::vector<std::string> schedule_names{
      "constant",   "step",          "exponential", "cosine",
      "polynomial", "warm-restarts", "plateau",     "one-cycle"};
  static inline const std::vector<std::string> loss_names{"cross-entropy", "focal", "hinge"};

  Options& options_;
  Unread& unread_;
  const std::vector<std::string>& nets_;
  const std::vector<OfferedRecipe>& recipes_;
  const Texts& t_;
  CLI::App app_;
};

/// With ANGKA_BRIEF in the environment: what trains or searches ends within seconds.
void shorten(Options& options) {
  const char* asked = std::getenv("ANGKA_BRIEF");
  const bool trains = options.command == Command::train || options.command == Command::compare ||
                      options.command == Command::tune || options.command == Command::report ||
                      options.labels || options.command == Command::experiment ||
                      (options.command == Command::evaluate && options.folds);
  if (!asked || !*asked || !trains || options.steps) return;
  constexpr std::size_t most_images = 200;
  options.epochs = 1;
  options.train_limit = std::min(options.train_limit - 1, most_images - 1) + 1;  // 0: no limit
  options.seeds = std::min(options.seeds, 1);
  if (options.minutes || options.trials) options.trials = std::min(options.trials.value_or(4), 4);
  options.minutes.reset();
  for (Options& setting : options.settings) {
    setting.epochs = options.epochs;
    setting.train_limit = options.train_limit;
  }
  std::cerr << options.texts->shortened << '\n';
}

/// Raises a UsageError where words are missing, or name one file for two purposes.
void check_together(const Options& options) {
  const Texts& t = *options.texts;
  const auto need = [&](const char* name, const std::string& value) {
    if (value.empty()) raise(UsageError(fill(t.missing, name)));
  };
  if ((options.command == Command::train && !options.steps && options.find_rate.empty()) ||
      options.command == Command::augment || options.command == Command::compare ||
      options.command == Command::tune || options.command == Command::experiment ||
      options.command == Command::report || options.command == Command::export_model ||
      options.command == Command::import_network || options.command == Command::demo)
    need("--out", options.out);
  const bool applies = !options.apply.empty();
  const bool shows = options.digit || options.index > 0;
  const bool lists =
      options.labels || (options.command == Command::inspect && !options.csv.empty());
  if (options.card + options.new_card + options.steps + shows + lists + applies > 1)
    raise(UsageError(
        fill(t.only_one_of, "--card, --new-card, --steps, --digit, --labels (--csv), --apply")));
  if (applies) need("--out", options.out);
  const bool by_folds = options.command == Command::evaluate && options.folds;
  if (by_folds && !(options.model.empty() && options.test.empty()))
    raise(UsageError(fill(t.only_one_of, "--folds, --model, --test")));
  if (by_folds && options.versions > 0)
    raise(UsageError(fill(t.only_one_of, "--folds, --versions")));
  if (options.versions > 0 && options.augment.off())
    raise(UsageError(measuring_texts(t).no_versions));
  if ((options.command == Command::evaluate && !by_folds) ||
      options.command == Command::export_model || options.command == Command::demo)
    need("--model", options.model);
  if (options.command == Command::import_network) need("ONNX", options.onnx);
  if (options.command == Command::predict && options.images.empty())
    raise(UsageError(t.no_images_given));

  const auto differ = [&](const char* a, const std::string& file_a, const char* b,
                          const std::string& file_b) {
    if (same_file(file_a, file_b)) raise(UsageError(fill(t.same_file, a, b)));
  };
  if (options.resume) need("--checkpoint", options.checkpoint);
  if (options.teacher_temperature || options.teacher_weight)
    need("--teacher", options.teachers.empty() ? "" : options.teachers.front());
  if (!options.teachers.empty() && !options.find_rate.empty())
    raise(UsageError(fill(t.only_one_of, "--teacher, --find-rate")));
  for (std::size_t i = 0; i < options.teachers.size(); ++i) {
    const std::string& teacher = options.teachers[i];
    differ("--teacher", teacher, "--out", options.out);
    differ("--teacher", teacher, "--json", options.json);
    differ("--teacher", teacher, "--checkpoint", options.checkpoint);
    for (std::size_t j = 0; j < i; ++j)
      differ("--teacher", options.teachers[j], "--teacher", teacher);
  }
  differ("--out", options.out, "--json", options.json);
  differ("ONNX", options.onnx, "--out", options.out);
  differ("ONNX", options.onnx, "--json", options.json);
  differ("--out", options.out, "--checkpoint", options.checkpoint);
  differ("--json", options.json, "--checkpoint", options.checkpoint);
  differ("--find-rate", options.find_rate, "--json", options.json);
  for (std::size_t i = 0; i < options.models.size(); ++i) {
    const std::string& model = options.models[i];
    differ("--model", model, "--json", options.json);
    differ("--model", model, "--csv", options.csv);
    differ("--model", model, "--out", options.out);
    for (std::size_t j = 0; j < i; ++j) differ("--model", options.models[j], "--model", model);
  }
  differ("--json", options.json, "--csv", options.csv);
  differ("--out", options.out, "--csv", options.csv);
  differ("--apply", options.apply, "--json", options.json);
  differ("--apply", options.apply, "--csv", options.csv);
  differ("--apply", options.apply, "--out", options.out);
  for (const auto& [name, input] : {std::pair("DATA", &options.data), {"--test", &options.test}}) {
    differ(name, *input, "--out", options.out);
    differ(name, *input, "--json", options.json);
    differ(name, *input, "--csv", options.csv);
    differ(name, *input, "--find-rate", options.find_rate);
    if (!options.write_dataset.empty())  // it replaces what is there
      differ(name, *input, "--out", options.out + '/' + augmented_folder);
  }
  if (options.loss.value_or("cross-entropy") != "cross-entropy") {
    const std::string loss = "--loss " + *options.loss;
    if (options.label_smoothing.value_or(0) > 0)
      raise(UsageError(fill(t.only_one_of, loss + ", --label-smoothing")));
    if (!options.teachers.empty()) raise(UsageError(fill(t.only_one_of, loss + ", --teacher")));
  }
  const bool judges = options.folds || options.minutes || options.trials ||
                      options.command == Command::tune || options.command == Command::experiment;
  if (options.schedule == "plateau" && (judges || options.validation == 0))
    raise(UsageError(t.plateau_validates));
  if (options.ema_decay.value_or(0) > 0 && options.swa.value_or(0) > 0)
    raise(UsageError(fill(t.only_one_of, "--ema-decay, --swa")));
  const bool compares = options.command == Command::compare;
  if (compares && options.augment.off()) raise(UsageError(t.nothing_to_compare));
  if (compares && options.each && options.validation == 0) raise(UsageError(t.each_validates));
  if (!options.writers.empty() && !options.writer_pattern.empty())
    raise(UsageError(fill(t.only_one_of, "--writers, --writer-pattern")));
  differ("--writers", options.writers, "--out", options.out);
  differ("--writers", options.writers, "--json", options.json);
  differ("--writers", options.writers, "--csv", options.csv);
  if (options.minutes && options.trials)
    raise(UsageError(fill(t.only_one_of, "--minutes, --trials")));
  if ((options.minutes || options.trials) && options.validation == 0 && !options.folds)
    raise(UsageError(t.tune_validates));
  const std::string images = placeholders("IMAGE", t);
  for (const std::string& image : options.images) {
    differ(images.c_str(), image, "--json", options.json);
    differ(images.c_str(), image, "--csv", options.csv);
  }
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

namespace {

/// A command line without lists. `ANGKA_BRIEF` doesn't shorten it.
std::optional<Options> parse_line(int argc, char** argv, const std::vector<std::string>& nets,
                                  const std::vector<OfferedRecipe>& recipes) {
  const Texts& t = language(argc, argv);
  Options options;
  options.texts = &t;
  Unread unread;
  CommandLine line(options, unread, nets, recipes);
  CLI::App& app = line.app();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto commands = app.get_subcommands();
    std::cout << (commands.empty() ? app.help() : commands.front()->help("digits"));
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
  const bool plain = options.command == Command::train || options.command == Command::tune ||
                     options.command == Command::experiment ||
                     (options.command == Command::evaluate && options.versions == 0);
  for (const OfferedRecipe& recipe : recipes) {
    if (recipe.name != options.recipe) continue;
    if (app.get_subcommands().front()->count("--net") == 0) options.net = recipe.net;
    if (!unread.augment) unread.augment = recipe.augment;
  }
  const bool tunes = options.command == Command::tune;
  if (tunes && unread.augment == "search") {
    options.search_augmentation = true;
    unread.augment.reset();
  }
  const std::string spec = unread.augment.value_or(plain ? "none" : "light");
  try {
    options.augment = angka::parse_augmentation(spec);
  } catch (const angka::SettingError& error) {
    raise(UsageError("--augment " + spec + ": " + error.what()));
  }
  if (!options.models.empty())
    options.model = options.models.front();
  else if (!options.model.empty())
    options.models = {options.model};
  if (unread.turn != "auto") options.turn = std::stoi(unread.turn) / 90;
  if (tunes && !options.trials && !options.minutes) options.minutes = 10;
  if (options.trials || options.minutes) {
    options.any_net = app.get_subcommands().front()->count("--net") == 0;
    options.any_augmentation = !unread.augment;
  }
  if (options.command == Command::experiment) {
    const bool seeds = app.get_subcommands().front()->count("--seeds") > 0;
    if (seeds && options.folds) raise(UsageError(fill(t.only_one_of, "--folds, --seeds")));
    if (!seeds && !options.folds) options.folds = 5;
    if (seeds && options.validation == 0) raise(UsageError(t.tune_validates));
  }
  check_together(options);
  options.words = typed(argc, argv);
  std::tie(options.tile_width, options.tile_height) = *read_size(unread.tile);
  return options;
}

}  // namespace

std::optional<Options> parse(int argc, char** argv, const std::vector<std::string>& nets,
                             const std::vector<OfferedRecipe>& recipes) {
  Combinations all{.lines = {{argv, argv + argc}}};
  if (std::find(argv, argv + argc, std::string_view("experiment")) != argv + argc)
    all = combine(all.lines.front());
  std::vector<Options> settings;
  for (std::vector<std::string>& line : all.lines) {
    std::vector<char*> words;
    for (std::string& word : line) words.push_back(word.data());
    std::optional<Options> setting =
        parse_line(static_cast<int>(words.size()), words.data(), nets, recipes);
    if (!setting) return setting;
    if (setting->command != Command::experiment) {
      setting = parse_line(argc, argv, nets, recipes);
      shorten(*setting);
      return setting;
    }
    settings.push_back(std::move(*setting));
  }
  Options options = settings.front();
  options.settings = std::move(settings);
  options.listed = std::move(all.listed);
  options.words = typed(argc, argv);
  shorten(options);
  return options;
}
