#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <angka/augment/digit_augmentation.hpp>
#include <angka/core/errors.hpp>

#include "combinations.hpp"
#include "text.hpp"

enum class Command {
  inspect,
  augment,
  train,
  evaluate,
  predict,
  compare,
  tune,
  experiment,
  export_model,
  import_network,
  report,
  demo
};

/// What the command line asks for. What isn't given follows from the net's recipe.
struct Options {
  Command command = Command::inspect;
  const Texts* texts = &english;

  std::string data;  ///< empty: the bundled digits
  std::string test, out, model, onnx, show, json, csv;
  std::vector<std::string> images;
  std::vector<std::string> models;  ///< all of --model, of which `model` is the first

  std::string net = "lenet5";
  std::string recipe;  ///< of train: "", or what the net and all that isn't given follow from
  std::optional<int> epochs, batch_size;
  std::optional<double> learning_rate, weight_decay, l1, dropout, label_smoothing;
  std::optional<double> ema_decay, swa, mixup, cutmix;
  std::optional<std::string> optimizer, schedule, loss;
  angka::DigitAugmentation augment{};
  std::uint64_t seed = 42;
  double validation = 0.1;
  double test_split = 0.2;
  std::string split;  ///< "writer", "image", or "": by writer where that can be done
  std::string writers, writer_pattern;
  std::size_t train_limit = 0;  ///< 0: no limit
  bool all = false;
  bool compile = false;  ///< a network that a model brings
  std::string checkpoint;
  bool resume = false;
  std::string find_rate;  ///< a picture instead of a trained model
  std::vector<std::string> teachers;  ///< models whose probabilities it is trained on
  std::optional<double> teacher_temperature, teacher_weight;

  // evaluate
  int versions = 0;  ///< of each image, beside itself
  // predict
  double least_probability = 0;
  int turn = -1;  ///< quarter turns to the left; -1: finds out
  // inspect
  bool card = false, new_card = false;
  bool steps = false;  ///< also of train
  bool labels = false;
  std::string apply;
  std::optional<std::string> digit;
  std::size_t index = 0;
  // augment
  std::optional<int> copies;
  std::string write_dataset;  ///< "", "idx" or "folder"
  bool balance = false;
  // compare
  int seeds = 3;
  bool each = false;
  // tune: what isn't given is searched for
  std::optional<double> minutes;
  std::optional<int> trials, folds;
  bool any_net = false, any_augmentation = false;
  bool search_augmentation = false;  ///< of any, each strength too
  // experiment
  std::vector<ListedOption> listed;  ///< options with several values
  std::vector<Options> settings;     ///< these options with one value of each, all combinations
  bool with_test = false;
  // report
  std::string experiment;
  bool chapters = false, docx = false, latex = false;
  std::string words;  ///< the command line, to be typed again

  int tile_width = 20;
  int tile_height = 20;
  bool strict = false;
  std::string fit;  ///< "" (as the command does), "digit", "stretch" or "none"
  std::string cache;
  int threads = 0;
  bool quiet = false;
};

/// Where `augment` stores a data set, within --out.
inline constexpr const char* augmented_folder = "augmented";

/// Words on the command line that can't be used.
class UsageError : public angka::SettingError {
 public:
  using SettingError::SettingError;
};

/// The language that the words ask for, whatever else is wrong with them.
const Texts& language(int argc, char** argv);

/// A recipe that the command line may name.
struct OfferedRecipe {
  std::string name, net, augment;
  std::string words;  ///< all that it stands for, as options
};

/// Reads the command line, in which `nets` and `recipes` may be named; nothing if it asked for
/// help, which was printed. Raises UsageError.
std::optional<Options> parse(int argc, char** argv, const std::vector<std::string>& nets,
                             const std::vector<OfferedRecipe>& recipes = {});
